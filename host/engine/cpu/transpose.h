#pragma once

#include <cstddef>

#include "engine/cpu/pack.h"

namespace replicas::cpu {

/// to[j][i] = from[i][j] for i < rows, j < columns; both padded, and the padding of `to` stays as it is.
template <class InstructionSet>
void transpose(int rows, int columns, const float* from, std::ptrdiff_t from_stride, float* to,
               std::ptrdiff_t to_stride) {
  constexpr int width = InstructionSet::width;
  std::ptrdiff_t i = 0;
  for (; i + width <= rows; i += width)
    for (std::ptrdiff_t j = 0; j < columns; j += 4) {
      typename InstructionSet::Floats row[4];
#pragma GCC unroll 4
      for (int q = 0; q < 4; ++q)
        row[q] = InstructionSet::load_blocks(from + (i + q) * from_stride + j, 4 * from_stride);
      InstructionSet::transpose_blocks(row[0], row[1], row[2], row[3]);
      for (int q = 0; q < 4 && j + q < columns; ++q) store(to + (j + q) * to_stride + i, Pack<InstructionSet>(row[q]));
    }
  for (; i < rows; ++i)
    for (std::ptrdiff_t j = 0; j < columns; ++j) to[j * to_stride + i] = from[i * from_stride + j];
}

}  // namespace replicas::cpu
