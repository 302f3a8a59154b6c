#pragma once

#include "solve/hidden_weights.h"
#include "solve/instance.h"
#include "solve/outcome.h"
#include "solve/random_stream.h"

namespace replicas::solve {

struct SbpiOptions {
  double strengthen = 0.3;       ///< p_s: chance that a pattern which is barely right strengthens its weights; 0: never
  std::uint64_t epochs = 10000;  ///< at most
};

/// SBPI (Baldassi, Braunstein, Brunel, Zecchina, PNAS 104, 11079) of a perceptron: hidden odd integers h_i, w_i =
/// sign(h_i); patterns come in random order, and
///   w.xi below what is asked:      h_i += 2 xi_i for all i,
///   w.xi just what is asked (1):   with probability p_s, h_i += 2 xi_i where h_i xi_i > 0.
/// Solved after an epoch without an error.
class Sbpi {
 public:
  Sbpi(const Instance& instance, const SbpiOptions& options, const Kernels& kernels);
  bool advance();
  Outcome outcome() const;
  template <class Archive>
  void visit(Archive& archive) {
    archive(random_, hidden_, order_, epochs_, solved_);
  }

 private:
  const Instance& instance_;
  SbpiOptions options_;
  const Kernels& kernels_;
  RandomStream random_;
  HiddenWeights hidden_;
  std::vector<int> order_;
  std::uint64_t epochs_ = 0;
  bool solved_ = false;
};

/// The same from beginning to end.
Outcome sbpi(const Instance& instance, const SbpiOptions& options, const Kernels& kernels);

}  // namespace replicas::solve
