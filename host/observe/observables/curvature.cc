#include "observe/observables/log_slope.h"
#include "observe/observables/observable.h"
#include "observe/observables/pooled.h"

namespace replicas {

namespace {

/// <grad L . grad U> / T = <tr H_L> in equilibrium, up to a bias of order eta.
double curvature(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return pooled_step_mean(digest, temperature, chains, &ReplicaSums::gradient_product) /
         digest.temperature(temperature);
}

double hessian_trace(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return pooled(digest, temperature, chains, &ReplicaDigest::curvature_probe).mean;
}

/// The configurational temperature <grad L . grad U> / <tr H_L>, over T. With ReLU the pointwise Hessian misses the
/// curvature of the kinks, so there a ratio above 1 measures kinks.
double t_conf(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return curvature(digest, temperature, chains) / hessian_trace(digest, temperature, chains);
}

/// d ln tr H / d ln T, by the trace from the forces, which has the smaller error.
double curvature_slope(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return log_slope(digest, temperature, [&](std::size_t rung) { return curvature(digest, rung, chains); }).value;
}

double gradient_norm2(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return pooled_step_mean(digest, temperature, chains, &ReplicaSums::gradient2);
}

/// <|g|^4> / <|g|^2>^2 of g = grad L: 1 + 2 / d for d independent normal components of equal variance.
double gradient_kurtosis(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  const double mean = gradient_norm2(digest, temperature, chains);
  return pooled_step_mean(digest, temperature, chains, &ReplicaSums::gradient4) / (mean * mean);
}

double highest_eigenvalue(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  double highest = ReplicaDigest::absent;
  for (const std::size_t chain : chains) highest = std::fmax(highest, digest.at(temperature, chain).highest_eigenvalue);
  return highest;
}

}  // namespace

Family curvature_observables() {
  return {{"curvature", "1", "<grad L . grad U> / T, the trace of the Hessian of L by its forces", curvature},
          {"hessian_trace", "1", "trace of the Hessian of L (Hutchinson)", hessian_trace},
          {"curvature_slope", "1", "d ln(curvature) / d ln T, from the neighbouring temperatures", curvature_slope},
          {"t_conf", "1", "configurational temperature <grad L . grad U> / <tr H_L>, divided by T", t_conf},
          {"gradient_norm2", "1", "mean of |grad L|^2", gradient_norm2},
          {"gradient_kurtosis", "1", "<|grad L|^4> / <|grad L|^2>^2: 1 + 2/d for d equal normal components",
           gradient_kurtosis},
          recorded_mean_column(recorded::largest_eigenvalue.text),
          {"largest_eigenvalue_max", "1", "the highest of the largest eigenvalues of the Hessian of L that were met",
           highest_eigenvalue, false, Observable::Over::largest}};
}

}  // namespace replicas
