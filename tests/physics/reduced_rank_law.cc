#include "physics/reduced_rank_law.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace replicas {

namespace {

/// Sums of weights w = exp(-beta L integrated over W2) and of its logarithmic derivatives: with f = -ln w as a function
/// of beta, <L> = <f'> and var(L) = <f'^2> - <f'>^2 - <f''>.
struct Sums {
  double weight = 0, first = 0, square = 0, second = 0;
  void add(double w, double f1, double f2) {
    weight += w;
    first += w * f1;
    square += w * f1 * f1;
    second += w * f2;
  }
  LossMoments moments(double beta) const {
    const double mean = first / weight;
    return {mean * beta, (square / weight - mean * mean - second / weight) * beta * beta};
  }
};

/// Rank 0: eigenvalues l of W1 W1^T with density prod l^((n - k - 1)/2) exp(-l/2) prod |l_i - l_j|.
LossMoments rank_zero(const ReducedRank& model, double beta) {
  const int k = std::min(model.inputs, model.hidden), n = std::max(model.inputs, model.hidden);
  constexpr double spacing = 0.06;
  std::vector<double> l, w, f1, f2;
  for (double x = -std::log(beta) - 16; x < 4.5; x += spacing) {
    const double value = std::exp(x), c = model.outputs / 2.0, part = value / (1 + beta * value);
    l.push_back(value);
    w.push_back(std::exp(x * (n - k + 1) / 2.0 - value / 2 - c * std::log1p(beta * value)));
    f1.push_back(c * part);
    f2.push_back(-c * part * part);
  }
  Sums sums;
  const std::size_t count = l.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (k == 1) sums.add(w[i], f1[i], f2[i]);
    for (std::size_t j = i + 1; k >= 2 && j < count; ++j) {
      const double two = w[i] * w[j] * (l[j] - l[i]);
      if (k == 2) sums.add(two, f1[i] + f1[j], f2[i] + f2[j]);
      for (std::size_t m = j + 1; k == 3 && m < count; ++m)
        sums.add(two * w[m] * (l[m] - l[i]) * (l[m] - l[j]), f1[i] + f1[j] + f1[m], f2[i] + f2[j] + f2[m]);
    }
  }
  return sums.moments(beta);
}

/// Rank 1, two inputs: W1^T W1 = R^T R with R = [p q; 0 r], p^2 of `hidden` and r^2 of `hidden` - 1 degrees of freedom
/// (r = 0 for one hidden unit), q normal; A has its right singular vector along the first input.
LossMoments rank_one(const ReducedRank& model, double beta) {
  constexpr double spacing = 0.08;
  const double c = model.outputs / 2.0;
  const auto radii = [&](int freedom) {  // (value, weight) of a chi variable, in logarithms
    std::vector<std::pair<double, double>> list;
    if (freedom == 0) return std::vector<std::pair<double, double>>{{0.0, 1.0}};
    for (double x = -std::log(beta) / 2 - 8; x < 2.3; x += spacing)
      list.emplace_back(std::exp(x), std::exp(x * freedom - std::exp(2 * x) / 2));
    return list;
  };
  std::vector<std::pair<double, double>> normals;  // q, by y = asinh(q / scale), fine near 0
  const double scale = 0.3 / std::sqrt(beta);
  for (double y = -std::asinh(8 / scale); y <= std::asinh(8 / scale); y += spacing) {
    const double q = scale * std::sinh(y);
    normals.emplace_back(q, std::exp(-q * q / 2) * scale * std::cosh(y));
  }
  Sums sums;
  for (const auto& [p, its_p] : radii(model.hidden))
    for (const auto& [r, its_r] : radii(model.hidden - 1))
      for (const auto& [q, its_q] : normals) {
        // S = W1^T W1 = [p^2, p q; p q, q^2 + r^2]; D = det(1 + beta S), and (1 + beta S)^-1_11 = (1 + beta s22) / D.
        const double s22 = q * q + r * r, trace = p * p + s22, det = p * p * r * r;
        const double d = 1 + beta * (trace + beta * det), d1 = trace + 2 * beta * det, d2 = 2 * det;
        const double top = beta * (1 + beta * s22), top1 = 1 + 2 * beta * s22, top2 = 2 * s22;
        const double f = c * std::log(d) + top / d / 2;
        const double g1 = (top1 - top * d1 / d) / d;                                                  // (top / d)'
        const double g2 = (top2 - (2 * top1 * d1 + top * d2) / d + 2 * top * d1 * d1 / (d * d)) / d;  // (top / d)''
        sums.add(its_p * its_r * its_q * std::exp(-f), c * d1 / d + g1 / 2, c * (d2 / d - d1 * d1 / (d * d)) + g2 / 2);
      }
  return sums.moments(beta);
}

}  // namespace

LearningCoefficient learning_coefficient(const ReducedRank& model) {
  const double a = model.inputs, b = model.hidden, c = model.outputs, r = model.rank;
  if (a + b < c + r) return {(a * b - b * r + c * r) / 2, 1};
  if (c + b < a + r) return {(c * b - b * r + a * r) / 2, 1};
  if (a + c < b + r) return {a * c / 2, 1};
  const double h = b + r;
  const bool odd = (model.inputs + model.hidden + model.outputs + model.rank) % 2 != 0;
  return {(-h * h - a * a - c * c + 2 * h * a + 2 * h * c + 2 * a * c + (odd ? 1 : 0)) / 8, odd ? 2 : 1};
}

LossMoments reduced_rank_moments(const ReducedRank& model, double beta) {
  return model.rank == 0 ? rank_zero(model, beta) : rank_one(model, beta);
}

}  // namespace replicas
