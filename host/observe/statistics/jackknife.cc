#include "observe/statistics/jackknife.h"

#include <algorithm>
#include <limits>

#include "observe/statistics/moments.h"

namespace replicas {

double jackknife_variance(const Moments& without) {
  if (without.count < 2) return std::numeric_limits<double>::quiet_NaN();
  return (without.count - 1) / without.count * without.squares;
}

std::vector<std::size_t> jackknife_parts(std::span<const std::size_t> chains, std::size_t coupled, std::size_t most) {
  std::vector<std::size_t> parts;
  std::size_t number = 0;  // of the group in `chains`, which may lack some that diverged
  for (std::size_t i = 0; i < chains.size(); ++i) {
    if (i > 0 && chains[i] / coupled != chains[i - 1] / coupled) ++number;
    parts.push_back(number);
  }
  const std::size_t all = chains.empty() ? 0 : number + 1;
  for (std::size_t& part : parts) part %= std::min(all, most);
  return parts;
}

Jackknife jackknife(std::span<const std::size_t> chains,
                    const std::function<double(std::span<const std::size_t>)>& function, std::size_t coupled) {
  const std::vector<std::size_t> part = jackknife_parts(chains, coupled, jackknife_groups);
  const std::size_t groups = part.empty() ? 0 : *std::ranges::max_element(part) + 1;
  if (groups < 2) return {jackknife_variance({}), 0};
  Moments estimates;
  std::vector<std::size_t> kept;
  for (std::size_t group = 0; group < groups; ++group) {
    kept.clear();
    for (std::size_t i = 0; i < chains.size(); ++i)
      if (part[i] != group) kept.push_back(chains[i]);
    estimates.add(function(kept));
  }
  return {jackknife_variance(estimates), static_cast<double>(groups - 1)};
}

}  // namespace replicas
