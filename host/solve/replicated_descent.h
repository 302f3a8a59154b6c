#pragma once

#include "solve/least_action.h"
#include "solve/outcome.h"

namespace replicas::solve {

struct DescentOptions {
  int replicas = 7;              ///< y, odd
  int batch = 80;                ///< patterns
  double kick = 0.75;            ///< lambda
  double gamma = 0.05;           ///< at the start
  double gamma_step = 0.001;     ///< added after each epoch
  std::uint64_t epochs = 10000;  ///< at most
};

/// Replicated stochastic descent with +-1 weights (Baldassi et al., PNAS 113, E7655): y replicas, each with hidden
/// numbers H, J = sign(H), and its own order of the patterns. Replica after replica, in random order:
///   one batch of the least-action rule (least_action.h),
///   H_i += lambda [tanh(gamma y c_i) - J_i], c_i the mean of J_i over the replicas at that moment;
/// gamma grows after each epoch. With y = 1 there is no kick. Solved when the centre, sign(c), or a replica leaves no
/// error.
class ReplicatedDescent {
 public:
  ReplicatedDescent(const Instance& instance, const DescentOptions& options, const Kernels& kernels);
  bool advance();
  Outcome outcome() const;
  template <class Archive>
  void visit(Archive& archive) {
    archive(random_, replicas_, orders_, sum_, epochs_, solved_, best_);
  }

 private:
  BitRows centre() const;
  void descend(std::size_t replica, std::size_t first, std::size_t last);
  void kick(std::size_t replica);
  void move_signs(std::size_t replica, int unit);

  const Instance& instance_;
  DescentOptions options_;
  const Kernels& kernels_;
  RandomStream random_;
  std::vector<FloatWeights> replicas_;
  std::vector<int> orders_, units_;  ///< orders [y][P]
  std::vector<std::int32_t> sum_;    ///< of J over replicas, laid out as H
  std::vector<float> pull_;          ///< lambda tanh(gamma s) for s = -y..y
  std::uint64_t epochs_ = 0;
  bool solved_ = false;
  int best_ = -1;  ///< the replica that has solved it; -1: the centre
};

}  // namespace replicas::solve
