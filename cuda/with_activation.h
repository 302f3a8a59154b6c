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
    case Activation::sigmoid: return body(std::integral_constant<Activation, Activation::sigmoid>{});
    case Activation::erf: return body(std::integral_constant<Activation, Activation::erf>{});
    case Activation::exp: return body(std::integral_constant<Activation, Activation::exp>{});
    case Activation::softplus: return body(std::integral_constant<Activation, Activation::softplus>{});
    case Activation::leaky_relu: return body(std::integral_constant<Activation, Activation::leaky_relu>{});
    case Activation::sin: return body(std::integral_constant<Activation, Activation::sin>{});
  }
}

}  // namespace replicas::gpu
