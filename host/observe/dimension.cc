#include "observe/dimension.h"

#include <cmath>

#include "observe/families.h"
#include "observe/ground_loss.h"

namespace replicas {

double d_mean(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  const double mean = pooled(digest, temperature, chains, &ReplicaDigest::loss).mean;
  return 2 * (mean - ground_loss(digest, chains)) / digest.temperature(temperature);
}

double d_var(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  const double t = digest.temperature(temperature);
  return 2 * pooled(digest, temperature, chains, &ReplicaDigest::loss).variance() / (t * t);
}

namespace {

/// 2 d<L>/dT = 2 (<L>/T) d ln <L> / d ln T: <L> is nearly a power of T, so the difference is taken of logarithms.
double d_heat(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  const auto mean = [&](std::size_t rung) { return pooled(digest, rung, chains, &ReplicaDigest::loss).mean; };
  return 2 * mean(temperature) / digest.temperature(temperature) * log_slope(digest, temperature, mean);
}

double d_gamma(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  const Moments loss = pooled(digest, temperature, chains, &ReplicaDigest::loss);
  const double above = loss.mean - ground_loss(digest, chains);
  return 2 * above * above / loss.variance();
}

double llc(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return d_mean(digest, temperature, chains) / 2;
}

}  // namespace

Family dimension_observables() {
  return {{"d_mean", "1", "effective dimension 2 (<L> - L0) / T", d_mean},
          {"d_var", "1", "effective dimension 2 var(L) / T^2", d_var},
          {"d_heat", "1", "effective dimension 2 d<L>/dT, from the neighbouring temperatures", d_heat},
          {"d_gamma", "1", "effective dimension 2 (<L> - L0)^2 / var(L)", d_gamma},
          {"llc", "1", "local learning coefficient (<L> - L0) / T", llc}};
}

}  // namespace replicas
