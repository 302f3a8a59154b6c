#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "physics/host_device.h"

// Elementary functions as fixed polynomials with explicit fused multiply-adds, so that a scalar loop, a pack of 16
// floats and a CUDA thread give the same bits. Templates over a number type: `float` and `double` here (double falls
// back to libm: it is the oracle's type), the packs of the vector kernels in their own headers. A number type brings,
// found by overload: fused, select(mask, a, b), maximum, minimum, magnitude, square_root, int_bits, from_int_bits,
// to_float, is_label.

namespace replicas {

template <class Number>
struct NumberTraits;
template <>
struct NumberTraits<float> {
  using Int = std::int32_t;
  using Unsigned = std::uint32_t;
};

HOST_DEVICE float fused(float a, float b, float c) { return std::fma(a, b, c); }
HOST_DEVICE double fused(double a, double b, double c) { return std::fma(a, b, c); }
HOST_DEVICE float select(bool mask, float a, float b) { return mask ? a : b; }
HOST_DEVICE double select(bool mask, double a, double b) { return mask ? a : b; }
HOST_DEVICE std::uint32_t select(bool mask, std::uint32_t a, std::uint32_t b) { return mask ? a : b; }
HOST_DEVICE float maximum(float a, float b) { return a > b ? a : b; }
HOST_DEVICE double maximum(double a, double b) { return a > b ? a : b; }
HOST_DEVICE float minimum(float a, float b) { return a < b ? a : b; }
HOST_DEVICE double minimum(double a, double b) { return a < b ? a : b; }
HOST_DEVICE float magnitude(float a) { return std::fabs(a); }
HOST_DEVICE double magnitude(double a) { return std::fabs(a); }
HOST_DEVICE float square_root(float a) { return std::sqrt(a); }
HOST_DEVICE std::int32_t int_bits(float a) { return std::bit_cast<std::int32_t>(a); }
HOST_DEVICE float from_int_bits(std::int32_t a) { return std::bit_cast<float>(a); }
HOST_DEVICE float to_float(std::int32_t a) { return static_cast<float>(a); }
HOST_DEVICE float to_float(std::uint32_t a) { return static_cast<float>(a); }
HOST_DEVICE bool is_label(std::int32_t label, int output) { return label == output; }

/// ln(1 + f) for f in [sqrt(1/2) - 1, sqrt(2) - 1], relative error of the polynomial 6e-9.
template <class Number>
HOST_DEVICE Number log1p_reduced(Number f) {
  Number p = fused(Number(-0.07636940479278564f), f, Number(0.12762485444545746f));
  p = fused(p, f, Number(-0.13159550726413727f));
  p = fused(p, f, Number(0.14201539754867554f));
  p = fused(p, f, Number(-0.1662341058254242f));
  p = fused(p, f, Number(0.2000124305486679f));
  p = fused(p, f, Number(-0.2500081956386566f));
  p = fused(p, f, Number(0.3333333134651184f));
  const Number f2 = f * f;
  return f + fused(p * f, f2, Number(-0.5f) * f2);
}

/// ln(1 + s) for s >= 0, accurate relative to the result also where s is tiny.
template <class Number>
HOST_DEVICE Number log1p_positive(Number s) {
  using Int = typename NumberTraits<Number>::Int;
  const Number u = Number(1.0f) + s;
  const Number lost = s - (u - Number(1.0f));
  // u = 2^e m with m in [sqrt(1/2), sqrt(2)): subtract the bits of sqrt(1/2), keep the exponent field.
  const Int shifted = int_bits(u) - Int(0x3F3504F3);
  const Int exponent = shifted >> 23;
  const Number m = from_int_bits(int_bits(u) - (exponent << 23));
  const Number scale = from_int_bits((Int(127) - exponent) << 23);
  const Number f = select(exponent == Int(0), s, fused(lost, scale, m - Number(1.0f)));
  const Number e = to_float(exponent);
  return fused(e, Number(0.693145751953125f), fused(e, Number(1.428606765330187e-06f), log1p_reduced(f)));
}
template <>
HOST_DEVICE double log1p_positive<double>(double s) {
  return std::log1p(s);
}

/// exp(x) for x <= 0 (0 below -87).
template <class Number>
HOST_DEVICE Number exp_negative(Number x) {
  using Int = typename NumberTraits<Number>::Int;
  const Number clamped = maximum(x, Number(-87.0f));
  // Adding 1.5 * 2^23 rounds to the nearest integer, which then sits in the low bits.
  const Number magic = Number(12582912.0f);
  const Number shifted = fused(clamped, Number(1.44269504f), magic);
  const Number n = shifted - magic;
  const Int exponent = int_bits(shifted) - int_bits(magic);
  Number r = fused(n, Number(-0.693145751953125f), clamped);
  r = fused(n, Number(-1.428606765330187e-06f), r);
  Number p = fused(Number(0.0013821362517774105f), r, Number(0.00836866907775402f));
  p = fused(p, r, Number(0.04166825860738754f));
  p = fused(p, r, Number(0.1666652113199234f));
  p = fused(p, r, Number(0.4999999403953552f));
  const Number y = fused(p, r * r, r) + Number(1.0f);
  return select(x < Number(-87.0f), Number(0.0f), y * from_int_bits((exponent + Int(127)) << 23));
}
template <>
HOST_DEVICE double exp_negative<double>(double x) {
  return std::exp(x);
}

/// exp(x) of either sign; infinite above 87 in float.
template <class Number>
HOST_DEVICE Number exponential(Number x) {
  const Number e = exp_negative(-magnitude(x));
  return select(x > Number(0.0f), Number(1.0f) / e, e);
}

/// q / (1 + q).
template <class Number>
HOST_DEVICE Number over_one_plus(Number q) {
  return q / (Number(1.0f) + q);
}
/// For q in [0, 1] the same bits without a division, which on a GPU would branch, so that elements could not overlap (a
/// processor has a divider beside its multipliers). A parabola for 1 / d on [1, 2] (error 1/99), two Newton steps, and
/// the remainder of q r.
template <>
HOST_DEVICE float over_one_plus<float>(float q) {
  const float d = 1.0f + q;
  float r = fused(fused(0.32323232f, d, -1.4545455f), d, 2.1212122f);
  r = fused(r, fused(-d, r, 1.0f), r);
  r = fused(r, fused(-d, r, 1.0f), r);
  const float ratio = q * r;
  return fused(fused(-d, ratio, q), r, ratio);
}

/// Hyperbolic tangent: an odd polynomial near 0, else 1 - 2 q / (1 + q) with q = exp(-2 |x|).
template <class Number>
HOST_DEVICE Number hyperbolic_tangent(Number x) {
  const Number a = magnitude(x);
  const Number x2 = x * x;
  Number p = fused(Number(-0.005694468040019274f), x2, Number(0.02062983624637127f));
  p = fused(p, x2, Number(-0.05373691767454147f));
  p = fused(p, x2, Number(0.1333140879869461f));
  p = fused(p, x2, Number(-0.3333328068256378f));
  const Number small = fused(p * x2, x, x);
  const Number q = exp_negative(Number(-2.0f) * a);
  const Number large = fused(Number(-2.0f), over_one_plus(q), Number(1.0f));
  return select(a < Number(0.625f), small, select(x < Number(0.0f), -large, large));
}
template <>
HOST_DEVICE double hyperbolic_tangent<double>(double x) {
  return std::tanh(x);
}

/// 1 / (1 + exp(-x)), relative to the result: q / (1 + q) with q = exp(-|x|), or 1 minus that.
template <class Number>
HOST_DEVICE Number logistic_function(Number x) {
  const Number less = over_one_plus(exp_negative(-magnitude(x)));
  return select(x < Number(0.0f), less, Number(1.0f) - less);
}

/// ln(1 + exp(x)) = max(x, 0) + ln(1 + exp(-|x|)).
template <class Number>
HOST_DEVICE Number soft_plus(Number x) {
  return maximum(x, Number(0.0f)) + log1p_positive(exp_negative(-magnitude(x)));
}

/// erf(x) = 2 / sqrt(pi) int_0^x exp(-t^2) dt: an odd polynomial below 0.9 (relative error 1.2e-8), above it
/// 1 - exp(-g(|x|)) with g = -ln erfc a polynomial up to 4 (absolute error of the result 1.6e-9), where floats say 1.
template <class Number>
HOST_DEVICE Number error_function(Number x) {
  const Number x2 = x * x;
  Number p = fused(Number(-0.0006090305396355689f), x2, Number(0.0050119515508413315f));
  p = fused(p, x2, Number(-0.026778900995850563f));
  p = fused(p, x2, Number(0.11282140761613846f));
  p = fused(p, x2, Number(-0.3761252462863922f));
  p = fused(p, x2, Number(1.1283791065216064f));
  const Number a = minimum(magnitude(x), Number(4.0f));
  Number g = fused(Number(-0.00019720615819096565f), a, Number(0.003055830020457506f));
  g = fused(g, a, Number(-0.02227790839970112f));
  g = fused(g, a, Number(0.10403893887996674f));
  g = fused(g, a, Number(0.6370580792427063f));
  g = fused(g, a, Number(1.1277505159378052f));
  g = fused(g, a, Number(0.00017728761304169893f));
  const Number large = Number(1.0f) - exp_negative(-g);
  return select(a < Number(0.9f), p * x, select(x < Number(0.0f), -large, large));
}
template <>
HOST_DEVICE double error_function<double>(double x) {
  return std::erf(x);
}

/// sin(r) for |r| <= pi / 2, relative error of the polynomial 6e-9.
template <class Number>
HOST_DEVICE Number sine_reduced(Number r) {
  const Number r2 = r * r;
  Number p = fused(Number(2.601886990305502e-06f), r2, Number(-0.00019807412172667682f));
  p = fused(p, r2, Number(0.008333025500178337f));
  p = fused(p, r2, Number(-0.16666656732559204f));
  return fused(p * r2, r, r);
}

/// x - turns pi, pi in three parts of a float each.
template <class Number>
HOST_DEVICE Number less_half_turns(Number x, Number turns) {
  Number r = fused(turns, Number(-3.1415927410125732f), x);
  r = fused(turns, Number(8.742277657347586e-08f), r);
  return fused(turns, Number(3.4302490200117637e-15f), r);
}

/// sin(x) = (-1)^n sin(x - n pi), n the nearest integer to x / pi; within 1.3e-7 for |x| <= 1e4.
template <class Number>
HOST_DEVICE Number sine(Number x) {
  const Number magic = Number(12582912.0f);  // see exp_negative
  const Number shifted = fused(x, Number(0.31830987334251404f), magic);
  const auto sign = (int_bits(shifted) - int_bits(magic)) << 31;
  return from_int_bits(int_bits(sine_reduced(less_half_turns(x, shifted - magic))) ^ sign);
}
template <>
HOST_DEVICE double sine<double>(double x) {
  return std::sin(x);
}

/// cos(x) = -(-1)^n sin(x - (n + 1/2) pi), n the nearest integer to x / pi - 1/2; within 1.3e-7 for |x| <= 1e4.
template <class Number>
HOST_DEVICE Number cosine(Number x) {
  const Number magic = Number(12582912.0f);
  const Number shifted = fused(x, Number(0.31830987334251404f), Number(-0.5f)) + magic;
  const auto sign = (int_bits(shifted) - int_bits(magic)) << 31;
  const Number turns = (shifted - magic) + Number(0.5f);
  return from_int_bits(int_bits(-sine_reduced(less_half_turns(x, turns))) ^ sign);
}
template <>
HOST_DEVICE double cosine<double>(double x) {
  return std::cos(x);
}

}  // namespace replicas
