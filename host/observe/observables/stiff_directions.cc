// Along the stiffest fixed directions of each replica: a quadratic has var(x) <h> / T = 1 and excess kurtosis 0, a flat
// region between walls var(x) <h> / T = W/6 and kurtosis towards -1.2 (science: "Curvature"). And the parts of tr H.
#include <algorithm>
#include <cmath>

#include "observe/observables/observable.h"
#include "observe/observables/pooled.h"

namespace replicas {

namespace {

/// Mean over chains of a number of their maps; NaN without a map.
template <class Number>
double map_mean(const Digest& digest, std::size_t temperature, ChainSpan chains, Number number) {
  if (digest.map == nullptr || digest.map->replicas.empty()) return ReplicaDigest::absent;
  Moments moments;
  for (const std::size_t chain : chains)
    if (const std::size_t r = digest.number(temperature, chain); !digest.replicas[r].diverged)
      moments.add(number(digest.map->replicas[r]));
  return moments.count > 0 ? moments.mean : ReplicaDigest::absent;
}

/// A Hessian of few distinct eigenvalues shows fewer directions: the others are NaN.
template <class Number>
double mean_over_directions(const ReplicaCurvature& replica, Number number) {
  Moments moments;
  for (std::size_t k = 0; k < std::min(stiff_directions, replica.stiff_curvature.size()); ++k)
    if (const double value = number(k); std::isfinite(value)) moments.add(value);
  return moments.count > 0 ? moments.mean : ReplicaDigest::absent;
}

double stiff_ratio(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return map_mean(digest, temperature, chains, [&](const ReplicaCurvature& replica) {
    return mean_over_directions(replica, [&](std::size_t k) {
      return replica.stiff_variance[k] * replica.stiff_curvature[k] / digest.temperature(temperature);
    });
  });
}

double stiff_kurtosis(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return map_mean(digest, temperature, chains, [](const ReplicaCurvature& replica) {
    return mean_over_directions(replica, [&](std::size_t k) { return replica.stiff_kurtosis[k]; });
  });
}

template <double ReplicaCurvature::*member>
double mean_of(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return map_mean(digest, temperature, chains, [](const ReplicaCurvature& replica) { return replica.*member; });
}

double top_residual(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  double largest = ReplicaDigest::absent;
  if (digest.map == nullptr || digest.map->replicas.empty()) return largest;
  for (const std::size_t chain : chains)
    largest = std::fmax(largest, digest.map->replicas[digest.number(temperature, chain)].top_residual);
  return largest;
}

}  // namespace

Family stiff_direction_observables() {
  constexpr auto largest = Observable::Over::largest;
  return {{"stiff_ratio", "1", "var(x) <h> / T along the stiffest directions: 1 for a quadratic, W/6 between walls",
           stiff_ratio},
          {"stiff_kurtosis", "1", "excess kurtosis along the stiffest directions: 0 for a quadratic, to -1.2 for walls",
           stiff_kurtosis},
          {"gauss_newton_trace", "1", "trace of the Gauss-Newton part of the Hessian of L",
           mean_of<&ReplicaCurvature::gauss_newton>},
          {"rest_trace", "1", "trace of the rest, the Hessian of L minus its Gauss-Newton part",
           mean_of<&ReplicaCurvature::rest_trace>},
          {"negative_trace", "1", "sum of the negative eigenvalues of the Hessian of L, by Lanczos quadrature",
           mean_of<&ReplicaCurvature::negative_trace>},
          {"eigenvalue_residual", "1", "largest |H y - value y| / value of a largest eigenvalue", top_residual, false,
           largest}};
}

}  // namespace replicas
