#include "solve/message_passing.h"

#include <algorithm>
#include <cmath>

#include "solve/gauss_tail.h"
#include "solve/random_stream.h"

namespace replicas::solve {

namespace {

/// Below this the magnetisations are all but frozen, and fields would be divided by nothing.
constexpr double least_variance = 1e-6;

// In forms of one exponential or logarithm: what counts of a field is its absolute error, here 1e-7, and they take a
// third of the time of the library's.
float tanh_of(float x) { return 1 - 2 / (std::exp(2 * x) + 1); }
float inverse_tanh(float x) { return 0.5f * std::log((1 + x) / (1 - x)); }

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
  if (options.mutation == Mutation::undamped) options_.damping = 0;
  RandomStream random(instance.seed, instance.number);
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
  gamma_sum_ = 0;
  for (std::size_t a = 0; a < p_; ++a) {
    const float onsager = options_.mutation == Mutation::onsager_too_late ? g_before_[a] : g_[a];
    const double omega = (2.0 * pattern_sums_[a] - sum) / root_n - variance_ * onsager;
    const double z = (threshold_ - omega) * per_deviation, ratio = hazard(z);
    const double g = ratio * per_deviation;
    gamma_sum_ += ratio * (ratio - z) * per_deviation * per_deviation;
    omega_[a] = static_cast<float>(omega);
    g_before_[a] = g_[a];
    g_[a] = static_cast<float>(g);
  }
}

/// What the kind of messages adds to the cavity field of a weight.
float MessagePassing::added(const Round& round, std::size_t i) const {
  switch (options_.kind) {
    case Messages::bp: break;
    case Messages::reinforced: return round.reinforcement * field_[i];
    case Messages::focusing: {
      const float seen = options_.mutation == Mutation::full_field_focused ? field_[i] : cavity_[i];
      const float centre = round.others * inverse_tanh(round.coupling * tanh_of(seen));
      return inverse_tanh(round.coupling * tanh_of(centre));
    }
  }
  return outer_[i];
}

/// The strengths of this iteration: rho_t, tanh(gamma) = sqrt(rho), y - 1 = 1/(1-rho).
MessagePassing::Round MessagePassing::round() const {
  const auto t = static_cast<double>(iteration_);
  const double rho = std::min(options_.step * t, 1 - options_.step);
  return {static_cast<float>(1 - std::pow(1 - options_.step, t)), static_cast<float>(std::sqrt(rho)),
          static_cast<float>(1 / (1 - rho))};
}

double MessagePassing::iterate() {
  ask_patterns();
  kernels_.sums_of_set(transposed_.row(0), n_, transposed_.words(), g_.data(), weight_sums_.data());
  double g_sum = 0;
  for (std::size_t a = 0; a < p_; ++a) g_sum += g_[a];
  const double root_n = std::sqrt(static_cast<double>(n_)), gamma = gamma_sum_ / static_cast<double>(n_);
  const auto keep = static_cast<float>(options_.damping);
  const Round now = round();
  float moved = 0;
  for (std::size_t i = 0; i < n_; ++i) {
    cavity_[i] = static_cast<float>((2.0 * weight_sums_[i] - g_sum) / root_n + m_[i] * gamma);
    field_[i] = keep * field_[i] + (1 - keep) * (cavity_[i] + added(now, i));
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

Outcome pass_messages(const Instance& instance, const MessageOptions& options, const Kernels& kernels) {
  MessagePassing messages(instance, options, kernels);
  Outcome outcome;
  const bool to_a_fixed_point = options.kind == Messages::bp;
  outcome.converged = !to_a_fixed_point;
  for (bool done = false; !done && messages.iterations() < options.iterations;) {
    const double moved = messages.iterate();
    if (to_a_fixed_point) {
      done = outcome.converged = moved < options.precision;
    } else {
      outcome.weights = messages.weights();
      outcome.errors = errors(instance, outcome.weights, kernels);
      done =
          options.mutation == Mutation::flipped_sign ? outcome.errors == instance.patterns.rows() : outcome.errors == 0;
    }
  }
  outcome.weights = messages.weights();
  outcome.errors = errors(instance, outcome.weights, kernels);
  outcome.solved = outcome.errors == 0;
  outcome.iterations = messages.iterations();
  if (to_a_fixed_point && outcome.converged) outcome.entropy = messages.bethe() / instance.patterns.columns();
  return outcome;
}

std::vector<LocalEntropy> local_entropies(const Instance& instance, const BitRows& weights,
                                          std::span<const double> strengths, const Kernels& kernels,
                                          Mutation mutation) {
  MessageOptions options{.kind = Messages::bp, .precision = 1e-5, .iterations = 2000, .mutation = mutation};
  const auto n = static_cast<std::size_t>(instance.patterns.columns());
  std::vector<float> signs(n), near(n);
  for (std::size_t i = 0; i < n; ++i) signs[i] = static_cast<float>(weights.sign(0, static_cast<int>(i)));
  for (std::size_t i = 0; i < n; ++i) near[i] = 0.9f * signs[i];

  MessagePassing messages(instance, options, kernels);
  messages.set_magnetisations(near);
  std::vector<LocalEntropy> found;
  for (const double strength : strengths) {
    std::vector<float> field(signs);
    for (float& each : field) each *= static_cast<float>(strength);
    messages.set_outer_field(std::move(field));
    LocalEntropy here;
    for (std::uint64_t round = 0; round < options.iterations && !here.converged; ++round)
      here.converged = messages.iterate() < options.precision;
    double overlap = 0;
    for (std::size_t i = 0; i < n; ++i) overlap += double{signs[i]} * messages.magnetisations()[i];
    here.distance = 0.5 * (1 - overlap / static_cast<double>(n));
    here.entropy = (messages.bethe() - strength * overlap) / static_cast<double>(n);
    found.push_back(here);
  }
  return found;
}

}  // namespace replicas::solve
