#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/landscape.h"
#include "engine/step_sums.h"
#include "system/ensemble.h"

namespace replicas {

/// Moves the replicas of an ensemble by its dynamics. Arrays over replicas are in order of the global replica number,
/// weights in logical order, no padding. No clock, no hidden accumulators: the state is the weights; everything else is
/// an argument or a result.
class Sampler {
 public:
  virtual ~Sampler() = default;
  virtual std::string name() const = 0;  ///< "plain", "cpu (avx512, 2 threads)", ...
  virtual int threads() const = 0;       ///< of the processor, for work on its results; 0: all cores
  virtual const Ensemble& ensemble() const = 0;
  virtual void load(std::span<const float> weights) = 0;  ///< replicas x N; velocities become 0
  /// replicas x N where the dynamics has velocities, else nothing: with the weights, all that later steps depend on.
  virtual std::vector<float> velocities() const { return {}; }
  virtual void load_velocities(std::span<const float> velocities);  ///< as `velocities` gave them
  /// The weights as they are, where they are: a landscape of the same backend reads them without a copy. It is the
  /// state itself, which `load` and `advance` change.
  virtual const WeightBatch& state() const = 0;
  std::vector<float> weights() const { return state().weights(); }  ///< replicas x N
  virtual std::vector<float> weight_norms2() const = 0;             ///< |w|^2 of every replica, summed in double
  /// Advances every replica over the steps [first_step, last_step). Two calls that meet at a step equal one call.
  virtual std::vector<ReplicaSums> advance(std::uint64_t first_step, std::uint64_t last_step) = 0;
  /// Floating-point operations in the products of one call of `advance` that take well under a second: a signal is
  /// answered between two calls.
  virtual double call_flops() const { return 1e10; }
};

}  // namespace replicas
