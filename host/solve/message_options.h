#pragma once

#include "solve/instance.h"
#include "solve/outcome.h"
#include "solve/protocol.h"

namespace replicas::solve {

enum class Messages { bp, reinforced, focusing };

struct MessageOptions {
  Messages kind = Messages::focusing;
  bool full = false;                ///< a message per pattern and weight (full_messages.h), not their AMP form
  Protocol protocol = {};           ///< of focusing
  double step = 1e-3;               ///< of the protocol's x, or r (reinforced)
  std::uint64_t per_step = 1;       ///< iterations at each step of the protocol
  double damping = 0.5;             ///< share of the old fields that is kept
  double own_field = 0.05;          ///< each weight's own, uniform in +-this, where units see the same inputs
  double precision = 1e-4;          ///< bp has converged when no magnetisation moves by more
  std::uint64_t iterations = 4000;  ///< at most
};

/// Runs messages until the signs of the magnetisations solve the instance; bp until it converges.
Outcome pass_messages(const Instance& instance, const MessageOptions& options, const Kernels& kernels);

/// How many solutions lie near given weights: for each strength of a field along them, where it takes the solutions
/// (their share of different weights) and the logarithm of their number per weight. A perceptron's in the AMP form, of
/// others by full messages.
struct LocalEntropy {
  double distance = 0, entropy = 0;
  bool converged = false;

  template <class Archive>
  void visit(Archive& archive) {
    archive(distance, entropy, converged);
  }
};
std::vector<LocalEntropy> local_entropies(const Instance& instance, const BitRows& weights,
                                          std::span<const double> strengths, const Kernels& kernels);

}  // namespace replicas::solve
