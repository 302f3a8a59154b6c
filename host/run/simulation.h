#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "observe/instruments/measurements.h"
#include "observe/results.h"
#include "run/callbacks.h"
#include "run/physics.h"

namespace replicas {

/// A run as an object: the command line, a Python process and a program of one's own are equal callers. It prints
/// nothing, installs no signal handler and does not depend on the locale; what it has to say goes through `Callbacks`.
///
///     Simulation run({.physics = ..., .control = {.out = "runs/mine"}}, callbacks);
///     run.prepare();                         // start and pilot, or the last checkpoint
///     while (run.step() < run.steps())
///       if (!run.advance(run.step() + 1000)) return;   // stopped: all is saved
///     Results results = run.complete();      // curvature map, run.nc
///
/// Equal physics give equal bits for any threads, any calls of `advance` and any resume. Errors are of kind bad_value
/// (the request), bad_data and no_input (its files), cannot_create (the directory), stopped, diverged, ...
class Simulation {
 public:
  /// Takes the directory of the run (made, or one with the same run begun), reads its data, checks that there is room.
  /// Nothing is computed yet. `asked` need not be settled.
  explicit Simulation(const Request& asked, Callbacks callbacks = {}, OwnData data = {});
  /// The run in a directory as it was asked for last; `control` without `out`.
  static Simulation resume(const std::filesystem::path& run, RunControl control = {}, Callbacks callbacks = {},
                           OwnData data = {});
  Simulation(Simulation&&) noexcept;
  ~Simulation();

  bool finished() const;       ///< all steps are done and run.nc is whole: `complete` reads it; a slice has no run.nc
  std::uint64_t step() const;  ///< before `prepare` that of the last checkpoint
  std::uint64_t steps() const;
  const Request& request() const;  ///< settled
  const Ensemble& ensemble() const;
  const std::filesystem::path& directory() const;
  std::filesystem::path result() const;             ///< run.nc
  const std::vector<std::string>& assumed() const;  ///< what was decided or rounded, a sentence each

  /// Where the replicas begin (descent, pilot), or where the last checkpoint left them. Error(stopped) when the run has
  /// to stop meanwhile; what was done is saved.
  void prepare();
  /// Runs whole chunks of steps until `until` is reached or passed, saving when it is time. False when the run had to
  /// stop before; then all is saved and `stopped` says why. A call more or less changes no bit.
  bool advance(std::uint64_t until);
  const std::string& stopped() const;  ///< "by a signal", or nothing

  std::vector<float> weights() const;  ///< replicas x N in order of the global replica number, logical order
  /// Puts the replicas somewhere else: `weights` (replicas x N, as `weights()` gives them) are those that the next
  /// step begins from. The run remembers at which steps this was done, in its checkpoints and in run.nc, for its
  /// numbers no longer follow from the configuration alone. Anchors stay. Error(bad_value) when the run is not prepared
  /// or at its end, when there are not so many numbers, or when they are not finite or above 1e6, the bound of a
  /// replica that diverged.
  void set_weights(std::span<const float> weights);
  const Engine& engine() const;  ///< after `prepare`
  const Measurements& measured() const;
  void checkpoint();         ///< makes the present state the one to go on from
  bool has_results() const;  ///< enough is measured for them
  Results results() const;   ///< of what was measured so far; without the curvature map
  /// After all steps: descents to the minimum, curvature map, results; run.nc is written. Of a finished run, what is
  /// there. Of a slice (`Physics::shard`) nothing: its last state is saved, and `merge_slices` joins it to the others.
  Results complete();
  /// Where the time went: wall seconds of "start", "pilot", "steps", ... in the order of their first beginning.
  const std::vector<std::pair<std::string, double>>& times() const;

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace replicas
