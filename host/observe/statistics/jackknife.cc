#include "observe/statistics/jackknife.h"

#include <algorithm>
#include <limits>

#include "observe/statistics/moments.h"

namespace replicas {

double jackknife_variance(const Moments& without) {
  if (without.count < 2) return std::numeric_limits<double>::quiet_NaN();
  return (without.count - 1) / without.count * without.squares;
}

Jackknife jackknife(std::span<const std::size_t> chains,
                    const std::function<double(std::span<const std::size_t>)>& function) {
  const std::size_t groups = std::min(chains.size(), jackknife_groups);
  if (groups < 2) return {jackknife_variance({}), 0};
  Moments estimates;
  std::vector<std::size_t> kept;
  for (std::size_t group = 0; group < groups; ++group) {
    kept.clear();
    for (std::size_t i = 0; i < chains.size(); ++i)
      if (i % groups != group) kept.push_back(chains[i]);
    estimates.add(function(kept));
  }
  return {jackknife_variance(estimates), static_cast<double>(groups - 1)};
}

}  // namespace replicas
