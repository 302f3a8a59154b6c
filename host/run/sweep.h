#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "engine/engine.h"
#include "observe/instruments/measurements.h"
#include "run/callbacks.h"
#include "run/schedule.h"
#include "run/timer.h"

namespace replicas {

inline constexpr double largest_weight = 1e6;  ///< |w_i| beyond it: the replica counts as diverged

/// How long a sweep is and what it looks at besides the engine's own sums.
struct SweepPlan {
  std::uint64_t steps = 150000;
  Schedule schedule = {};
  std::shared_ptr<const System> test = {};  ///< the system on test data that every replica is shown, or null
  bool stop_on_divergence = true;           ///< else: the run goes on and the replica is named in the results
  bool keep_weights = false;                ///< in the weight samples, also where they are too many for spectra
  std::function<bool()> hurry = {};         ///< true when a sample should rather be left to the next process
};

/// Called after every chunk: shows progress, saves, and returns true when the sweep has to stop here.
using SweepWatch = std::function<bool()>;

/// Steps per call of Engine::advance: a divisor of the sample interval, by the ensemble and the kind of engine alone.
std::uint64_t chunk_steps(const Engine& engine, std::uint64_t sample_interval);

/// Runs steps [measured.steps, plan.steps) from the engine's present weights and adds what it measures. Engine weights
/// and `measured` are all there is: a sweep stopped after any chunk goes on from the two without changing a bit, also
/// where the sample that was due there is not among them. Throws
/// Error(diverged) naming replica, temperature and step when a replica leaves the finite numbers. Tells `timer` the
/// time of "steps" and of "samples".
void sweep(Engine& engine, const SweepPlan& plan, Measurements& measured, Timer& timer, const Callbacks& callbacks,
           const SweepWatch& watch);

}  // namespace replicas
