#pragma once

#include "physics/elementary.h"

namespace replicas {

/// gelu is the tanh form x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) of arXiv:1606.08415; sigmoid 1/(1 + exp(-x));
/// erf 2/sqrt(pi) int_0^x exp(-t^2) dt; softplus ln(1 + exp(x)); leaky_relu x above 0, x/100 below.
enum class Activation { tanh, relu, gelu, linear, sigmoid, erf, exp, softplus, leaky_relu, sin };

/// All of them, for tables and tests.
inline constexpr Activation every_activation[] = {
    Activation::tanh, Activation::relu, Activation::gelu,     Activation::linear,     Activation::sigmoid,
    Activation::erf,  Activation::exp,  Activation::softplus, Activation::leaky_relu, Activation::sin};

inline constexpr double gelu_root = 0.79788456080286536;  // sqrt(2 / pi)
inline constexpr double gelu_cubic = 0.044715;
inline constexpr double erf_slope = 1.1283791670955126;  // 2 / sqrt(pi)
inline constexpr double leak = 0.01;

/// Whether f'(z) cannot be had from a = f(z), so that it is kept beside it.
HOST_DEVICE constexpr bool slope_needs_input(Activation kind) {
  return kind == Activation::gelu || kind == Activation::erf || kind == Activation::softplus || kind == Activation::sin;
}
/// f(0) = 0: units that are only padding then stay silent by themselves.
HOST_DEVICE constexpr bool silent_at_zero(Activation kind) {
  return kind != Activation::sigmoid && kind != Activation::exp && kind != Activation::softplus;
}
/// f(-z) = -f(z).
HOST_DEVICE constexpr bool is_odd(Activation kind) {
  return kind == Activation::tanh || kind == Activation::linear || kind == Activation::erf || kind == Activation::sin;
}
/// f(c z) = c f(z) for c > 0.
HOST_DEVICE constexpr bool is_homogeneous(Activation kind) {
  return kind == Activation::relu || kind == Activation::linear || kind == Activation::leaky_relu;
}
/// f' jumps at 0.
HOST_DEVICE constexpr bool has_kink(Activation kind) {
  return kind == Activation::relu || kind == Activation::leaky_relu;
}

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
  if constexpr (kind == Activation::sigmoid) return logistic_function<Number>(z);
  if constexpr (kind == Activation::erf) return error_function<Number>(z);
  if constexpr (kind == Activation::exp) return exponential<Number>(z);
  if constexpr (kind == Activation::softplus) return soft_plus<Number>(z);
  if constexpr (kind == Activation::leaky_relu) return maximum(z, constant<Number>(leak) * z);
  if constexpr (kind == Activation::sin) return sine<Number>(z);
}

/// f'(z), given z and a = f(z); z is read only where slope_needs_input.
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
  if constexpr (kind == Activation::sigmoid) return fused(-a, a, a);
  if constexpr (kind == Activation::erf) return constant<Number>(erf_slope) * exp_negative<Number>(-(z * z));
  if constexpr (kind == Activation::exp) return a;
  if constexpr (kind == Activation::softplus) return logistic_function<Number>(z);
  if constexpr (kind == Activation::leaky_relu) return select(a > Number(0.0f), Number(1.0f), constant<Number>(leak));
  if constexpr (kind == Activation::sin) return cosine<Number>(z);
}

/// f''(z), given z and a = f(z). Kinks (of relu and leaky_relu) count as 0: Hessian products miss their curvature.
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
  if constexpr (kind == Activation::sigmoid) return fused(-a, a, a) * fused(Number(-2.0f), a, Number(1.0f));
  if constexpr (kind == Activation::erf) return Number(-2.0f) * z * activation_slope<kind>(z, a);
  if constexpr (kind == Activation::exp) return a;
  if constexpr (kind == Activation::softplus) {
    const Number slope = logistic_function<Number>(z);
    return fused(-slope, slope, slope);
  }
  if constexpr (kind == Activation::sin) return -a;
  return Number(0.0f);
}

/// Calls body.operator()<kind>() with the activation as a constant.
template <class Body>
[[gnu::always_inline]] inline auto with_activation(Activation kind, Body body) {
  switch (kind) {
    case Activation::relu: return body.template operator()<Activation::relu>();
    case Activation::gelu: return body.template operator()<Activation::gelu>();
    case Activation::linear: return body.template operator()<Activation::linear>();
    case Activation::sigmoid: return body.template operator()<Activation::sigmoid>();
    case Activation::erf: return body.template operator()<Activation::erf>();
    case Activation::exp: return body.template operator()<Activation::exp>();
    case Activation::softplus: return body.template operator()<Activation::softplus>();
    case Activation::leaky_relu: return body.template operator()<Activation::leaky_relu>();
    case Activation::sin: return body.template operator()<Activation::sin>();
    default: return body.template operator()<Activation::tanh>();
  }
}

}  // namespace replicas
