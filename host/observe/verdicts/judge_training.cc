#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>

#include "observe/verdicts/judgement.h"

namespace replicas {

namespace {

constexpr double still_falling = 0.05;  // of L over the last fifth of the steps
constexpr double frozen = 0.05;         // change of the tangent kernel, while L fell to half or less

const Curve* curve_named(const Results& results, std::string_view name) {
  const auto found = std::ranges::find(results.curves, name, &Curve::name);
  return found == results.curves.end() ? nullptr : &*found;
}

std::span<const double> row(const Curve& curve, std::size_t temperature) {
  const std::size_t length = curve.axis().values.size();
  return std::span(curve.values).subspan(temperature * length, length);
}

/// The loss where four fifths of the steps were done against that at the end.
std::vector<Verdict> judge_convergence(const Curve& loss) {
  const std::vector<double>& steps = loss.axis().values;
  const auto late = static_cast<std::size_t>(std::ranges::lower_bound(steps, 0.8 * steps.back()) - steps.begin());
  const std::span<const double> own = row(loss, 0);
  if (late + 1 >= own.size() || !std::isfinite(own.back()) || !(own[late] > 0))
    return {not_tested("whether training converged", "too few samples were taken")};
  const double fall = 1 - own.back() / own[late];
  if (fall > still_falling)
    return {{Verdict::Kind::note, "training",
             fmt::format("Training has not converged: L fell by {:.2g} % over the last fifth of the steps, to {:.3g}. "
                         "Use more <steps>, or larger ones.",
                         100 * fall, own.back())}};
  if (fall < -still_falling)
    return {{Verdict::Kind::note, "training",
             fmt::format("L rose by {:.2g} % over the last fifth of the steps, to {:.3g}: the steps are too large, or "
                         "batches too small for them. Use a smaller <step-size>.",
                         -100 * fall, own.back())}};
  return {{Verdict::Kind::good, "training",
           fmt::format("Over the last fifth of the steps L changed by {:.2g} %, to {:.3g}.", -100 * fall, own.back())}};
}

/// Gradient descent on a bowl of curvature lambda is stable while eta lambda < 2, with momentum m < 2 (1 + m).
std::vector<Verdict> judge_edge(const Results& results, double momentum) {
  const double product = number_at(results, "step_curvature", 0), edge = 2 * (1 + momentum);
  if (!(product >= 0.95 * edge)) return {};
  return {{Verdict::Kind::note, "training",
           fmt::format("The step is {} the edge of stability: eta lambda_max = {:.3g}, and gradient descent is stable "
                       "below {:.3g}. The loss need not fall at every step, and curvature is held down by the steps.",
                       product > 1.05 * edge ? "above" : "at", product, edge)}};
}

/// Lazy training: the outputs learn while the kernel that moves them stays what it was.
std::vector<Verdict> judge_kernel(const Results& results, const Curve& loss) {
  const Curve* const kernel = curve_named(results, "tangent_kernel_change");
  if (kernel == nullptr) return {};
  const double change = row(*kernel, 0).back(), first = row(loss, 0).front(), last = row(loss, 0).back();
  if (!std::isfinite(change) || !(last < first / 2)) return {};
  if (change < frozen)
    return {{Verdict::Kind::note, "training",
             fmt::format("The tangent kernel is frozen: it changed by {:.2g} % while L fell from {:.3g} to {:.3g}. "
                         "This is kernel regression with the kernel of the start; for features to be learned use a "
                         "narrower network, or <parametrisation> mup.",
                         100 * change, first, last)}};
  return {{Verdict::Kind::good, "training",
           fmt::format("The tangent kernel changed by {:.2g} % while L fell from {:.3g} to {:.3g}: features were "
                       "learned.",
                       100 * change, first, last)}};
}

}  // namespace

std::vector<Verdict> judge_training(const Digest& digest, const Results& results) {
  if (!digest.measurements.gradient_descent) return {};
  const Curve* const loss = curve_named(results, "training_loss");
  if (loss == nullptr) return {};
  std::vector<Verdict> all = judge_convergence(*loss);
  for (Verdict& verdict : judge_edge(results, digest.ensemble().dynamics.momentum)) all.push_back(std::move(verdict));
  for (Verdict& verdict : judge_kernel(results, *loss)) all.push_back(std::move(verdict));
  return all;
}

}  // namespace replicas
