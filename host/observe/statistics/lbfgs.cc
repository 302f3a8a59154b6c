#include "observe/statistics/lbfgs.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <vector>

namespace replicas {

namespace {

using Vector = Eigen::VectorXd;

constexpr std::size_t most_pairs = 20;
constexpr double sufficient = 1e-4, curvature = 0.9;  // c1 and c2 of the Wolfe conditions

/// Pairs of steps and changes of the gradient: an inverse Hessian to multiply with.
class Memory {
 public:
  void add(Vector step, Vector change) {
    const double product = step.dot(change);
    if (!(product > 1e-12 * step.norm() * change.norm())) return;  // no curvature along this step
    pairs_.push_back({std::move(step), std::move(change), 1 / product});
    if (pairs_.size() > most_pairs) pairs_.pop_front();
  }
  bool empty() const { return pairs_.empty(); }
  void clear() { pairs_.clear(); }

  /// B g by the two loops of Nocedal.
  Vector times(Vector g) const {
    std::vector<double> part(pairs_.size());
    for (std::size_t i = pairs_.size(); i-- > 0;) {
      part[i] = pairs_[i].scale * pairs_[i].step.dot(g);
      g -= part[i] * pairs_[i].change;
    }
    if (!pairs_.empty()) g *= 1 / (pairs_.back().scale * pairs_.back().change.squaredNorm());
    for (std::size_t i = 0; i < pairs_.size(); ++i)
      g += (part[i] - pairs_[i].scale * pairs_[i].change.dot(g)) * pairs_[i].step;
    return g;
  }

 private:
  struct Pair {
    Vector step, change;
    double scale;
  };
  std::deque<Pair> pairs_;
};

/// The state of a descent, and the line search that moves it.
struct Walk {
  const Objective& objective;
  const DescentLimits& limits;
  Vector x, gradient;
  double value = 0;
  int evaluations = 0;
  std::vector<double> values = {};  // after each evaluation, of the best x so far

  double evaluate(const Vector& at, Vector& its_gradient) {
    ++evaluations;
    const double found = objective(at, its_gradient);
    values.push_back(std::fmin(values.empty() ? found : values.back(), found));
    return found;
  }

  /// Moves along `direction` to a point with the strong Wolfe conditions, or as near as it gets; false when no decrease
  /// was found: rounding, or the evaluations are spent.
  bool search(const Vector& direction, double step, Memory& memory) {
    const double slope = gradient.dot(direction);
    if (!(slope < 0)) return false;
    double low = 0, high = std::numeric_limits<double>::infinity();
    Vector there, its_gradient(x.size()), best, best_gradient;
    double best_value = value;
    for (int turn = 0; turn < 40 && evaluations < limits.evaluations; ++turn) {
      there = x + step * direction;
      const double found = evaluate(there, its_gradient);
      const double its_slope = its_gradient.dot(direction);
      const bool finite = std::isfinite(found) && std::isfinite(its_slope);
      if (finite && found < best_value) {
        best_value = found;
        best = there;
        best_gradient = its_gradient;
      }
      if (!finite || found > value + sufficient * step * slope)
        high = step;
      else if (its_slope < curvature * slope)
        low = step;
      else if (its_slope > -curvature * slope)
        high = step;
      else
        break;
      step = std::isinf(high) ? 4 * step : (low + high) / 2;
    }
    if (best.size() == 0) return false;
    memory.add(best - x, best_gradient - gradient);
    x = std::move(best);
    gradient = std::move(best_gradient);
    value = best_value;
    return true;
  }
};

}  // namespace

DescentResult descend(const Objective& objective, Eigen::VectorXd start, const DescentLimits& limits) {
  Walk walk{.objective = objective, .limits = limits, .x = std::move(start), .gradient = {}};
  walk.gradient.resize(walk.x.size());
  walk.value = walk.evaluate(walk.x, walk.gradient);
  DescentResult result;
  Memory memory;
  constexpr int enough = 10;
  int quiet = 0;            // steps in a row whose estimate of what is left was below the tolerance
  double before_quiet = 0;  // the value before them
  while (walk.evaluations < limits.evaluations) {
    const Vector newton = memory.times(walk.gradient);
    const double left = walk.gradient.dot(newton);
    const double length = walk.gradient.norm();
    if (length == 0 || walk.value - limits.floor <= limits.tolerance) {
      result.left = 0;
      result.converged = true;
      break;
    }
    quiet = !memory.empty() && left <= limits.tolerance ? quiet + 1 : 0;
    if (quiet <= 1) before_quiet = walk.value;
    // Directions that the memory has not met yet gain more than it knows: what the quiet steps gained counts as well.
    result.left = std::max(left, before_quiet - walk.value);
    result.converged = quiet >= enough && before_quiet - walk.value <= enough * limits.tolerance;
    if (quiet >= enough && !result.converged) quiet = 0;
    if (result.converged) break;
    const double first = memory.empty() ? std::min(1.0, 1 / length) : 1;
    if (walk.search(-newton, first, memory)) continue;
    if (memory.empty()) {  // even along the gradient nothing falls: at the rounding of the objective
      result.converged = length * length <= 1e-6 || walk.evaluations < limits.evaluations;
      break;
    }
    memory.clear();
  }
  if (!result.converged) {
    const double halfway = walk.values[walk.values.size() / 2];
    result.left = std::max(result.left, halfway - walk.value);
  }
  result.x = std::move(walk.x);
  result.value = walk.value;
  result.evaluations = walk.evaluations;
  return result;
}

}  // namespace replicas
