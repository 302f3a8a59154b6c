#include "observe/jackknife.h"

#include <algorithm>
#include <limits>

#include "observe/moments.h"

namespace replicas {

Jackknife jackknife(std::span<const std::size_t> chains,
                    const std::function<double(std::span<const std::size_t>)>& function) {
  const std::size_t groups = std::min(chains.size(), jackknife_groups);
  if (groups < 2) return {std::numeric_limits<double>::quiet_NaN(), 0};
  Moments estimates;
  std::vector<std::size_t> kept;
  for (std::size_t group = 0; group < groups; ++group) {
    kept.clear();
    for (std::size_t i = 0; i < chains.size(); ++i)
      if (i % groups != group) kept.push_back(chains[i]);
    estimates.add(function(kept));
  }
  const auto g = static_cast<double>(groups);
  return {(g - 1) / g * estimates.squares, g - 1};
}

}  // namespace replicas
