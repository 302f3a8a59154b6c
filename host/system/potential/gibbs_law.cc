#include "system/potential/gibbs_law.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/error.h"

namespace replicas {

namespace {

constexpr int points = 16384;   // the trapezoid rule is as good as exact for a smooth law that ends in zeros
constexpr double deepest = 60;  // exp(-60) of the peak is where the grid may end
constexpr double absent = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double GibbsLaw::energy(double x) const {
  // The x of a valley is normal at given y, of variance T / (exp(-y) + decay).
  if (kind_ == PotentialKind::valley) return decay_ * x * x / (2 * temperature_) + std::log(std::exp(-x) + decay_) / 2;
  return with_potential(kind_, [&]<class Mode>() {
    double term[Mode::terms], sum = decay_ * x * x / 2;
    Mode::losses(x, 0.0, parameter_, term);
    for (const double one : term) sum += one;
    return sum / temperature_;
  });
}

GibbsLaw::GibbsLaw(PotentialKind kind, double parameter, double temperature, double decay)
    : kind_(kind), parameter_(parameter), temperature_(temperature), decay_(decay) {
  double low = -1e-9, high = 1e-9, least = energy(0);
  const auto reach = [&](double& end) {
    for (int doubling = 0; !(energy(end) - least >= deepest); ++doubling) {
      require(doubling < 60, ErrorKind::bad_value,
              "exp(-L/T) of this potential has no integral, so it has no equilibrium; give it a <prior>");
      least = std::min(least, energy(end));
      end *= 2;
    }
  };
  reach(low);
  reach(high);
  // Once more inside: the first steps outwards are coarse, and the peak may be far from 0.
  for (int pass = 0; pass < 2; ++pass) {
    const double step = (high - low) / points;
    for (int i = 0; i <= points; ++i) least = std::min(least, energy(low + i * step));
    double left = low, right = high;
    while (energy(left + step) - least > deepest) left += step;
    while (energy(right - step) - least > deepest) right -= step;
    low = left;
    high = right;
  }
  first_ = low;
  spacing_ = (high - low) / points;
  double sum = 0;
  for (int i = 0; i <= points; ++i) sum += weight_.emplace_back(std::exp(least - energy(first_ + i * spacing_)));
  double below = 0;
  for (double& w : weight_) {
    w /= sum;
    cumulative_.push_back(below + w / 2);
    below += w;
  }
}

ModeMoments GibbsLaw::moments() const {
  ModeMoments m;
  const std::size_t size = weight_.size();
  std::vector<double> loss(size), square(size), bend(size), place(size), force(size);
  for (std::size_t i = 0; i < size; ++i) {
    const double c = place[i] = first_ + static_cast<double>(i) * spacing_;
    if (kind_ == PotentialKind::valley) {
      const double stiffness = std::exp(-c), share = temperature_ * stiffness / (stiffness + decay_);
      loss[i] = share / 2;
      square[i] = 3 * share * share / 4;
      bend[i] = stiffness + share / 2;
      continue;
    }
    with_potential(kind_, [&]<class Mode>() {
      double term[Mode::terms];
      Mode::losses(c, 0.0, parameter_, term);
      for (const double one : term) loss[i] += one;
      square[i] = loss[i] * loss[i];
      bend[i] = Mode::curvature(c, 0.0, parameter_).xx;
      const double slope = Mode::forces(c, 0.0, parameter_).slope_x + decay_ * c;
      force[i] = slope * slope / (4 * temperature_) - (bend[i] + decay_) / 2;
    });
  }
  const auto mean = [&](auto value) {
    double sum = 0;
    for (std::size_t i = 0; i < size; ++i) sum += weight_[i] * value(i);
    return sum;
  };
  m.loss_mean = mean([&](std::size_t i) { return loss[i]; });
  m.loss_variance =
      mean([&](std::size_t i) { return square[i] - 2 * loss[i] * m.loss_mean; }) + m.loss_mean * m.loss_mean;
  m.curvature = mean([&](std::size_t i) { return bend[i]; });
  if (kind_ == PotentialKind::valley) {
    m.variance = mean([&](std::size_t i) { return temperature_ / (std::exp(-place[i]) + decay_); });
    m.fourth = m.loss_slope = m.square_slope = m.curvature_slope = m.relaxation = absent;
    return m;
  }
  // Deviations first: the loss at the bottom may be far larger than its fluctuations.
  m.loss_variance = mean([&](std::size_t i) { return std::pow(loss[i] - m.loss_mean, 2); });
  const double centre = mean([&](std::size_t i) { return place[i]; });
  m.variance = mean([&](std::size_t i) { return std::pow(place[i] - centre, 2); });
  m.fourth = mean([&](std::size_t i) { return std::pow(place[i] - centre, 4); });
  const double drive = mean([&](std::size_t i) { return force[i]; });
  const auto slope = [&](auto value) { return mean([&](std::size_t i) { return value(i) * (force[i] - drive); }); };
  m.loss_slope = slope([&](std::size_t i) { return loss[i] - m.loss_mean; });
  m.square_slope = slope([&](std::size_t i) { return std::pow(loss[i] - m.loss_mean, 2); });
  m.curvature_slope = slope([&](std::size_t i) { return bend[i] - m.curvature; });
  // integral of C = 1 / (T var) integral of F^2 / p, F(x) the integral of (l - <l>) p up to x, from the nearer end.
  double flow = 0, sum = 0;
  std::vector<double> partial(size);
  for (std::size_t i = 0; i < size; ++i) {
    const double share = weight_[i] * (loss[i] - m.loss_mean);
    partial[i] = flow + share / 2;
    flow += share;
  }
  flow = 0;
  for (std::size_t i = size; i-- > 0;) {
    const double share = weight_[i] * (loss[i] - m.loss_mean);
    if (cumulative_[i] > 0.5) partial[i] = flow + share / 2;
    flow += share;
    sum += partial[i] * partial[i] / weight_[i];
  }
  m.relaxation = sum * spacing_ * spacing_ / (temperature_ * m.loss_variance);
  return m;
}

std::array<double, 2> GibbsLaw::draw(double uniform, double normal) const {
  const auto above = std::lower_bound(cumulative_.begin() + 1, cumulative_.end() - 1, uniform);
  const auto i = static_cast<std::size_t>(above - cumulative_.begin());
  const double width = cumulative_[i] - cumulative_[i - 1];
  const double part = width > 0 ? std::clamp((uniform - cumulative_[i - 1]) / width, 0.0, 1.0) : 0.0;
  const double c = first_ + (static_cast<double>(i - 1) + part) * spacing_;
  if (kind_ == PotentialKind::valley) return {normal * std::sqrt(temperature_ / (std::exp(-c) + decay_)), c};
  return {c, 0};
}

}  // namespace replicas
