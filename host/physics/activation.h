#pragma once

#include "physics/elementary.h"

namespace replicas {

/// gelu is the tanh form x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) of arXiv:1606.08415.
enum class Activation { tanh, relu, gelu, linear };

inline constexpr double gelu_root = 0.79788456080286536;  // sqrt(2 / pi)
inline constexpr double gelu_cubic = 0.044715;

/// A constant in the precision of the number type: float unless it is double.
template <class Number>
HOST_DEVICE Number constant(double value) {
  return Number(static_cast<float>(value));
}
template <>
HOST_DEVICE double constant<double>(double value) {
  return value;
}

template <class Number>
HOST_DEVICE Number gelu_tanh(Number z) {
  return hyperbolic_tangent<Number>(constant<Number>(gelu_root) * fused(constant<Number>(gelu_cubic) * z * z, z, z));
}

/// a = f(z).
template <Activation kind, class Number>
HOST_DEVICE Number activation(Number z) {
  if constexpr (kind == Activation::tanh) return hyperbolic_tangent<Number>(z);
  if constexpr (kind == Activation::relu) return maximum(z, Number(0.0f));
  if constexpr (kind == Activation::gelu) return Number(0.5f) * z * (Number(1.0f) + gelu_tanh(z));
  if constexpr (kind == Activation::linear) return z;
}

/// f'(z), given z and a = f(z); tanh, relu and linear read a only.
template <Activation kind, class Number>
HOST_DEVICE Number activation_slope(Number z, Number a) {
  if constexpr (kind == Activation::tanh) return fused(-a, a, Number(1.0f));
  if constexpr (kind == Activation::relu) return select(a > Number(0.0f), Number(1.0f), Number(0.0f));
  if constexpr (kind == Activation::gelu) {
    const Number t = gelu_tanh(z);
    const Number inner = constant<Number>(gelu_root) * fused(constant<Number>(3 * gelu_cubic) * z, z, Number(1.0f));
    return Number(0.5f) * (fused(z * inner, fused(-t, t, Number(1.0f)), t) + Number(1.0f));
  }
  if constexpr (kind == Activation::linear) return Number(1.0f);
}

/// f''(z), given z and a = f(z). The kink of relu counts as 0: its Hessian products miss the curvature of the kinks.
template <Activation kind, class Number>
HOST_DEVICE Number activation_curvature(Number z, Number a) {
  if constexpr (kind == Activation::tanh) return Number(-2.0f) * a * fused(-a, a, Number(1.0f));
  if constexpr (kind == Activation::gelu) {
    const Number t = gelu_tanh(z);
    const Number t_slope = fused(-t, t, Number(1.0f));
    const Number inner = constant<Number>(gelu_root) * fused(constant<Number>(3 * gelu_cubic) * z, z, Number(1.0f));
    const Number inner_slope = constant<Number>(gelu_root) * (constant<Number>(6 * gelu_cubic) * z);
    return t_slope * fused(Number(0.5f) * z, fused(Number(-2.0f) * t * inner, inner, inner_slope), inner);
  }
  return Number(0.0f);
}

}  // namespace replicas
