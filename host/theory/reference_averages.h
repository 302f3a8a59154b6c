#pragma once

#include <cmath>

#include "theory/franz_parisi.h"
#include "theory/gauss_average.h"

namespace replicas::theory {

/// A typical solution as the weights and patterns beside it see it: its overlap q~ and the conjugate.
struct Reference {
  double q = 0, q_hat = 0, margin = 0;
};

/// Averages over the field of a weight: the reference's field is sqrt(q~^) z, its weight +1 (that of -1 is its mirror
/// image, which the factor 1 + tanh counts), the solution's field
///   h = (t^/sqrt(q~^)) z + sqrt(q^ - t^^2/q~^) y + p^ - t^.
/// `visit(weight, tanh of the reference's field, h)`.
template <class Visit>
void over_weights(const Reference& reference, const FranzParisiPoint& at, double step, const Visit& visit) {
  const double root = std::sqrt(reference.q_hat), along = at.t_hat / root;
  const double across = std::sqrt(std::max(0.0, at.q_hat - along * along));
  const GaussGrid outer(step / std::max({1.0, root / 2, along / 2})), inner(step / std::max(1.0, across / 2));
  for (std::size_t i = 0; i < outer.nodes().size(); ++i) {
    const double z = outer.nodes()[i], seen = std::tanh(root * z), weight = outer.weights()[i] * (1 + seen);
    if (weight < 1e-18) continue;
    for (std::size_t j = 0; j < inner.nodes().size(); ++j)
      visit(weight * inner.weights()[j], seen, along * z + across * inner.nodes()[j] + at.p_hat - at.t_hat);
  }
}

/// Averages over the field of a pattern: the reference's is sqrt(q~) w + sqrt(1-q~) x beyond its margin, the solution's
///   omega = (t/sqrt(q~)) w + ((p-t)/sqrt(1-q~)) x + sqrt(G) y, G = q - t^2/q~ - (p-t)^2/(1-q~).
/// Near the reference ln H(-omega/sqrt(1-q)) bends just where x begins, which the half-line rule resolves by itself,
/// and G is small beside 1 - q. `visit(weight, hazard of the reference, omega)`.
template <class Visit>
void over_patterns(const Reference& reference, const FranzParisiPoint& at, double step, const Visit& visit) {
  const double p = 1 - 2 * at.distance, root = std::sqrt(reference.q), own = std::sqrt(1 - reference.q);
  const double along = at.t / root, with = (p - at.t) / own;
  const double free = std::sqrt(std::max(0.0, at.q - along * along - with * with));
  const GaussGrid outer(step * std::min(1.0, 3 * own / root));
  const GaussGrid inner(step * std::clamp(3 * std::sqrt(1 - at.q) / std::max(free, 1e-300), 0.1, 2.0));
  for (std::size_t i = 0; i < outer.nodes().size(); ++i) {
    const double w = outer.nodes()[i], from = (reference.margin - root * w) / own;
    const double steepness = hazard(from), beyond = log_tail(from);
    half_line_rule(from, 1 / (1 + steepness), step / 4, [&](double length, double x) {
      const double weight = outer.weights()[i] * length * std::exp(log_density(x) - beyond);
      if (weight < 1e-14) return;
      for (std::size_t j = 0; j < inner.nodes().size(); ++j)
        if (const double all = weight * inner.weights()[j]; all > 1e-14)
          visit(all, steepness / own, along * w + with * x + free * inner.nodes()[j]);
    });
  }
}

}  // namespace replicas::theory
