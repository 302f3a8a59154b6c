#include "observe/split_chains.h"

#include <algorithm>
#include <cmath>

#include "observe/distributions.h"

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

}  // namespace replicas
