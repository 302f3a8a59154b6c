#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "physics/host_device.h"

namespace replicas::avx2 {

/// 8 lanes in one register; needs AVX2 and FMA. 16 logical lanes are two registers, the low half first.
struct InstructionSet {
  static constexpr int width = 8;
  static constexpr int panel = 2;  ///< columns of a register tile where there are many: one cache line of B
  static constexpr int good_rows[4] = {0, 12, 6, 4}, most_rows[4] = {0, 12, 6, 4};
  using Floats = float __attribute__((vector_size(32), may_alias));
  using FloatsAnywhere = float __attribute__((vector_size(32), may_alias, aligned(4)));
  using Ints = std::int32_t __attribute__((vector_size(32), may_alias));
  using Unsigned = std::uint32_t __attribute__((vector_size(32), may_alias));
  using Wide = std::uint64_t __attribute__((vector_size(32), may_alias));
  using Doubles = double __attribute__((vector_size(32), may_alias));
  struct Mask {
    Ints lanes;
  };

  HOST_DEVICE static Floats fused(Floats a, Floats b, Floats c) { return _mm256_fmadd_ps(a, b, c); }
  HOST_DEVICE static Floats square_root(Floats a) { return _mm256_sqrt_ps(a); }
  HOST_DEVICE static Floats maximum(Floats a, Floats b) { return _mm256_max_ps(a, b); }
  HOST_DEVICE static Floats minimum(Floats a, Floats b) { return _mm256_min_ps(a, b); }
  HOST_DEVICE static Mask less(Floats a, Floats b) { return {Ints(_mm256_cmp_ps(a, b, _CMP_LT_OQ))}; }
  HOST_DEVICE static Mask less(Ints a, Ints b) { return {Ints(_mm256_cmpgt_epi32(__m256i(b), __m256i(a)))}; }
  HOST_DEVICE static Mask less(Unsigned a, Unsigned b) { return less(Ints(a ^ 0x80000000u), Ints(b ^ 0x80000000u)); }
  HOST_DEVICE static Mask equal(Ints a, Ints b) { return {Ints(_mm256_cmpeq_epi32(__m256i(a), __m256i(b)))}; }
  HOST_DEVICE static Floats select(Mask mask, Floats a, Floats b) { return _mm256_blendv_ps(b, a, __m256(mask.lanes)); }
  HOST_DEVICE static Unsigned select(Mask mask, Unsigned a, Unsigned b) {
    return Unsigned(_mm256_blendv_epi8(__m256i(b), __m256i(a), __m256i(mask.lanes)));
  }
  HOST_DEVICE static unsigned bits(Mask mask) { return static_cast<unsigned>(_mm256_movemask_ps(__m256(mask.lanes))); }
  HOST_DEVICE static Unsigned complement(Unsigned a) { return ~a; }
  HOST_DEVICE static bool any(Mask mask) { return bits(mask) != 0; }
  HOST_DEVICE static int count(Mask mask) { return __builtin_popcount(bits(mask)); }
  HOST_DEVICE static Mask both(Mask a, Mask b) { return {a.lanes & b.lanes}; }
  HOST_DEVICE static Mask either(Mask a, Mask b) { return {a.lanes | b.lanes}; }
  HOST_DEVICE static Floats to_float(Ints a) { return _mm256_cvtepi32_ps(__m256i(a)); }
  /// Both halves are exact, the fused multiply-add rounds once: the correctly rounded value.
  HOST_DEVICE static Floats to_float(Unsigned a) {
    const Floats high = to_float(Ints(a >> 16)), low = to_float(Ints(a & 0xFFFFu));
    return fused(high, 65536.0f - Floats{}, low);
  }
  HOST_DEVICE static Ints lane_numbers() { return Ints{0, 1, 2, 3, 4, 5, 6, 7}; }
  HOST_DEVICE static Doubles low_doubles(Floats a) { return _mm256_cvtps_pd(_mm256_castps256_ps128(a)); }
  HOST_DEVICE static Doubles high_doubles(Floats a) { return _mm256_cvtps_pd(_mm256_extractf128_ps(a, 1)); }

  HOST_DEVICE static Wide multiply_low(Wide a, Wide b) { return Wide(_mm256_mul_epu32(__m256i(a), __m256i(b))); }
  HOST_DEVICE static Wide high_halves(Wide a) { return Wide(_mm256_movehdup_ps(__m256(a))); }
  HOST_DEVICE static Wide exclusive_or(Wide a, Wide b, Wide c) { return a ^ b ^ c; }
  HOST_DEVICE static Unsigned low_halves(Wide a, Wide b) {
    return Unsigned(_mm256_shuffle_ps(__m256(a), __m256(b), 0x88));
  }
  HOST_DEVICE static Floats load_blocks(const float* p, std::ptrdiff_t stride) {
    return _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(p)), _mm_loadu_ps(p + stride), 1);
  }
  HOST_DEVICE static void transpose_blocks(Floats& r0, Floats& r1, Floats& r2, Floats& r3) {
    const __m256d a = __m256d(_mm256_unpacklo_ps(r0, r1)), b = __m256d(_mm256_unpackhi_ps(r0, r1));
    const __m256d c = __m256d(_mm256_unpacklo_ps(r2, r3)), d = __m256d(_mm256_unpackhi_ps(r2, r3));
    r0 = Floats(_mm256_unpacklo_pd(a, c));
    r1 = Floats(_mm256_unpackhi_pd(a, c));
    r2 = Floats(_mm256_unpacklo_pd(b, d));
    r3 = Floats(_mm256_unpackhi_pd(b, d));
  }
  HOST_DEVICE static Floats sum_rows(const Floats (&r)[8]) {
    Floats quarters[4];
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i)
      quarters[i] =
          Floats(_mm256_permute2f128_ps(r[i], r[i + 4], 0x20)) + Floats(_mm256_permute2f128_ps(r[i], r[i + 4], 0x31));
    const Floats a = Floats(_mm256_shuffle_ps(quarters[0], quarters[1], 0x44)) +
                     Floats(_mm256_shuffle_ps(quarters[0], quarters[1], 0xEE));
    const Floats b = Floats(_mm256_shuffle_ps(quarters[2], quarters[3], 0x44)) +
                     Floats(_mm256_shuffle_ps(quarters[2], quarters[3], 0xEE));
    return Floats(_mm256_shuffle_ps(a, b, 0x88)) + Floats(_mm256_shuffle_ps(a, b, 0xDD));
  }
};

}  // namespace replicas::avx2
