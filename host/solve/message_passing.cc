#include "solve/message_passing.h"

#include <algorithm>
#include <cmath>

#include "solve/gauss_tail.h"
#include "solve/random_stream.h"

namespace replicas::solve {

namespace {

/// Below this the magnetisations are all but frozen, and fields would be divided by nothing.
constexpr double least_variance = 1e-6;

std::size_t padded(std::size_t count) { return (count + 63) / 64 * 64; }

}  // namespace

MessagePassing::MessagePassing(const Instance& instance, const MessageOptions& options, const Kernels& kernels)
    : instance_(instance),
      options_(options),
      kernels_(kernels),
      transposed_(instance.patterns.transposed()),
      n_(static_cast<std::size_t>(instance.patterns.columns())),
      p_(static_cast<std::size_t>(instance.patterns.rows())),
      // Fields are odd: the even number below the least of them parts right from wrong.
      threshold_((instance.least_field - 1) / std::sqrt(static_cast<double>(n_))),
      m_(padded(n_)),
      field_(padded(n_)),
      outer_(padded(n_)),
      g_(padded(p_)),
      g_before_(padded(p_)),
      omega_(p_),
      pattern_sums_(p_),
      weight_sums_(n_),
      cavity_(n_) {
  RandomStream random(instance.seed, instance.stream());
  for (std::size_t i = 0; i < n_; ++i) {
    field_[i] = static_cast<float>(0.02 * (random.uniform() - 0.5));
    m_[i] = tanh_of(field_[i]);
  }
}

void MessagePassing::set_magnetisations(std::span<const float> m) {
  for (std::size_t i = 0; i < n_; ++i) {
    m_[i] = m[i];
    field_[i] = std::atanh(std::clamp(m[i], -0.999999f, 0.999999f));
  }
}

/// omega, g and Gamma from the magnetisations.
void MessagePassing::ask_patterns() {
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < n_; ++i) {
    sum += m_[i];
    squares += double{m_[i]} * m_[i];
  }
  variance_ = std::max(least_variance, 1 - squares / static_cast<double>(n_));
  kernels_.sums_of_set(instance_.patterns.row(0), p_, instance_.patterns.words(), m_.data(), pattern_sums_.data());
  const double root_n = std::sqrt(static_cast<double>(n_)), per_deviation = 1 / std::sqrt(variance_);
  const std::span<const float> reaction = onsager();
  gamma_sum_ = 0;
  for (std::size_t a = 0; a < p_; ++a) {
    const double omega = (2.0 * pattern_sums_[a] - sum) / root_n - variance_ * reaction[a];
    const double z = (threshold_ - omega) * per_deviation, ratio = hazard(z);
    const double g = ratio * per_deviation;
    gamma_sum_ += ratio * (ratio - z) * per_deviation * per_deviation;
    omega_[a] = static_cast<float>(omega);
    g_before_[a] = g_[a];
    g_[a] = static_cast<float>(g);
  }
}

/// What the kind of messages adds to the cavity field of a weight.
float MessagePassing::added(const Focus& focus, float reinforcement, std::size_t i) const {
  switch (options_.kind) {
    case Messages::bp: break;
    case Messages::reinforced: return reinforcement * field_[i];
    case Messages::focusing: return focused(focus, seen_by_focus()[i]);
  }
  return outer_[i];
}

double MessagePassing::iterate() {
  ask_patterns();
  kernels_.sums_of_set(transposed_.row(0), n_, transposed_.words(), g_.data(), weight_sums_.data());
  double g_sum = 0;
  for (std::size_t a = 0; a < p_; ++a) g_sum += g_[a];
  const double root_n = std::sqrt(static_cast<double>(n_)), gamma = gamma_sum_ / static_cast<double>(n_);
  const auto keep = static_cast<float>(options_.damping);
  const Focus focus = options_.protocol.at(options_.step, iteration_ / options_.per_step);
  const auto reinforcement = static_cast<float>(1 - std::pow(1 - options_.step, static_cast<double>(iteration_)));
  float moved = 0;
  for (std::size_t i = 0; i < n_; ++i) {
    cavity_[i] = static_cast<float>((2.0 * weight_sums_[i] - g_sum) / root_n + m_[i] * gamma);
    field_[i] = keep * field_[i] + (1 - keep) * (cavity_[i] + added(focus, reinforcement, i));
    const float m = tanh_of(field_[i]);
    moved = std::max(moved, std::fabs(m - m_[i]));
    m_[i] = m;
  }
  ++iteration_;
  return moved;
}

double MessagePassing::bethe() const {
  double sum = 0;
  for (std::size_t i = 0; i < n_; ++i) sum += log_2cosh(double{cavity_[i]} + outer_[i]) - double{cavity_[i]} * m_[i];
  for (std::size_t a = 0; a < p_; ++a)
    sum += log_tail((threshold_ - omega_[a]) / std::sqrt(variance_)) + 0.5 * variance_ * g_[a] * g_[a];
  return sum;
}

BitRows MessagePassing::weights() const {
  BitRows row(1, static_cast<int>(n_));
  for (std::size_t i = 0; i < n_; ++i) row.set(0, static_cast<int>(i), m_[i] > 0);
  return row;
}

}  // namespace replicas::solve
