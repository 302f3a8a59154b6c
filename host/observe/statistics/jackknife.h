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
/// f_(j) the function without chain j (Efron and Stein 1981). Of coupled chains, `coupled` consecutive ones (see
/// ReplicaMap), which come in their order, a whole group is deleted: its members are not independent of each other. For
/// more than `jackknife_groups` of them, number i is deleted with all i + k jackknife_groups, so the cost stays linear.
Jackknife jackknife(std::span<const std::size_t> chains,
                    const std::function<double(std::span<const std::size_t>)>& function, std::size_t coupled = 1);

/// Which of those that are deleted together each chain is one of: 0, 1, ..., in their order; at most `most`.
std::vector<std::size_t> jackknife_parts(std::span<const std::size_t> chains, std::size_t coupled, std::size_t most);

}  // namespace replicas
