#pragma once

#include <optional>
#include <span>

#include "observe/instruments/curvature_map.h"
#include "observe/observables/loss_minimum.h"
#include "run/known_data.h"
#include "run/notebook_keeper.h"
#include "run/saver.h"
#include "run/simulation.h"
#include "run/stopping.h"
#include "run/sweep.h"
#include "run/timer.h"
#include "store/checkpoints.h"
#include "store/metrics_file.h"
#include "store/run_directory.h"

namespace replicas {

/// What a Simulation is made of, and the stages of its life: opened, prepared, at some step, complete.
class Simulation::Work {
 public:
  Work(const Request& asked, Callbacks callbacks, OwnData own);

  void prepare();
  bool advance(std::uint64_t until);
  void checkpoint();
  void set_weights(std::span<const float> weights);
  Results results();
  Results complete();
  bool has_results() const;
  bool is_slice() const { return !request.physics.shard.whole(); }

  const Callbacks callbacks;
  std::vector<std::string> assumed;
  Request request;  ///< settled
  const Stopping stopping;
  BackendChoice device;
  RunDirectory directory;
  std::string directory_name;         ///< the directory, for messages
  std::optional<std::string> stored;  ///< config.toml, where a run has begun
  Checkpoints checkpoints;
  bool finished = false;
  KnownData known;
  std::optional<Measurements> measured;  ///< none of a finished run whose data are gone
  std::unique_ptr<Engine> engine;
  Timer timer;
  std::string stopped;

 private:
  void open_finished();
  void begin_run();
  void resume_run();
  std::string stopped_after(const std::string& reason) const;
  Results results(const CurvatureMap* map, const std::vector<LossMinimum>& minima);
  void write_results(const Results& results);
  void drop_samples();
  /// Runs a stage; errors that end it say how far the run is and what is saved.
  template <class Stage>
  auto guarded(const Stage& stage);

  SweepPlan plan_;
  Manifest facts_;
  std::string room_;           ///< what the run needs, for the log
  std::string identity_;       ///< all that defines the bits of a notebook's work
  std::string resume_advice_;  ///< how the run goes on, for messages
  std::optional<Saver> saver_;
  std::optional<MetricsFile> metrics_;
};

}  // namespace replicas
