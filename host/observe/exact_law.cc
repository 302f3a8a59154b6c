// What a run on a potential ought to show, beside what it does show.
#include "observe/observable.h"

namespace replicas {

namespace {

template <double ExactLaw::*member>
double exact(const Digest& digest, std::size_t temperature, std::span<const std::size_t>) {
  if (!digest.ensemble().system->capabilities().exact_law || !(digest.temperature(temperature) > 0))
    return ReplicaDigest::absent;
  return digest.ensemble().system->exact_law(digest.ensemble(), temperature).*member;
}

double exact_d_mean(const Digest& digest, std::size_t temperature, std::span<const std::size_t> chains) {
  if (!digest.ensemble().system->capabilities().exact_law) return ReplicaDigest::absent;
  const double above = exact<&ExactLaw::loss_mean>(digest, temperature, chains) - *digest.ensemble().system->infimum();
  return 2 * above / digest.temperature(temperature);
}

double exact_d_var(const Digest& digest, std::size_t temperature, std::span<const std::size_t> chains) {
  const double t = digest.temperature(temperature);
  return 2 * exact<&ExactLaw::loss_variance>(digest, temperature, chains) / (t * t);
}

/// 2 d<L>/dT by a central difference of the exact mean; the step size stays what it is at this temperature.
double exact_d_heat(const Digest& digest, std::size_t temperature, std::span<const std::size_t>) {
  if (!digest.ensemble().system->capabilities().exact_law || !(digest.temperature(temperature) > 0))
    return ReplicaDigest::absent;
  constexpr double relative = 1e-3;
  Ensemble ensemble = digest.ensemble();
  const double t = digest.temperature(temperature);
  const auto mean = [&](double at) {
    ensemble.temperatures[temperature] = at;
    return ensemble.system->exact_law(ensemble, temperature).loss_mean;
  };
  return (mean(t * (1 + relative)) - mean(t * (1 - relative))) / (relative * t);
}

double exact_llc(const Digest& digest, std::size_t temperature, std::span<const std::size_t> chains) {
  return exact_d_mean(digest, temperature, chains) / 2;
}

double exact_d_gamma(const Digest& digest, std::size_t temperature, std::span<const std::size_t> chains) {
  const double d_mean = exact_d_mean(digest, temperature, chains);
  return d_mean * d_mean / exact_d_var(digest, temperature, chains);
}

double exact_d_excess(const Digest& digest, std::size_t temperature, std::span<const std::size_t> chains) {
  return exact_d_var(digest, temperature, chains) / exact_d_mean(digest, temperature, chains) - 1;
}

/// d_mean = 2 (<L> - L0) / T, so d_heat = d_mean (1 + d ln d_mean / d ln T).
double exact_d_mean_slope(const Digest& digest, std::size_t temperature, std::span<const std::size_t> chains) {
  return exact_d_heat(digest, temperature, chains) / exact_d_mean(digest, temperature, chains) - 1;
}

}  // namespace

Family exact_law_observables() {
  return {
      {"exact_loss_mean", "1", "mean loss of the potential: to first order in the step size, or exact if quadratic",
       exact<&ExactLaw::loss_mean>, false},
      {"exact_loss_variance", "1", "variance of the loss, likewise", exact<&ExactLaw::loss_variance>, false},
      {"exact_d_mean", "1", "2 (<L> - L0) / T, likewise", exact_d_mean, false},
      {"exact_d_var", "1", "2 var(L) / T^2, likewise", exact_d_var, false},
      {"exact_d_heat", "1", "2 d<L>/dT at the step size of this temperature, likewise", exact_d_heat, false},
      {"exact_d_gamma", "1", "2 (<L> - L0)^2 / var(L), likewise", exact_d_gamma, false},
      {"exact_llc", "1", "(<L> - L0) / T, likewise", exact_llc, false},
      {"exact_d_excess", "1", "d_var / d_mean - 1, likewise", exact_d_excess, false},
      {"exact_d_mean_slope", "1", "d ln d_mean / d ln T, likewise", exact_d_mean_slope, false},
      {"exact_hessian_trace", "1", "mean trace of the Hessian of L, likewise", exact<&ExactLaw::hessian_trace>, false},
      {"exact_tau", "1", "autocorrelation time of L in steps, for small steps, or exact if quadratic",
       exact<&ExactLaw::tau>, false}};
}

}  // namespace replicas
