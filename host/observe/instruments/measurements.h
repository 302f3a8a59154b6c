#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/engine.h"
#include "observe/instruments/record.h"

namespace replicas {

/// A replica that left the finite numbers, or |w_i| > 1e6: the end of the first chunk in which it was seen.
struct Divergence {
  std::size_t replica;
  std::uint64_t step;
};

/// The replicas were put somewhere else by the caller of the run, after `step` steps.
struct WeightsSet {
  std::uint64_t step;
};

/// Everything a run collected: what the observables read. Samples lie at steps k * sample_interval, k = 1, 2, ...; the
/// sums cover the steps after burn-in, in cells while the run goes on and in at most 10 blocks of nearly equal length
/// for the observables. What the records hold is declared by the instruments (instrument.h); a member more needs its
/// word in measurement_fields.h, or it would not survive an interruption.
struct Measurements {
  Ensemble ensemble;
  std::uint64_t steps = 0;    ///< done so far
  std::uint64_t burn_in = 0;  ///< steps, a multiple of sample_interval
  std::uint64_t sample_interval = 50;
  std::vector<Sample> warmup = {};                    ///< up to and including step burn_in
  std::vector<Sample> samples = {};                   ///< after it
  std::vector<std::vector<ReplicaSums>> cells = {};   ///< [cell][replica], of equal length but for the last
  std::vector<std::vector<ReplicaSums>> blocks = {};  ///< [block][replica], made of the cells by `gather_blocks`
  std::vector<WeightSample> weight_samples = {};      ///< after burn-in, equally spaced
  std::vector<CurvatureCheck> curvature_checks = {};  ///< after burn-in
  std::vector<Divergence> divergences = {};
  std::vector<WeightsSet> weights_set = {};
  std::vector<double> start_loss = {};    ///< per replica, L at step 0
  std::vector<double> start_target = {};  ///< per replica, the loss its descent aimed at; empty without descent
  /// Replicas x N where a T = 0 run began, filled for results where it follows from the configuration; else empty.
  std::vector<float> start_weights = {};
  bool two_starts = false;           ///< every second chain of a data set began from the prior, see two_starts.h
  bool gradient_descent = false;     ///< the named T = 0 mode: no thermal quantities
  bool automatic_step_size = false;  ///< the pilot chose the step sizes, nobody gave them
  std::uint64_t planned_steps = 0;   ///< as long as the run was asked to be; 0: as long as it is

  /// Averages over time are thermal averages of the loss that is measured: T > 0, neither T nor the step size follows a
  /// schedule, and steps move by the examples that are measured, not by fresh ones.
  bool in_equilibrium() const {
    return !gradient_descent && ensemble.dynamics.constant() && !ensemble.dynamics.batch.online();
  }
};

/// Those of the weight samples that (still) have their weights.
inline std::vector<const WeightSample*> samples_with_weights(const Measurements& measurements) {
  std::vector<const WeightSample*> some;
  for (const WeightSample& sample : measurements.weight_samples)
    if (!sample[recorded::weights].empty()) some.push_back(&sample);
  return some;
}

}  // namespace replicas
