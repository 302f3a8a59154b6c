#include "theory/replica_symmetric.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "model/error.h"
#include "theory/gauss_average.h"
#include "theory/root.h"

namespace replicas::theory {

namespace {

/// Averages over the field of a pattern. Where what is shared outweighs what is own the integrand bends within
/// sqrt(own/shared), and the grid follows.
template <class Function>
double over_patterns(const Machine& machine, double q, double step, const Function& function) {
  const FieldVariances field = field_variances(machine.units, q);
  const double shared = std::sqrt(std::max(field.shared, 0.0)), own = std::sqrt(field.own);
  const GaussGrid grid(step * std::min(1.0, own / std::max(shared, 1e-300)));
  return grid.average([&](double z) { return function((machine.margin - shared * z) / own); });
}

double conjugate(const Machine& machine, double load, double q, double step) {
  const double squares = over_patterns(machine, q, step, [](double x) { return hazard(x) * hazard(x); });
  const FieldVariances field = field_variances(machine.units, q);
  return load * field.slope / field.own * squares;
}

GaussGrid field_grid(double q_hat, double step) { return GaussGrid(step * std::min(1.0, 1 / std::sqrt(q_hat))); }

/// What vanishes at the saddle point; negative at small q.
double mismatch(const Machine& machine, double load, double q, double step) {
  const double q_hat = conjugate(machine, load, q, step);
  if (machine.weights == Weights::spherical) return q - q_hat * (1 - q) * (1 - q);
  const double root_q_hat = std::sqrt(q_hat);
  return q - field_grid(q_hat, step).average([&](double z) {
    const double m = std::tanh(root_q_hat * z);
    return m * m;
  });
}

double weight_entropy(const Machine& machine, double q, double q_hat, double step) {
  if (machine.weights == Weights::spherical) return 0.5 * std::log1p(-q) + 0.5 * q / (1 - q);
  const double root_q_hat = std::sqrt(q_hat);
  return -0.5 * q_hat * (1 - q) + field_grid(q_hat, step).average([&](double z) { return log_2cosh(root_q_hat * z); });
}

std::optional<Saddle> find_saddle_point(const Machine& machine, double load, double step) {
  if (load == 0) return Saddle{0, 0, machine.weights == Weights::binary ? std::log(2.0) : 0};
  // q comes ever closer to 1 as spherical weights near their capacity: steps are taken in -ln(1 - q).
  double low = 0, high = 0;
  const double stride = 0.05, last = machine.weights == Weights::binary ? 8 : 12;
  while (high < last && mismatch(machine, load, -std::expm1(-high), step) <= 0) {
    low = high;
    high += stride;
  }
  if (high >= last) return std::nullopt;
  const double found = root(low, high, 1e-15, [&](double x) { return mismatch(machine, load, -std::expm1(-x), step); });
  Saddle saddle;
  saddle.q = -std::expm1(-found);
  saddle.q_hat = conjugate(machine, load, saddle.q, step);
  saddle.entropy = weight_entropy(machine, saddle.q, saddle.q_hat, step) +
                   load * over_patterns(machine, saddle.q, step, [](double x) { return log_tail(x); });
  return saddle;
}

/// The entropy of binary weights, or -1 beyond the end of the branch, which lies above the capacity.
double entropy_or_less(const Machine& machine, double load, double step) {
  const auto saddle = find_saddle_point(machine, load, step);
  return saddle ? saddle->entropy : -1;
}

}  // namespace

Saddle saddle_point(const Machine& machine, double load, double step) {
  const auto saddle = find_saddle_point(machine, load, step);
  require(saddle.has_value(), ErrorKind::bad_value,
          "load {:g} at margin {:g} has no replica-symmetric solution: it is above the capacity; take a smaller load",
          load, machine.margin);
  return *saddle;
}

Estimate entropy(const Machine& machine, double load) {
  return at_two_steps([&](double step) { return saddle_point(machine, load, step).entropy; });
}

Estimate overlap(const Machine& machine, double load) {
  return at_two_steps([&](double step) { return saddle_point(machine, load, step).q; });
}

Estimate capacity(const Machine& machine) {
  if (machine.weights == Weights::spherical) {
    require(
        machine.units != Units::sign_tree, ErrorKind::bad_value,
        "spherical trees of sign units have no finite replica-symmetric capacity as K grows; take binary weights or "
        "tree-relu");
    const FieldVariances field = field_variances(machine.units, 1);
    const double deviation = std::sqrt(field.shared), k = machine.margin / deviation;
    const double squares = field.shared * ((k * k + 1) * tail(-k) + k * density(k));
    return {field.slope / squares, 1e-15};
  }
  return at_two_steps([&](double step) {
    const auto left = [&](double load) { return entropy_or_less(machine, load, step); };
    // In small strides: not far above the capacity the branch ends, and to see that takes long.
    constexpr double stride = 1.1;
    double high = 0.01;
    while (left(high) > 0) high *= stride;
    return root(high == 0.01 ? 0 : high / stride, high, 1e-12, left);
  });
}

Estimate largest_margin(Machine machine, double load) {
  machine.margin = 0;
  const double most = capacity(machine).value;
  require(load <= most, ErrorKind::bad_value, "load {:g} is above the capacity {:.4f}: no margin is reached there",
          load, most);
  double high = 0.05;
  const auto room = [&](double margin) {
    machine.margin = margin;
    return machine.weights == Weights::spherical ? capacity(machine).value - load
                                                 : entropy_or_less(machine, load, fine_step);
  };
  while (room(high) > 0) high += 0.05;
  const double found = root(high - 0.05, high, 1e-12, room);
  if (machine.weights == Weights::spherical) return {found, 1e-12};
  machine.margin = found;
  // dS/dkappa turns the error of the entropy into that of the margin.
  const double error = entropy(machine, load).error;
  const double slope = (room(found + 1e-4) - room(found - 1e-4)) / 2e-4;
  return {found, error / std::fabs(slope) + 1e-12};
}

}  // namespace replicas::theory
