// First-order bias of `em` (science: "Step-size bias"): for any A, d<A>/d eta = Cov(A, f), f = |grad U|^2 / (4T) - tr
// H_U / 2. Integrating by parts, <A |grad U|^2> / T = <A tr H_U> + <grad A . grad U>, so that for A = L
//   bias of <L> = (eta / 4) [<grad L . grad U> - Cov(L, tr H_L)]
// whatever the confinement, whose own trace is constant. `lm` has no bias of first order.
#include "observe/observables/observable.h"
#include "observe/observables/pooled.h"

namespace replicas {

namespace {

double step_bias(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  if (!digest.ensemble().one_step_size()) return ReplicaDigest::absent;
  if (digest.ensemble().dynamics.update != Update::em) return 0;
  CoMoments moments;
  for (const std::size_t chain : chains)
    if (const ReplicaDigest& replica = digest.at(temperature, chain); !replica.diverged)
      moments.add(replica.loss_and_probe);
  const double forces = pooled_step_mean(digest, temperature, chains, &ReplicaSums::gradient_product);
  return digest.ensemble().dynamics.step_sizes[temperature] / 4 * (forces - moments.covariance());
}

}  // namespace

Family step_bias_observables() {
  return {{"step_bias", "1", "predicted first-order bias of the mean loss from the step size", step_bias}};
}

}  // namespace replicas
