#pragma once

#include "verify/under_test.h"

namespace replicas {

/// The noise that an engine really used, read back from single steps: with g = grad U at w,
///   r = (w' - w + eta g) / amplitude
/// is a standard normal number for every weight, replica and step, in any state, at any step size. Beside the residuals
/// [replica][step][weight], two martingales of the em rule that need no equilibrium.
struct Innovations {
  Ensemble ensemble;
  std::size_t replicas, steps, weights;
  std::vector<float> residual;
  std::vector<double> along_weight, weight2;  // per weight: sum r w, sum w^2
  std::vector<double> ito, ito_variance;      // per replica

  const float* of(std::size_t replica, std::size_t step) const { return &residual[(replica * steps + step) * weights]; }
};

/// Four rungs of a 4-8-3 softmax network with a prior, 64 replicas each.
Ensemble softmax_ensemble(Update update, std::uint64_t seed);

/// Advances 400 times by one step.
Innovations innovations(const UnderTest& under_test, const Ensemble& ensemble);

}  // namespace replicas
