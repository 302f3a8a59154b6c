#pragma once

#include <cstddef>
#include <cstdint>

#include "physics/host_device.h"

namespace replicas::generic {

/// 4 lanes of GCC's portable vector types: any machine. Where the processor has no fused multiply-add the C library
/// computes it, slowly and with the same bits.
struct InstructionSet {
  static constexpr int width = 4;
  static constexpr int panel = 3;
  static constexpr int good_rows[4] = {0, 4, 4, 2}, most_rows[4] = {0, 4, 4, 2};
  using Floats = float __attribute__((vector_size(16), may_alias));
  using FloatsAnywhere = float __attribute__((vector_size(16), may_alias, aligned(4)));
  using Ints = std::int32_t __attribute__((vector_size(16), may_alias));
  using Unsigned = std::uint32_t __attribute__((vector_size(16), may_alias));
  using Wide = std::uint64_t __attribute__((vector_size(16), may_alias));
  using Doubles = double __attribute__((vector_size(16), may_alias));
  struct Mask {
    Ints lanes;
  };

  HOST_DEVICE static Floats fused(Floats a, Floats b, Floats c) {
    return Floats{__builtin_fmaf(a[0], b[0], c[0]), __builtin_fmaf(a[1], b[1], c[1]), __builtin_fmaf(a[2], b[2], c[2]),
                  __builtin_fmaf(a[3], b[3], c[3])};
  }
  HOST_DEVICE static Floats square_root(Floats a) {
    return Floats{__builtin_sqrtf(a[0]), __builtin_sqrtf(a[1]), __builtin_sqrtf(a[2]), __builtin_sqrtf(a[3])};
  }
  HOST_DEVICE static Floats maximum(Floats a, Floats b) { return a > b ? a : b; }
  HOST_DEVICE static Floats minimum(Floats a, Floats b) { return a < b ? a : b; }
  HOST_DEVICE static Mask less(Floats a, Floats b) { return {a < b}; }
  HOST_DEVICE static Mask less(Ints a, Ints b) { return {a < b}; }
  HOST_DEVICE static Mask less(Unsigned a, Unsigned b) { return {Ints(a < b)}; }
  HOST_DEVICE static Mask equal(Ints a, Ints b) { return {a == b}; }
  HOST_DEVICE static Floats select(Mask mask, Floats a, Floats b) { return mask.lanes ? a : b; }
  HOST_DEVICE static Unsigned select(Mask mask, Unsigned a, Unsigned b) { return mask.lanes ? a : b; }
  HOST_DEVICE static unsigned bits(Mask mask) {
    return (mask.lanes[0] & 1u) | (mask.lanes[1] & 2u) | (mask.lanes[2] & 4u) | (mask.lanes[3] & 8u);
  }
  HOST_DEVICE static Unsigned complement(Unsigned a) { return ~a; }
  HOST_DEVICE static bool any(Mask mask) { return bits(mask) != 0; }
  HOST_DEVICE static int count(Mask mask) { return __builtin_popcount(bits(mask)); }
  HOST_DEVICE static Mask both(Mask a, Mask b) { return {a.lanes & b.lanes}; }
  HOST_DEVICE static Mask either(Mask a, Mask b) { return {a.lanes | b.lanes}; }
  HOST_DEVICE static Floats to_float(Ints a) { return __builtin_convertvector(a, Floats); }
  HOST_DEVICE static Floats to_float(Unsigned a) {
    return Floats{static_cast<float>(a[0]), static_cast<float>(a[1]), static_cast<float>(a[2]),
                  static_cast<float>(a[3])};
  }
  HOST_DEVICE static Ints lane_numbers() { return Ints{0, 1, 2, 3}; }
  HOST_DEVICE static Doubles low_doubles(Floats a) { return Doubles{a[0], a[1]}; }
  HOST_DEVICE static Doubles high_doubles(Floats a) { return Doubles{a[2], a[3]}; }

  HOST_DEVICE static Wide multiply_low(Wide a, Wide b) { return (a & 0xFFFFFFFFu) * (b & 0xFFFFFFFFu); }
  HOST_DEVICE static Wide high_halves(Wide a) { return a >> 32; }
  HOST_DEVICE static Wide exclusive_or(Wide a, Wide b, Wide c) { return a ^ b ^ c; }
  HOST_DEVICE static Unsigned low_halves(Wide a, Wide b) {
    return Unsigned{static_cast<std::uint32_t>(a[0]), static_cast<std::uint32_t>(a[1]),
                    static_cast<std::uint32_t>(b[0]), static_cast<std::uint32_t>(b[1])};
  }
  HOST_DEVICE static Floats load_blocks(const float* p, std::ptrdiff_t) {
    return *reinterpret_cast<const FloatsAnywhere*>(p);
  }
  HOST_DEVICE static void transpose_blocks(Floats& r0, Floats& r1, Floats& r2, Floats& r3) {
    const Floats a{r0[0], r1[0], r2[0], r3[0]}, b{r0[1], r1[1], r2[1], r3[1]}, c{r0[2], r1[2], r2[2], r3[2]},
        d{r0[3], r1[3], r2[3], r3[3]};
    r0 = a;
    r1 = b;
    r2 = c;
    r3 = d;
  }
  HOST_DEVICE static Floats sum_rows(const Floats (&r)[4]) {
    return Floats{(r[0][0] + r[0][2]) + (r[0][1] + r[0][3]), (r[1][0] + r[1][2]) + (r[1][1] + r[1][3]),
                  (r[2][0] + r[2][2]) + (r[2][1] + r[2][3]), (r[3][0] + r[3][2]) + (r[3][1] + r[3][3])};
  }
};

}  // namespace replicas::generic
