#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "solve/message_options.h"
#include "solve/output_node.h"
#include "solve/random_stream.h"
#include "solve/unit_answer.h"

namespace replicas::solve {

/// Belief propagation with a message per pattern, unit and weight, for networks with hidden units: Gaussian sums inside
/// a unit, the exact law of K signs at the output. With xi-gauged messages V_aki = xi_aki U_aki,
///   t = tanh(xi H_ki - V_aki),  M = sum_i t,  S = sum_i (1 - t^2),  unit k is +1 with probability Phi(M/sqrt(S)),
///   V_aki <- R_ak(t) (unit_answer.h, with what the output node knows without unit k), damped,
///   H_ki = sum_a xi_aki V_aki + X_ki + B_ki,
/// X the focusing node's field, a function of H - X, or an outer field. B is small and random
/// (MessageOptions::own_field) where units see the same inputs and the signs of weights are looked for: posterior
/// marginals do not tell such units apart, and on patterns that are alike all units would become one perceptron. A
/// sweep asks the focusing nodes of all weights and then the patterns in random order, each with the fields that the
/// one before has left.
class FullMessages {
 public:
  FullMessages(const Instance& instance, const MessageOptions& options, const Kernels& kernels);
  virtual ~FullMessages() = default;

  /// One sweep; the largest change of a magnetisation.
  double iterate();
  /// The Bethe entropy ln Z of the fixed point; with an outer field, that of the weighted sum over solutions.
  double bethe() const;
  BitRows weights() const;
  std::uint64_t iterations() const { return iteration_; }
  /// [K n], unit after unit.
  std::vector<double> magnetisations() const;

  void set_outer_field(std::span<const float> field);  ///< [K n]
  /// Passes over everything that a later sweep depends on.
  template <class Archive>
  void visit(Archive& archive) {
    archive(messages_, field_, added_, random_, order_, iteration_);
  }

 protected:
  // Tests derive messages with one of these wrong.
  virtual float seen_by_focus([[maybe_unused]] float field, float cavity) const { return cavity; }
  /// What the units of a pattern say, Phi(z[k]) each, answered.
  virtual void ask_output(OutputNode& output, std::span<const double> z) const {
    output.ask(instance_.machine, z, instance_.least_field);
  }
  /// The share of its old field that a focusing node keeps. Patterns that are alike answer a field that is added to all
  /// weights by taking up to as much away, so that a node which mixes in r = (y-1) tanh(gamma)^2 times what is left
  /// multiplies a deviation by keep - (1-keep) r per sweep, which oscillates and grows once r > (1+keep)/(1-keep).
  /// Where damping does not hold it, as much is kept as makes that factor -3/4 (derived here).
  virtual double kept_by_focus(const Focus& focus) const {
    const double gain = focus.coupling * focus.coupling * focus.others;
    return std::max(options_.damping, (gain - 0.75) / (gain + 1));
  }
  double damping() const { return options_.damping; }

 private:
  void ask_focus();
  void ask_pattern(int a);
  std::size_t at(int k) const { return static_cast<std::size_t>(k) * stride_; }
  std::size_t at(int a, int k) const {
    return (static_cast<std::size_t>(a) * static_cast<std::size_t>(instance_.machine.units)) * stride_ + at(k);
  }

  const Instance& instance_;
  MessageOptions options_;
  const Kernels& kernels_;
  std::size_t n_, stride_;
  double threshold_;
  RandomStream random_;
  std::uint64_t iteration_ = 0;
  OutputNode output_;
  std::vector<int> order_;
  std::vector<UnitField> units_;
  std::vector<double> deviations_;
  std::vector<float> messages_, field_, fresh_, added_, own_, cavity_, before_;  // padded to 16 weights with 0
};

}  // namespace replicas::solve
