#pragma once

#include <span>
#include <vector>

#include "engine/plain/mutation.h"
#include "model/dataset.h"
#include "model/network.h"

namespace replicas {

/// What one pass over a data set returns: mean loss over examples, its gradient, and per-example losses.
template <class Number>
struct NetworkPass {
  double loss = 0;                   ///< L, mean over examples
  int wrong = 0;                     ///< wrongly labelled examples
  std::vector<Number> gradient;      ///< grad L, N
  std::vector<Number> product;       ///< Hessian of L times the direction, N (empty without a direction)
  std::vector<Number> losses;        ///< P
  std::vector<std::uint8_t> wrongs;  ///< P
};

/// Forward and backward through one network, example by example; with a `direction` also the exact Hessian product by
/// forward-over-reverse differentiation (Pearlmutter 1994).
template <class Number>
NetworkPass<Number> network_pass(const Network& network, const Dataset& dataset, std::span<const Number> weights,
                                 std::span<const Number> direction = {}, Mutation mutation = Mutation::none);

extern template NetworkPass<float> network_pass(const Network&, const Dataset&, std::span<const float>,
                                                std::span<const float>, Mutation);
extern template NetworkPass<double> network_pass(const Network&, const Dataset&, std::span<const double>,
                                                 std::span<const double>, Mutation);

}  // namespace replicas
