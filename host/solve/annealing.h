#pragma once

#include <vector>

#include "solve/instance.h"
#include "solve/outcome.h"
#include "solve/random_stream.h"

namespace replicas::solve {

/// What one pattern costs:
///   error          1 where it is wrong
///   linear         where it is wrong, 2/sqrt(n) times the fewest flips of weights that would make it right
///   cross_entropy  ln(1 + exp(-2 g D))/(2 g), g the steepness, D = w.xi/sqrt(n) of a perceptron, sum of signs over
///                  sqrt(K) of a committee, the product of a parity machine
enum class Energy { error, linear, cross_entropy };

struct AnnealingOptions {
  Energy energy = Energy::error;
  double steepness = 1;
  double hot = 1, cold = 0.02;           ///< temperatures of the first and the last sweep, geometric between
  int replicas = 1;                      ///< y, odd
  double gamma_low = 0, gamma_high = 1;  ///< coupling of replicas in the first and the last sweep, linear between
  std::uint64_t sweeps = 2000;
  bool stop = true;  ///< at a solution
};

/// Simulated annealing of +-1 weights by single flips (Metropolis), of y replicas whose centre is summed out:
///   P ~ exp(-sum_a E(w^a)/T) prod_i 2cosh(gamma sum_a w_i^a),
/// the replicated energy of Baldassi et al., PNAS 113, E7655 (y = 1: cosh is constant, plain annealing). A sweep
/// proposes y n K flips at random places. Solved when a replica or the centre leaves no error.
class Annealing {
 public:
  Annealing(const Instance& instance, const AnnealingOptions& options, const Kernels& kernels);
  bool advance();
  Outcome outcome() const;
  /// Of all replicas, without their coupling.
  double energy() const;
  const BitRows& replica(int a) const { return replicas_[static_cast<std::size_t>(a)]; }
  template <class Archive>
  void visit(Archive& archive) {
    archive(random_, replicas_, fields_, costs_, sweeps_, solved_, best_);
  }

 private:
  double cost(std::span<const int> units) const;
  void propose(double temperature, double gamma);
  BitRows centre() const;
  int* fields(int a, int pattern) {
    return fields_.data() + (static_cast<std::size_t>(a) * patterns_ + static_cast<std::size_t>(pattern)) * units_;
  }

  const Instance& instance_;
  AnnealingOptions options_;
  const Kernels& kernels_;
  std::size_t patterns_, units_;
  std::vector<BitRows> columns_;  ///< per block: row i has the sign of input i in every pattern
  RandomStream random_;
  std::vector<BitRows> replicas_;
  std::vector<int> fields_;       ///< [y][P][K]
  std::vector<double> costs_;     ///< [y][P]
  std::vector<double> proposed_;  ///< [P]
  std::uint64_t sweeps_ = 0;
  bool solved_ = false;
  int best_ = -1;  ///< the replica that has solved it; -1: the centre
};

}  // namespace replicas::solve
