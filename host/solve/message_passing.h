#pragma once

#include <span>
#include <vector>

#include "solve/instance.h"
#include "solve/outcome.h"

namespace replicas::solve {

enum class Messages { bp, reinforced, focusing };

struct MessageOptions {
  Messages kind = Messages::focusing;
  double step = 1e-3;               ///< of rho per iteration (focusing), or r (reinforced)
  double damping = 0.5;             ///< share of the old fields that is kept
  double precision = 1e-4;          ///< bp has converged when no magnetisation moves by more
  std::uint64_t iterations = 4000;  ///< at most
  Mutation mutation = Mutation::none;
};

/// Belief propagation on one perceptron in its AMP form: magnetisations m_i of the weights, one field omega_a per
/// pattern, kappa between the fields that are right and those that are not, in units of sqrt(N):
///   V = mean (1 - m^2),  omega_a = xi_a.m/sqrt(N) - V g_a(before),  g_a = G(z)/(H(z) sqrt(V)), z =
///   (kappa-omega)/sqrt(V), Hin_i = sum_a xi_ai g_a/sqrt(N) + m_i Gamma,  Gamma = sum_a g_a (g_a + (omega_a -
///   kappa)/V)/N,
/// then H = Hin + what the kind adds, damped, and m = tanh(H):
///   bp            an outer field,
///   reinforced    rho_t H(before), rho_t = 1 - (1-r)^t (Braunstein and Zecchina, Phys. Rev. Lett. 96, 030201),
///   focusing      atanh[tanh(gamma) tanh((y-1) atanh(tanh(gamma) tanh(Hin)))], gamma = atanh(sqrt(rho)),
///                 y = (2-rho)/(1-rho), rho growing by `step` (Baldassi et al., PNAS 113, E7655).
class MessagePassing {
 public:
  MessagePassing(const Instance& instance, const MessageOptions& options, const Kernels& kernels);

  /// One iteration; the largest change of a magnetisation.
  double iterate();
  /// The Bethe entropy ln Z of the fixed point; with an outer field, that of the weighted sum over solutions.
  double bethe() const;
  BitRows weights() const;
  std::uint64_t iterations() const { return iteration_; }

  void set_outer_field(std::vector<float> field) { outer_ = std::move(field); }
  void set_magnetisations(std::span<const float> m);
  std::span<const float> magnetisations() const { return {m_.data(), n_}; }

 private:
  void ask_patterns();
  struct Round {
    float reinforcement, coupling, others;
  };
  Round round() const;
  float added(const Round& round, std::size_t i) const;

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

/// Runs messages until the signs of the magnetisations solve the instance; bp until it converges.
Outcome pass_messages(const Instance& instance, const MessageOptions& options, const Kernels& kernels);

/// How many solutions lie near given weights: for each strength of a field along them, where it takes the solutions
/// (their share of different weights) and the logarithm of their number per weight.
struct LocalEntropy {
  double distance = 0, entropy = 0;
  bool converged = false;
};
std::vector<LocalEntropy> local_entropies(const Instance& instance, const BitRows& weights,
                                          std::span<const double> strengths, const Kernels& kernels,
                                          Mutation mutation = Mutation::none);

}  // namespace replicas::solve
