#pragma once

#include <type_traits>

#include "physics/activation.h"

namespace replicas::gpu {

/// Calls `body` with the activation as a constant (its argument's `value`), for templates over it.
template <class Body>
void with_activation(Activation kind, Body body) {
  replicas::with_activation(kind, [&]<Activation own>() { body(std::integral_constant<Activation, own>{}); });
}

}  // namespace replicas::gpu
