#include "observe/statistics/effective_sample_size.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "observe/statistics/autocorrelation.h"
#include "observe/statistics/moments.h"

namespace replicas {

namespace {

double of_parts(const Chains& parts) {
  const std::size_t draws = parts.front().size();
  const auto n = static_cast<double>(draws);
  const auto count = static_cast<double>(parts.size());
  std::vector<double> covariance(draws, 0.0);  // mean over parts
  Moments means;
  for (const std::vector<double>& part : parts) {
    Moments moments;
    for (const double x : part) moments.add(x);
    means.add(moments.mean);
    const std::vector<double> own = autocovariance(part, moments.mean, draws);
    for (std::size_t k = 0; k < draws; ++k) covariance[k] += own[k] / count;
  }
  const double within = covariance[0] * n / (n - 1);
  const double total = covariance[0] + (parts.size() > 1 ? means.squares / (count - 1) : 0.0);
  const auto correlation = [&](std::size_t k) { return k == 0 ? 1.0 : 1 - (within - covariance[k]) / total; };

  // Sums of neighbouring pairs rho_2m + rho_(2m+1), up to the first negative one; the last pair is not summed, but its
  // even member still counts when it is positive.
  std::vector<double> pairs;
  std::size_t lag = 0;
  double even = 1, odd = correlation(1);
  while (lag + 5 < draws && !std::isnan(even + odd) && even + odd > 0) {
    pairs.push_back(even + odd);
    lag += 2;
    even = correlation(lag);
    odd = correlation(lag + 1);
  }
  double tau = -1 + (even > 0 ? even : 0.0);
  double previous = std::numeric_limits<double>::infinity();
  for (const double pair : pairs) {
    previous = std::min(pair, previous);
    tau += 2 * previous;
  }
  const double all = n * count;
  return all / std::max(tau, 1 / std::log10(all));
}

}  // namespace

double ess_mean(const Chains& chains) {
  if (!comparable(chains, 6)) return std::numeric_limits<double>::quiet_NaN();
  return of_parts(split(chains));
}

double ess_bulk(const Chains& chains) {
  if (!comparable(chains, 6)) return std::numeric_limits<double>::quiet_NaN();
  return of_parts(rank_normalised(split(chains)));
}

}  // namespace replicas
