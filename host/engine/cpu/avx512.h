#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "physics/host_device.h"

namespace replicas::avx512 {

/// 16 lanes in one register; needs AVX-512 F, DQ, VL and BW.
struct InstructionSet {
  static constexpr int width = 16;
  static constexpr int panel = 3;  ///< columns of a register tile where there are many
  /// Rows of a register tile of 1, 2, 3 columns: enough for two multiply-adds per cycle, and at most.
  static constexpr int good_rows[4] = {0, 12, 6, 4}, most_rows[4] = {0, 12, 11, 7};
  using Floats = float __attribute__((vector_size(64), may_alias));
  using FloatsAnywhere = float __attribute__((vector_size(64), may_alias, aligned(4)));
  using Ints = std::int32_t __attribute__((vector_size(64), may_alias));
  using Unsigned = std::uint32_t __attribute__((vector_size(64), may_alias));
  using Wide = std::uint64_t __attribute__((vector_size(64), may_alias));
  using Doubles = double __attribute__((vector_size(64), may_alias));
  using Mask = __mmask16;

  HOST_DEVICE static Floats fused(Floats a, Floats b, Floats c) { return _mm512_fmadd_ps(a, b, c); }
  HOST_DEVICE static Floats square_root(Floats a) { return _mm512_sqrt_ps(a); }
  HOST_DEVICE static Floats maximum(Floats a, Floats b) { return _mm512_max_ps(a, b); }
  HOST_DEVICE static Floats minimum(Floats a, Floats b) { return _mm512_min_ps(a, b); }
  HOST_DEVICE static Mask less(Floats a, Floats b) { return _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ); }
  HOST_DEVICE static Mask less(Ints a, Ints b) { return _mm512_cmplt_epi32_mask(__m512i(a), __m512i(b)); }
  HOST_DEVICE static Mask less(Unsigned a, Unsigned b) { return _mm512_cmplt_epu32_mask(__m512i(a), __m512i(b)); }
  HOST_DEVICE static Mask equal(Ints a, Ints b) { return _mm512_cmpeq_epi32_mask(__m512i(a), __m512i(b)); }
  HOST_DEVICE static Floats select(Mask mask, Floats a, Floats b) { return _mm512_mask_blend_ps(mask, b, a); }
  HOST_DEVICE static Unsigned select(Mask mask, Unsigned a, Unsigned b) {
    return Unsigned(_mm512_mask_blend_epi32(mask, __m512i(b), __m512i(a)));
  }
  /// GCC 12 writes ~a as an instruction that also reads its old destination, a dependence on whatever was there.
  HOST_DEVICE static Unsigned complement(Unsigned a) {
    return Unsigned(_mm512_ternarylogic_epi32(__m512i(a), __m512i(a), __m512i(a), 0x55));
  }
  HOST_DEVICE static bool any(Mask mask) { return mask != 0; }
  HOST_DEVICE static int count(Mask mask) { return __builtin_popcount(mask); }
  HOST_DEVICE static unsigned bits(Mask mask) { return mask; }
  HOST_DEVICE static Mask both(Mask a, Mask b) { return static_cast<Mask>(a & b); }
  HOST_DEVICE static Mask either(Mask a, Mask b) { return static_cast<Mask>(a | b); }
  HOST_DEVICE static Floats to_float(Ints a) { return _mm512_cvtepi32_ps(__m512i(a)); }
  HOST_DEVICE static Floats to_float(Unsigned a) { return _mm512_cvtepu32_ps(__m512i(a)); }
  HOST_DEVICE static Ints lane_numbers() { return Ints{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}; }
  HOST_DEVICE static Doubles low_doubles(Floats a) { return _mm512_cvtps_pd(_mm512_castps512_ps256(a)); }
  HOST_DEVICE static Doubles high_doubles(Floats a) { return _mm512_cvtps_pd(_mm512_extractf32x8_ps(a, 1)); }

  /// Product of the low 32 bits of each 64-bit lane.
  HOST_DEVICE static Wide multiply_low(Wide a, Wide b) { return Wide(_mm512_mul_epu32(__m512i(a), __m512i(b))); }
  /// The high half of each 64-bit lane in its low half, whatever in the high half: a shuffle has more ports than a
  /// shift.
  HOST_DEVICE static Wide high_halves(Wide a) { return Wide(_mm512_movehdup_ps(__m512(a))); }
  HOST_DEVICE static Wide exclusive_or(Wide a, Wide b, Wide c) {
    return Wide(_mm512_ternarylogic_epi64(__m512i(a), __m512i(b), __m512i(c), 0x96));
  }
  /// Lane 4L + j of the result: the low half of 64-bit lane 2L + j of `a` (j < 2), or 2L + j - 2 of `b`.
  HOST_DEVICE static Unsigned low_halves(Wide a, Wide b) {
    return Unsigned(_mm512_shuffle_ps(__m512(a), __m512(b), 0x88));
  }
  /// Block L of four lanes from p + L * stride.
  HOST_DEVICE static Floats load_blocks(const float* p, std::ptrdiff_t stride) {
    __m512 r = _mm512_castps128_ps512(_mm_loadu_ps(p));
    r = _mm512_insertf32x4(r, _mm_loadu_ps(p + stride), 1);
    r = _mm512_insertf32x4(r, _mm_loadu_ps(p + 2 * stride), 2);
    return _mm512_insertf32x4(r, _mm_loadu_ps(p + 3 * stride), 3);
  }
  /// Transposes each 4x4 block: lane 4L + j of row i becomes lane 4L + i of row j.
  HOST_DEVICE static void transpose_blocks(Floats& r0, Floats& r1, Floats& r2, Floats& r3) {
    const __m512d a = __m512d(_mm512_unpacklo_ps(r0, r1)), b = __m512d(_mm512_unpackhi_ps(r0, r1));
    const __m512d c = __m512d(_mm512_unpacklo_ps(r2, r3)), d = __m512d(_mm512_unpackhi_ps(r2, r3));
    r0 = Floats(_mm512_unpacklo_pd(a, c));
    r1 = Floats(_mm512_unpackhi_pd(a, c));
    r2 = Floats(_mm512_unpacklo_pd(b, d));
    r3 = Floats(_mm512_unpackhi_pd(b, d));
  }
  /// Lane i of the result: the sum over the lanes of r[i], by halves (l + 8, then l + 4, l + 2, l + 1).
  HOST_DEVICE static Floats sum_rows(const Floats (&r)[16]) {
    Floats eighths[8], quarters[4];
#pragma GCC unroll 8
    for (int i = 0; i < 8; ++i)
      eighths[i] = _mm512_shuffle_f32x4(r[i], r[i + 8], 0x44) + _mm512_shuffle_f32x4(r[i], r[i + 8], 0xEE);
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i)
      quarters[i] = Floats(_mm512_shuffle_f32x4(eighths[i], eighths[i + 4], 0x88)) +
                    Floats(_mm512_shuffle_f32x4(eighths[i], eighths[i + 4], 0xDD));
    // Blocks of quarters[i] belong to rows i, i + 8, i + 4, i + 12; four partial sums each.
    const Floats a = Floats(_mm512_shuffle_ps(quarters[0], quarters[1], 0x44)) +
                     Floats(_mm512_shuffle_ps(quarters[0], quarters[1], 0xEE));
    const Floats b = Floats(_mm512_shuffle_ps(quarters[2], quarters[3], 0x44)) +
                     Floats(_mm512_shuffle_ps(quarters[2], quarters[3], 0xEE));
    const Floats sums = Floats(_mm512_shuffle_ps(a, b, 0x88)) + Floats(_mm512_shuffle_ps(a, b, 0xDD));
    return _mm512_shuffle_f32x4(sums, sums, _MM_SHUFFLE(3, 1, 2, 0));
  }
};

}  // namespace replicas::avx512
