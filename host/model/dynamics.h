#pragma once

#include <string_view>
#include <vector>

namespace replicas {

/// em: Euler-Maruyama, lm: Leimkuhler-Matthews (arXiv:1203.5428).
enum class Update { em, lm };
std::string_view name(Update update);

/// How weights move, whatever they are the weights of: w <- w - eta grad U + amplitude xi (physics/langevin.h). The
/// step size of a block is that of its temperature times the block's step factor (model/layout.h), a diagonal mobility:
/// with noise to match, blocks that move at different paces sample the same law exp(-U / T).
struct Dynamics {
  Update update = Update::em;
  std::vector<double> step_sizes = {};  ///< eta, one per temperature
};

}  // namespace replicas
