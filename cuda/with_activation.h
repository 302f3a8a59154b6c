#pragma once

#include <type_traits>

#include "physics/activation.h"

namespace replicas::gpu {

/// Calls `body` with the activation as a constant (its argument's `value`), for templates over it.
template <class Body>
void with_activation(Activation kind, Body body) {
  switch (kind) {
    case Activation::tanh: return body(std::integral_constant<Activation, Activation::tanh>{});
    case Activation::relu: return body(std::integral_constant<Activation, Activation::relu>{});
    case Activation::gelu: return body(std::integral_constant<Activation, Activation::gelu>{});
    case Activation::linear: return body(std::integral_constant<Activation, Activation::linear>{});
  }
}

}  // namespace replicas::gpu
