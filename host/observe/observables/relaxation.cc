#include <algorithm>
#include <cmath>

#include "observe/observables/digest.h"
#include "observe/observables/log_slope.h"
#include "observe/observables/observable.h"
#include "observe/observables/pooled.h"
#include "observe/statistics/autocorrelation.h"
#include "observe/statistics/convergence.h"

namespace replicas {

/// About the mean of all chains of a rung and data set, so that chains that sit apart show as a correlation that stays.
/// A series must be 50 correlation times long to mean anything, so a window of 6 of them fits into an eighth of it.
void reduce_autocovariance(Digest& digest) {
  const Measurements& m = digest.measurements;
  const std::size_t draws = m.samples.size();
  const std::size_t lags = std::min(draws, std::max<std::size_t>(512, draws / 8));
  for (std::size_t t = 0; t < digest.temperatures(); ++t)
    for (std::size_t dataset = 0; dataset < m.ensemble.dataset_count(); ++dataset) {
      const std::vector<std::size_t> chains = digest.chains_of(t, dataset);
      Moments all;
      for (const Sample& sample : m.samples)
        for (const std::size_t chain : chains)
          all.add(static_cast<double>(sample[recorded::loss][digest.number(t, chain)]));
      std::vector<double> series(draws);
      for (const std::size_t chain : chains) {
        const std::size_t r = digest.number(t, chain);
        for (std::size_t i = 0; i < draws; ++i) series[i] = static_cast<double>(m.samples[i][recorded::loss][r]);
        digest.replicas[r].loss_autocovariance =
            std::make_shared<const std::vector<double>>(autocovariance(series, all.mean, lags));
      }
    }
}

std::vector<double> mean_autocorrelation(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  std::vector<double> sum;
  for (const std::size_t chain : chains) {
    const std::vector<double>& own = *digest.at(temperature, chain).loss_autocovariance;
    sum.resize(std::max(sum.size(), own.size()));
    for (std::size_t k = 0; k < own.size(); ++k) sum[k] += own[k];
  }
  const double variance = sum.empty() ? 0 : sum.front();
  for (double& value : sum) value /= variance;
  return sum;
}

namespace {

double tau(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return autocorrelation_time(mean_autocorrelation(digest, temperature, chains)).tau *
         static_cast<double>(digest.measurements.sample_interval);
}

/// Exponent of the relaxation time in units of t = eta x steps: 0 when the clock is t (a quadratic), -1 when it is T t.
double relaxation_slope(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return log_slope(
             digest, temperature,
             [&](std::size_t rung) { return tau(digest, rung, chains) * digest.ensemble().dynamics.step_sizes[rung]; })
      .value;
}

Chains series(const Digest& digest, std::size_t temperature, ChainSpan chains,
              ArrayName<Occasion::sample, float> name) {
  Chains result;
  for (const std::size_t chain : chains) {
    std::vector<double>& one = result.emplace_back();
    for (const Sample& sample : digest.measurements.samples)
      one.push_back(static_cast<double>(sample[name][digest.number(temperature, chain)]));
  }
  return result;
}

double rhat_of_active_points(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  Chains points;
  for (const std::size_t chain : chains) {
    std::vector<double>& one = points.emplace_back();
    for (const Sample& sample : digest.measurements.samples)
      one.push_back(static_cast<double>(
          sample[recorded::active_points][digest.number(temperature, chain) * active_thresholds.size()]));
  }
  return rhat(points);
}

/// Of single probes of the trace of the Hessian: their own noise hides slow changes smaller than it, and invents none.
double rhat_of_curvature(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  Chains probes;
  for (const std::size_t chain : chains) {
    std::vector<double>& one = probes.emplace_back();
    for (const WeightSample& sample : digest.measurements.weight_samples)
      if (!sample[recorded::curvature_probe].empty())
        one.push_back(sample[recorded::curvature_probe][digest.number(temperature, chain)]);
  }
  return rhat(probes);
}

double ess(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return ess_bulk(series(digest, temperature, chains, recorded::loss));
}

template <const ArrayName<Occasion::sample, float>& name>
double rhat_of(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return rhat(series(digest, temperature, chains, name));
}

}  // namespace

Family relaxation_observables() {
  using Over = Observable::Over;
  return {{"tau", "1", "autocorrelation time 1 + 2 sum rho of the loss, in steps", tau},
          {"relaxation_slope", "1", "d ln(eta tau) / d ln T: 0 when the clock is t (a quadratic), -1 when it is T t",
           relaxation_slope},
          {"ess", "1", "effective sample size of the loss (bulk), all replicas of a temperature together", ess, false,
           Over::sum},
          {"rhat", "1", "R-hat of the loss (arXiv:1903.08008)", rhat_of<recorded::loss>, false, Over::largest},
          {"rhat_weight_norm2", "1", "R-hat of |w|^2 (arXiv:1903.08008)", rhat_of<recorded::weight_norm2>, false,
           Over::largest},
          {"rhat_active_points", "1", "R-hat of the number of active points (arXiv:1903.08008)", rhat_of_active_points,
           false, Over::largest},
          {"rhat_curvature", "1", "R-hat of probes of the trace of the Hessian (arXiv:1903.08008)", rhat_of_curvature,
           false, Over::largest}};
}

}  // namespace replicas
