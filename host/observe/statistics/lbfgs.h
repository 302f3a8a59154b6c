#pragma once

#include <Eigen/Core>

#include <functional>

namespace replicas {

/// A function and its gradient at x; the gradient is written to `gradient` (already of the right size).
using Objective = std::function<double(const Eigen::VectorXd& x, Eigen::VectorXd& gradient)>;

/// When to stop.
struct DescentLimits {
  int evaluations = 2000;   ///< of the objective, at most
  double tolerance = 1e-9;  ///< stop once the decrease that is left is estimated below this
  double floor = -1e300;    ///< the objective cannot be below it: stop within `tolerance` of it
};

struct DescentResult {
  Eigen::VectorXd x;
  double value = 0;
  /// What is left, by two estimates of which the larger counts: g . B g, with B the inverse Hessian of the memory (the
  /// decrease of a Newton step: half of it for a quadratic, all of it for an exponential that falls towards infinity)
  /// or what the last ten steps gained, and unless it converged the decrease over the second half of the evaluations
  /// (an upper estimate of what follows for any power law steeper than 1 / k).
  double left = 0;
  int evaluations = 0;
  bool converged = false;
};

/// Limited-memory BFGS (Nocedal 1980; 20 pairs) with a line search for the strong Wolfe conditions. Every value it
/// returns was met, so `value` is an upper bound of the infimum whatever happens.
DescentResult descend(const Objective& objective, Eigen::VectorXd start, const DescentLimits& limits);

}  // namespace replicas
