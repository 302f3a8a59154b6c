#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "solve/message_options.h"

namespace replicas::solve {

/// Belief propagation on one perceptron in its AMP form: magnetisations m_i of the weights, one field omega_a per
/// pattern, kappa between the fields that are right and those that are not, in units of sqrt(N):
///   V = mean (1 - m^2),  omega_a = xi_a.m/sqrt(N) - V g_a(before),  g_a = G(z)/(H(z) sqrt(V)), z =
///   (kappa-omega)/sqrt(V), Hin_i = sum_a xi_ai g_a/sqrt(N) + m_i Gamma,  Gamma = sum_a g_a (g_a + (omega_a -
///   kappa)/V)/N,
/// then H = Hin + what the kind adds, damped, and m = tanh(H):
///   bp            an outer field,
///   reinforced    rho_t H(before), rho_t = 1 - (1-r)^t (Braunstein and Zecchina, Phys. Rev. Lett. 96, 030201),
///   focusing      atanh[tanh(gamma) tanh((y-1) atanh(tanh(gamma) tanh(Hin)))], (gamma, y) by the protocol
///   (protocol.h).
class MessagePassing {
 public:
  MessagePassing(const Instance& instance, const MessageOptions& options, const Kernels& kernels);
  virtual ~MessagePassing() = default;

  /// One iteration; the largest change of a magnetisation.
  double iterate();
  /// The Bethe entropy ln Z of the fixed point; with an outer field, that of the weighted sum over solutions.
  double bethe() const;
  BitRows weights() const;
  std::uint64_t iterations() const { return iteration_; }

  void set_outer_field(std::span<const float> field) { std::ranges::copy(field, outer_.begin()); }
  /// Passes over everything that a later iteration depends on.
  template <class Archive>
  void visit(Archive& archive) {
    archive(m_, field_, outer_, g_, g_before_, iteration_);
  }

  void set_magnetisations(std::span<const float> m);
  std::span<const float> magnetisations() const { return {m_.data(), n_}; }

 protected:
  // Tests derive messages with one of these wrong.
  virtual std::span<const float> onsager() const { return g_; }  ///< of each pattern: g of the iteration before
  virtual std::span<const float> seen_by_focus() const { return cavity_; }  ///< of each weight
  std::span<const float> g_of_two_before() const { return g_before_; }
  std::span<const float> whole_field() const { return field_; }

 private:
  void ask_patterns();
  float added(const Focus& focus, float reinforcement, std::size_t i) const;

  const Instance& instance_;
  MessageOptions options_;
  const Kernels& kernels_;
  BitRows transposed_;
  std::size_t n_, p_;
  double variance_ = 1, gamma_sum_ = 0, threshold_;
  std::uint64_t iteration_ = 0;
  // Padded to whole words of bits, padding 0.
  std::vector<float> m_, field_, outer_, g_, g_before_, omega_, pattern_sums_, weight_sums_, cavity_;
};

}  // namespace replicas::solve
