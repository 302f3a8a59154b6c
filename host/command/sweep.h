#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "engine/engine.h"
#include "observe/measurements.h"

namespace replicas {

/// How long a sweep is and what it looks at besides the engine's own sums.
struct SweepPlan {
  std::uint64_t steps = 150000;
  std::uint64_t burn_in = 45000;        ///< a multiple of sample_interval
  std::uint64_t sample_interval = 50;   ///< divides steps
  std::vector<Dataset> test_data = {};  ///< none, or one data set that every replica is shown
  bool stop_on_divergence = true;       ///< else: the run goes on and the replica is named in the results
};

/// Called after every chunk with the steps done: shows progress, and returns true when the run must stop.
using SweepWatch = std::function<bool(std::uint64_t step)>;

/// Steps per call of Engine::advance: a divisor of the sample interval, a function of the ensemble alone, meant to last
/// under a second on one core.
std::uint64_t chunk_steps(const Ensemble& ensemble, std::uint64_t sample_interval);

/// Runs steps [0, steps) from the engine's present weights and collects the measurements. Throws Error(diverged) naming
/// replica, temperature and step when a replica leaves the finite numbers, and Error(stopped) when the watch says so.
Measurements sweep(Engine& engine, const SweepPlan& plan, const SweepWatch& watch);

}  // namespace replicas
