#include "observe/statistics/convergence.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "observe/statistics/autocorrelation.h"
#include "observe/statistics/distributions.h"
#include "observe/statistics/moments.h"

namespace replicas {

Chains split(const Chains& chains) {
  Chains halves;
  for (const std::vector<double>& chain : chains) {
    const auto half = static_cast<std::ptrdiff_t>(chain.size() / 2);
    halves.emplace_back(chain.begin(), chain.begin() + half);
    halves.emplace_back(chain.end() - half, chain.end());
  }
  return halves;
}

Chains rank_normalised(const Chains& chains) {
  struct Place {
    double value;
    double* target;
  };
  Chains scores = chains;
  std::vector<Place> places;
  for (std::vector<double>& chain : scores)
    for (double& value : chain) places.push_back({value, &value});
  std::ranges::sort(places, {}, &Place::value);
  const auto count = static_cast<double>(places.size());
  for (std::size_t first = 0, last = 0; first < places.size(); first = last) {
    while (last < places.size() && places[last].value == places[first].value) ++last;
    const double rank = 0.5 * static_cast<double>(first + 1 + last);  // ranks count from 1
    const double score = normal_quantile((rank - 0.375) / (count + 0.25));
    for (std::size_t i = first; i < last; ++i) *places[i].target = score;
  }
  return scores;
}

Chains folded(const Chains& chains) {
  std::vector<double> all;
  for (const std::vector<double>& chain : chains) all.insert(all.end(), chain.begin(), chain.end());
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::ranges::nth_element(all, middle);
  double median = *middle;
  if (all.size() % 2 == 0) median = (median + *std::max_element(all.begin(), middle)) / 2;
  Chains result = chains;
  for (std::vector<double>& chain : result)
    for (double& value : chain) value = std::fabs(value - median);
  return result;
}

bool comparable(const Chains& chains, std::size_t draws) {
  if (chains.empty()) return false;
  for (const std::vector<double>& chain : chains) {
    if (chain.size() != chains.front().size() || chain.size() < draws) return false;
    const auto [low, high] = std::ranges::minmax_element(chain);
    if (!std::ranges::all_of(chain, [](double x) { return std::isfinite(x); }) || *low == *high) return false;
  }
  return true;
}

namespace {

double rhat_of_parts(const Chains& parts) {
  Moments means, within;
  for (const std::vector<double>& part : parts) {
    Moments moments;
    for (const double x : part) moments.add(x);
    means.add(moments.mean);
    within.add(moments.squares / (moments.count - 1));
  }
  const auto n = static_cast<double>(parts.front().size());
  const double between = means.squares / (means.count - 1);
  return std::sqrt((n - 1) / n + between / within.mean);
}

}  // namespace

double rhat_basic(const Chains& chains) {
  if (!comparable(chains, 4)) return std::numeric_limits<double>::quiet_NaN();
  return rhat_of_parts(split(chains));
}

double rhat(const Chains& chains) {
  if (!comparable(chains, 4)) return std::numeric_limits<double>::quiet_NaN();
  return std::max(rhat_of_parts(rank_normalised(split(chains))), rhat_of_parts(rank_normalised(split(folded(chains)))));
}

namespace {

double ess_of_parts(const Chains& parts) {
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
  return ess_of_parts(split(chains));
}

double ess_bulk(const Chains& chains) {
  if (!comparable(chains, 6)) return std::numeric_limits<double>::quiet_NaN();
  return ess_of_parts(rank_normalised(split(chains)));
}

}  // namespace replicas
