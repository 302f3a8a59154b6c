#pragma once

#include <utility>
#include <vector>

#include "engine/plain/plain_engine.h"
#include "formula/changed_system.h"
#include "physics/noise.h"
#include "system/ensemble.h"

namespace replicas {

/// A 3-4-3 softmax network (N = 31) on 6 random examples: small enough for dense Hessians and thousands of steps.
inline Ensemble tiny_ensemble(int replicas, Ladder temperatures = {1e-2}) {
  const Network network({3, 4, 3});
  Ensemble ensemble{.system = network_system(network, {random_dataset(network, 6, 1, 0)}),
                    .temperatures = std::move(temperatures),
                    .replicas = replicas,
                    .dynamics = {},
                    .confinement = {},
                    .anchor = {}};
  ensemble.dynamics.step_sizes.assign(ensemble.temperatures.size(), 0.05);
  return ensemble;
}

/// Standard normal weights for every replica, under the purpose of initial weights.
inline std::vector<float> normal_weights(const Ensemble& ensemble) {
  std::vector<float> weights;
  const std::size_t n = ensemble.weights();
  for (std::size_t replica = 0; replica < ensemble.replica_count(); ++replica)
    for (std::size_t i = 0; i < n; ++i)
      weights.push_back(noise(ensemble.seed, Purpose::initial_weights, replica, n, 0, i));
  return weights;
}

}  // namespace replicas
