#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "observe/statistics/moments.h"

namespace replicas {

/// Above this many chains, groups of chains are deleted instead of single ones.
inline constexpr std::size_t jackknife_groups = 128;

struct Jackknife {
  double variance = 0;  ///< square of the standard error; NaN with fewer than two chains
  double freedom = 0;   ///< degrees of freedom: groups - 1
};

/// (g - 1) / g sum_j (f_(j) - mean f_(.))^2, of the g values f_(j) that a function takes without group j; NaN for fewer
/// than two groups.
double jackknife_variance(const Moments& without);

/// Delete-one jackknife of a function of independent chains: variance = (g - 1) / g sum_j (f_(j) - mean f_(.))^2, with
/// f_(j) the function without chain j (Efron and Stein 1981). For more than `jackknife_groups` chains, chain i belongs
/// to group i % jackknife_groups and whole groups are deleted, so the cost stays linear in the chains.
Jackknife jackknife(std::span<const std::size_t> chains,
                    const std::function<double(std::span<const std::size_t>)>& function);

}  // namespace replicas
