#include "observe/statistics/rhat.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "observe/statistics/moments.h"

namespace replicas {

namespace {

double of_parts(const Chains& parts) {
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
  return of_parts(split(chains));
}

double rhat(const Chains& chains) {
  if (!comparable(chains, 4)) return std::numeric_limits<double>::quiet_NaN();
  return std::max(of_parts(rank_normalised(split(chains))), of_parts(rank_normalised(split(folded(chains)))));
}

}  // namespace replicas
