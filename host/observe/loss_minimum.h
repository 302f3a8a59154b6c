#pragma once

#include <functional>
#include <span>
#include <vector>

#include "observe/measurements.h"
#include "system/system.h"

namespace replicas {

/// What descent from the ends of a run found for one data set.
struct LossMinimum {
  double value = 0;  ///< L at the lowest end of a descent
  double left = 0;   ///< estimate of what a longer descent would still gain there
  /// How much higher a random half of the starts would have ended on average: 0 when all of them agree.
  double between_starts = 0;
  int starts = 0;     ///< descents; 0: none was made, and the rest means nothing
  int converged = 0;  ///< of them
};

/// How many starts a data set gets, the coldest first.
inline constexpr std::size_t most_descents = 16;

/// How much work the descents may be, in floating-point operations of network_loss: a tenth of the time of the steps,
/// where the engine makes about `engine_advantage` operations in the time of one here, and never less
/// than a second's or more than a minute's.
double descent_budget(const Measurements& measured, std::uint64_t steps);

/// Descends in double from the weights of up to `most_descents` replicas of each data set where a descent has something
/// to say: half of them of the coldest temperature, the others spread over the ladder. Minimises L, or with a fixed
/// weight decay U = L + decay |w|^2 / 2 (as T goes to 0 the replicas gather at the minimum of U), and returns L there.
/// Data sets of which the infimum is known (a potential, an anchor, data that were separated) get no starts, nor do any
/// when the budget is too small for a few hundred gradients each. `weights`: replicas x N, of the end of the run.
/// `stop` is called between evaluations, and may throw.
std::vector<LossMinimum> loss_minima(const Measurements& measured, std::span<const float> weights, double budget,
                                     int threads, const std::function<void()>& stop);

}  // namespace replicas
