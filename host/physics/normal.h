#pragma once

#include "physics/elementary.h"

namespace replicas {

template <class Number>
struct NormalPair {
  Number cosine, sine;
};

/// Box-Muller: u = (x + 1/2) 2^-32 of two random words, r = sqrt(-2 ln u0),
///   z0 = r cos(2 pi u1), z1 = r sin(2 pi u1),
/// within 2e-6 of the same in double. The bits are golden: the same for scalars, packs and CUDA.
template <class Number>
HOST_DEVICE NormalPair<Number> box_muller(typename NumberTraits<Number>::Unsigned x0,
                                          typename NumberTraits<Number>::Unsigned x1) {
  using Int = typename NumberTraits<Number>::Int;
  using Unsigned = typename NumberTraits<Number>::Unsigned;
  // ln u0 = e ln 2 + ln(1 + f). Near u0 = 1 the rounded u0 has lost its digits, so f comes from 1 - u0 = (~x0 + 1/2)
  // 2^-32.
  const Number u = fused(to_float(x0), Number(0x1p-32f), Number(0x1p-33f));
  const Number v = fused(to_float(~x0), Number(0x1p-32f), Number(0x1p-33f));
  const Int shifted = int_bits(u) - Int(0x3F3504F3);
  const Int exponent = shifted >> 23;
  const Number m = from_int_bits(int_bits(u) - (exponent << 23));
  const Number f = select(exponent == Int(0), -v, m - Number(1.0f));
  const Number log_u = fused(to_float(exponent), Number(0.69314718f), log1p_reduced(f));
  const Number r = square_root(Number(-2.0f) * log_u);
  // 2 pi u1 = pi k + theta with |theta| <= pi/2: an odd k turns the sign of both, so it goes into r.
  const Unsigned sign = (x1 + Unsigned(0x40000000u)) & Unsigned(0x80000000u);
  const Number signed_r = from_int_bits(int_bits(r) ^ static_cast<Int>(sign));
  const Number t = fused(to_float(static_cast<Int>(x1 << 1)), Number(0x1p-33f), Number(0x1p-33f));  // turns
  const Number t2 = t * t;
  Number s = fused(Number(40.80365753173828f), t2, Number(-76.71897888183594f));
  s = fused(s, t2, Number(81.60829162597656f));
  s = fused(s, t2, Number(-41.34176254272461f));
  s = fused(s, t2, Number(6.2831854820251465f));
  Number c = fused(Number(-24.538782119750977f), t2, Number(60.07903289794922f));
  c = fused(c, t2, Number(-85.4503402709961f));
  c = fused(c, t2, Number(64.93928527832031f));
  c = fused(c, t2, Number(-19.739208221435547f));
  c = fused(c, t2, Number(1.0f));
  return {signed_r * c, signed_r * (s * t)};
}

}  // namespace replicas
