#include "observe/observables/pooled.h"

#include <cmath>

#include "observe/observables/ground_loss.h"
#include "observe/observables/log_slope.h"
#include "observe/observables/observable.h"

namespace replicas {

double d_mean(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  const double mean = pooled(digest, temperature, chains, &ReplicaDigest::loss).mean;
  return 2 * (mean - ground_loss(digest, temperature, chains)) / digest.temperature(temperature);
}

double d_var(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  const double t = digest.temperature(temperature);
  return 2 * pooled(digest, temperature, chains, &ReplicaDigest::loss).variance() / (t * t);
}

namespace {

/// 2 d<L>/dT = 2 ((<L> - L0) / T) d ln(<L> - L0) / d ln T: <L> - L0 is nearly a power of T, so the difference is taken
/// of logarithms.
Slope heat(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  const auto above = [&](std::size_t rung) {
    return pooled(digest, rung, chains, &ReplicaDigest::loss).mean - ground_loss(digest, rung, chains);
  };
  Slope slope = log_slope(digest, temperature, above);
  const double scale = 2 * above(temperature) / digest.temperature(temperature);
  return {scale * slope.value, std::fabs(scale) * slope.truncation};
}

double d_heat(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return heat(digest, temperature, chains).value;
}

double d_heat_truncation(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return heat(digest, temperature, chains).truncation;
}

double d_gamma(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  const Moments loss = pooled(digest, temperature, chains, &ReplicaDigest::loss);
  const double above = loss.mean - ground_loss(digest, temperature, chains);
  return 2 * above * above / loss.variance();
}

double llc(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return d_mean(digest, temperature, chains) / 2;
}

}  // namespace

Family dimension_observables() {
  return {{.name = "d_mean",
           .unit = "1",
           .long_name = "effective dimension 2 (<L> - L0) / T",
           .value = d_mean,
           .counts_from_ground = true},
          {"d_var", "1", "effective dimension 2 var(L) / T^2", d_var},
          {.name = "d_heat",
           .unit = "1",
           .long_name = "effective dimension 2 d<L>/dT, from the neighbouring temperatures",
           .value = d_heat,
           .counts_from_ground = true,
           .truncation = d_heat_truncation},
          {.name = "d_gamma",
           .unit = "1",
           .long_name = "effective dimension 2 (<L> - L0)^2 / var(L)",
           .value = d_gamma,
           .counts_from_ground = true},
          {.name = "llc",
           .unit = "1",
           .long_name = "local learning coefficient (<L> - L0) / T",
           .value = llc,
           .counts_from_ground = true}};
}

}  // namespace replicas
