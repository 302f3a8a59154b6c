#pragma once

#include "physics/elementary.h"

namespace replicas {

template <class Number>
struct NormalPair {
  Number cosine, sine;
};

/// Box-Muller: u = (x + 1/2) 2^-32 of two random words, r = sqrt(-2 ln u0),
///   z0 = r cos(2 pi u1), z1 = r sin(2 pi u1),
/// within 2e-6 of the same in double. The bits are golden: the same for scalars, packs and CUDA. Polynomials are
/// minimax fits: -ln u to a relative 1.5e-7, the cosine to 5e-8, the sine to 6e-9.
template <class Number>
HOST_DEVICE NormalPair<Number> box_muller(typename NumberTraits<Number>::Unsigned x0,
                                          typename NumberTraits<Number>::Unsigned x1) {
  using Int = typename NumberTraits<Number>::Int;
  using Unsigned = typename NumberTraits<Number>::Unsigned;
  // ln u0 = e ln 2 + ln(1 + f). Above sqrt(1/2) a rounded u0 would have lost the digits of its distance from 1, so
  // there f = -(1 - u0) comes from 1 - u0 = (~x0 + 1/2) 2^-32 and e = 0.
  const auto near_one = x0 > Unsigned(0xB504F333u);
  const Number u = fused(to_float(select(near_one, ~x0, x0)), Number(0x1p-32f), Number(0x1p-33f));
  const Int shifted = int_bits(u) - Int(0x3F3504F3);
  const Int exponent = shifted >> 23;
  const Number m = from_int_bits(int_bits(u) - (exponent << 23));
  const Number f = select(near_one, -u, m - Number(1.0f));
  const Number e = select(near_one, Number(0.0f), to_float(exponent));
  Number p = fused(Number(0.10499747842550278f), f, Number(-0.16390232741832733f));
  p = fused(p, f, Number(0.1717551201581955f));
  p = fused(p, f, Number(-0.19874006509780884f));
  p = fused(p, f, Number(0.24975809454917908f));
  p = fused(p, f, Number(-0.33336007595062256f));
  p = fused(p, f, Number(0.5000017285346985f));
  const Number minus_log = fused(e, Number(-0.69314718f), fused(f * f, p, -f));
  const Number r = square_root(minus_log);  // r / sqrt(2): the root is in the coefficients below
  // 2 pi u1 = pi k + theta with |theta| <= pi/2: an odd k turns the sign of both, so it goes into r.
  const Unsigned sign = (x1 + Unsigned(0x40000000u)) & Unsigned(0x80000000u);
  const Number signed_r = from_int_bits(int_bits(r) ^ static_cast<Int>(sign));
  const Number t = fused(to_float(static_cast<Int>(x1 << 1)), Number(0x1p-33f), Number(0x1p-33f));  // turns
  const Number t2 = t * t;
  Number s = fused(Number(56.34181594848633f), t2, Number(-108.32135772705078f));
  s = fused(s, t2, Number(115.40446472167969f));
  s = fused(s, t2, Number(-58.46599197387695f));
  s = fused(s, t2, Number(8.88576602935791f));
  Number c = fused(Number(79.61178588867188f), t2, Number(-120.55860137939453f));
  c = fused(c, t2, Number(91.8318862915039f));
  c = fused(c, t2, Number(-27.91541290283203f));
  c = fused(c, t2, Number(1.4142135381698608f));
  return {signed_r * c, signed_r * (s * t)};
}

}  // namespace replicas
