#pragma once

#include <cstddef>

#include "engine/cpu/pack.h"

namespace replicas::cpu {

/// Sum of 16 lanes by halves: l + 8, then l + 4, l + 2, l + 1, as InstructionSet::sum_rows does.
template <class Real>
HOST_DEVICE Real sum_of_16(const Real* lanes) {
  Real half[8], quarter[4];
  for (int i = 0; i < 8; ++i) half[i] = lanes[i] + lanes[i + 8];
  for (int i = 0; i < 4; ++i) quarter[i] = half[i] + half[i + 4];
  return (quarter[0] + quarter[2]) + (quarter[1] + quarter[3]);
}

/// A sum in double over 16 logical lanes; `add` names the first lane of the pack (0, or 8 for the second half, ...).
template <class InstructionSet>
struct DoubleLanes {
  static constexpr int half = InstructionSet::width / 2;
  typename InstructionSet::Doubles lanes[16 / half];

  HOST_DEVICE void clear() {
    for (auto& lane : lanes) lane = typename InstructionSet::Doubles{};
  }
  /// lanes += a b, products exact in double.
  HOST_DEVICE void add_product(int part, Pack<InstructionSet> a, Pack<InstructionSet> b) {
    lanes[2 * part] += InstructionSet::low_doubles(a.lanes) * InstructionSet::low_doubles(b.lanes);
    lanes[2 * part + 1] += InstructionSet::high_doubles(a.lanes) * InstructionSet::high_doubles(b.lanes);
  }
  HOST_DEVICE void add(int part, Pack<InstructionSet> a) {
    lanes[2 * part] += InstructionSet::low_doubles(a.lanes);
    lanes[2 * part + 1] += InstructionSet::high_doubles(a.lanes);
  }
  HOST_DEVICE double sum() const {
    double all[16];
    for (int i = 0; i < 16; ++i) all[i] = lanes[i / half][i % half];
    return sum_of_16(all);
  }
};

/// Lane n of the result: sum_k a[n * stride + k] w[k] over `inner` (a multiple of 16) entries, lane by lane over 16
/// logical lanes in index order, then by halves.
template <class InstructionSet>
HOST_DEVICE Pack<InstructionSet> dot_products(const float* a, std::ptrdiff_t stride, const float* w,
                                              std::ptrdiff_t inner) {
  constexpr int width = InstructionSet::width, parts = 16 / width;
  using Floats = typename InstructionSet::Floats;
  Floats sums[width];
  if constexpr (parts == 1) {
#pragma GCC unroll 16
    for (int n = 0; n < width; ++n) sums[n] = Floats{};
    for (std::ptrdiff_t k = 0; k < inner; k += width) {
      const Floats right = load<InstructionSet>(w + k).lanes;
#pragma GCC unroll 16
      for (int n = 0; n < width; ++n)
        sums[n] = InstructionSet::fused(load<InstructionSet>(a + n * stride + k).lanes, right, sums[n]);
    }
  } else {
#pragma GCC unroll 8
    for (int n = 0; n < width; ++n) {
      Floats part[parts];
#pragma GCC unroll 4
      for (int i = 0; i < parts; ++i) part[i] = Floats{};
      for (std::ptrdiff_t k = 0; k < inner; k += 16)
#pragma GCC unroll 4
        for (int i = 0; i < parts; ++i)
          part[i] = InstructionSet::fused(load<InstructionSet>(a + n * stride + k + i * width).lanes,
                                          load<InstructionSet>(w + k + i * width).lanes, part[i]);
      if constexpr (parts == 2)
        sums[n] = part[0] + part[1];
      else
        sums[n] = (part[0] + part[2]) + (part[1] + part[3]);
    }
  }
  return Pack<InstructionSet>(InstructionSet::sum_rows(sums));
}

}  // namespace replicas::cpu
