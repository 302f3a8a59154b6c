#pragma once

#include "solve/instance.h"
#include "solve/outcome.h"

namespace replicas::solve {

struct SbpiOptions {
  double strengthen = 0.3;       ///< p_s: chance that a pattern which is barely right strengthens its weights; 0: never
  std::uint64_t epochs = 10000;  ///< at most
  Mutation mutation = Mutation::none;
};

/// SBPI (Baldassi, Braunstein, Brunel, Zecchina, PNAS 104, 11079): hidden odd integers h_i, w_i = sign(h_i); patterns
/// come in random order, and
///   w.xi below what is asked:      h_i += 2 xi_i for all i,
///   w.xi just what is asked (1):   with probability p_s, h_i += 2 xi_i where h_i xi_i > 0.
/// Solved after an epoch without an error.
Outcome sbpi(const Instance& instance, const SbpiOptions& options, const Kernels& kernels);

}  // namespace replicas::solve
