// Exact variances of what teachers answer: couplings on the sphere, and networks of one hidden layer by the Gaussian
// integrals of their units.
#include "data/teacher_variance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace replicas {

namespace {

constexpr int most_units = 128;

/// A trapezoidal rule over the normal law is exact up to exp(-2 pi w / h), w the half-width of the strip in which the
/// integrand is analytic: for tanh of unit variance w = pi / 2. Beyond 9 deviations nothing is left.
constexpr double spacing = 0.2, reach = 9;
constexpr int points = 91;

double value_of(Activation kind, double z) {
  return with_activation(kind, [&]<Activation one>() { return activation<one>(z); });
}

double weight_of(double z) { return spacing * std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi); }

/// E max(u, 0) max(v, 0) (Cho and Saul 2009).
double rectified_product(double a, double b, double c) {
  const double root = std::sqrt(a * b);
  if (root == 0) return 0;
  const double cosine = std::clamp(c / root, -1.0, 1.0), angle = std::acos(cosine);
  return root / (2 * std::numbers::pi) * (std::sin(angle) + (std::numbers::pi - angle) * cosine);
}

double three_spin_variance(int inputs, std::uint64_t seed) {
  const auto d = static_cast<std::size_t>(inputs);
  const std::vector<double> a = three_spin_couplings(inputs, seed);
  const auto at = [&](std::size_t p, std::size_t q, std::size_t r) { return a[(p * d + q) * d + r]; };
  double square = 0, trace2 = 0;
  for (std::size_t p = 0; p < d; ++p) {
    double trace = 0;
    for (std::size_t q = 0; q < d; ++q)
      for (std::size_t r = 0; r < d; ++r) {
        const double s = (at(p, q, r) + at(p, r, q) + at(q, p, r) + at(q, r, p) + at(r, p, q) + at(r, q, p)) / 6;
        square += s * s;
        if (q == r) trace += s;
      }
    trace2 += trace * trace;
  }
  return (6 * square + 9 * trace2) / ((inputs + 2.0) * (inputs + 4.0));
}

std::optional<double> network_variance(const TaughtNetwork& rule) {
  const auto inputs = static_cast<std::size_t>(rule.widths[0]), units = static_cast<std::size_t>(rule.widths[1]);
  double sum = 0;
  if (rule.weights.size() == 1) {
    for (const double w : rule.weights[0]) sum += w * w;
    return sum;
  }
  if (rule.weights.size() > 2 || units > most_units) return {};
  std::vector<double> covariance(units * units, 0.0);
  for (std::size_t k = 0; k < inputs; ++k)
    for (std::size_t i = 0; i < units; ++i)
      for (std::size_t j = 0; j < units; ++j)
        covariance[i * units + j] += rule.weights[0][k * units + i] * rule.weights[0][k * units + j];
  const auto outputs = static_cast<std::size_t>(rule.widths[2]);
  for (std::size_t i = 0; i < units; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double both = 0;
      for (std::size_t c = 0; c < outputs; ++c)
        both += rule.weights[1][i * outputs + c] * rule.weights[1][j * outputs + c];
      const double a = covariance[i * units + i], b = covariance[j * units + j];
      const double mean = unit_mean(rule.activation, a) * unit_mean(rule.activation, b);
      const double product = unit_product(rule.activation, a, b, covariance[i * units + j]);
      sum += (i == j ? 1 : 2) * both * (product - mean);
    }
  return sum;
}

}  // namespace

double unit_mean(Activation kind, double a) {
  if (kind == Activation::relu || kind == Activation::leaky_relu)
    return (kind == Activation::relu ? 1 : 1 - leak) * std::sqrt(a / (2 * std::numbers::pi));
  double sum = 0;
  for (int k = 0; k < points; ++k) {
    const double z = -reach + spacing * k;
    sum += weight_of(z) * value_of(kind, std::sqrt(a) * z);
  }
  return sum;
}

double unit_product(Activation kind, double a, double b, double c) {
  if (kind == Activation::relu) return rectified_product(a, b, c);
  // x/100 below 0 is (1 - 1/100) max(x, 0) + x/100, and E max(u, 0) v = c / 2.
  if (kind == Activation::leaky_relu)
    return (1 - leak) * (1 - leak) * rectified_product(a, b, c) + leak * (1 - leak) * c + leak * leak * c;
  const double along = std::sqrt(a), part = along > 0 ? c / along : 0, rest = std::sqrt(std::fmax(0, b - part * part));
  double sum = 0;
  for (int k = 0; k < points; ++k) {
    const double z = -reach + spacing * k;
    double inner = 0;
    for (int l = 0; l < points; ++l) {
      const double y = -reach + spacing * l;
      inner += weight_of(y) * value_of(kind, part * z + rest * y);
    }
    sum += weight_of(z) * value_of(kind, along * z) * inner;
  }
  return sum;
}

std::optional<double> target_variance(const Teacher& teacher, const Network& student, std::uint64_t seed) {
  switch (teacher.kind) {
    case Teacher::Kind::three_spin: return three_spin_variance(teacher.inputs, seed);
    case Teacher::Kind::mixture: return student.outputs() == 1 ? 1 : 1 - 1.0 / student.outputs();
    case Teacher::Kind::network: break;
  }
  return network_variance(taught_network(teacher, student.activation(), seed));
}

}  // namespace replicas
