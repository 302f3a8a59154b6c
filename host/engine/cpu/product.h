#pragma once

// The micro-kernel: one register tile serves every matrix product of the engine by its strides. Longer than the usual
// file's idea of one function because the tile, its table of sizes and its driver only make sense together.

#include <cstddef>
#include <utility>

#include "engine/cpu/pack.h"
#include "engine/cpu/plan.h"
#include "physics/activation.h"

namespace replicas::cpu {

/// What happens to a finished register tile before it is stored.
enum class Finish {
  store,
  relu,          ///< max(z, 0)
  times_slope,   ///< delta = sum x f'(z), with a = f(z) read from where delta is stored
  times_stored,  ///< delta = sum x slope, the slope read from `slopes` (stored)
};

/// C[r][j] = finish(start[r][j] + sum_k A(r, k) B[k][j]), k in index order, fused multiply-adds, j over the lanes.
/// A(r, k) is a[r * a_stride + k] where its rows are contiguous in k, or a[r + k * a_stride] where they are not.
struct Product {
  int rows;     ///< of C
  int columns;  ///< of C, rounded up to whole registers: padding must be zero in B and start
  int inner;    ///< length of the sum
  const float* a;
  std::ptrdiff_t a_stride;
  const float* b;
  std::ptrdiff_t b_stride;
  float* c;
  std::ptrdiff_t c_stride;
  const float* start = nullptr;  ///< null: zero
  std::ptrdiff_t start_stride = 0;
  float* column_sums = nullptr;  ///< null, or sum_k B[k][j] is added to it (the gradient of a bias)
  const float* slopes = nullptr;
};

/// `tiles` register tiles of rows x columns registers each, one below the other, from (row, column) on.
template <class InstructionSet, bool inner_contiguous, Finish finish, Units units, int rows, int columns,
          bool with_sums>
[[gnu::noinline]] void product_tiles(const Product& product, std::ptrdiff_t row, int tiles, std::ptrdiff_t column) {
  using Number = Pack<InstructionSet>;
  constexpr int width = InstructionSet::width;
  const Product p = product;  // a copy of its own: stores to C cannot change it
  const float* a_tile = p.a + row * (inner_contiguous ? p.a_stride : 1);
  const float* const b_tile = p.b + column;
  float* c = p.c + row * p.c_stride + column;
  const float* start = p.start + row * p.start_stride + column;
  const float* slopes = p.slopes + row * p.c_stride + column;
  Number sums[columns];
  if constexpr (with_sums)
    for (int j = 0; j < columns; ++j) sums[j] = load<InstructionSet>(p.column_sums + column + j * width);
  for (int tile = 0; tile < tiles; ++tile) {
    Number sum[rows][columns];
    if (p.start == nullptr) {
#pragma GCC unroll 16
      for (int r = 0; r < rows; ++r)
#pragma GCC unroll 4
        for (int j = 0; j < columns; ++j) sum[r][j] = Number(0.0f);
    } else if (p.start_stride == 0) {
#pragma GCC unroll 4
      for (int j = 0; j < columns; ++j) {
        const Number same = load<InstructionSet>(start + j * width);
#pragma GCC unroll 16
        for (int r = 0; r < rows; ++r) sum[r][j] = same;
      }
    } else {
#pragma GCC unroll 16
      for (int r = 0; r < rows; ++r, start += p.start_stride)
#pragma GCC unroll 4
        for (int j = 0; j < columns; ++j) sum[r][j] = load<InstructionSet>(start + j * width);
    }
    // Rows of A three by three from one pointer each: three rows are what x86 addresses reach from a pointer and a
    // stride, and the empty asm keeps the compiler from spending a register on every row instead.
    constexpr int groups = inner_contiguous ? (rows + 2) / 3 : 1;
    const float *b = b_tile, *a[groups];
#pragma GCC unroll 4
    for (int g = 0; g < groups; ++g) {
      a[g] = a_tile + 3 * g * p.a_stride;
      asm("" : "+r"(a[g]));
    }
    for (int k = p.inner; k > 0; --k) {
      Number right[columns];
#pragma GCC unroll 4
      for (int j = 0; j < columns; ++j) {
        right[j] = load<InstructionSet>(b + j * width);
        if constexpr (with_sums) sums[j] = sums[j] + right[j];
      }
#pragma GCC unroll 16
      for (int r = 0; r < rows; ++r) {
        const Number left(inner_contiguous ? a[r / 3][r % 3 * p.a_stride] : a[0][r]);
#pragma GCC unroll 4
        for (int j = 0; j < columns; ++j) sum[r][j] = fused(left, right[j], sum[r][j]);
      }
#pragma GCC unroll 4
      for (int g = 0; g < groups; ++g) a[g] += inner_contiguous ? 1 : p.a_stride;
      b += p.b_stride;
    }
#pragma GCC unroll 16
    for (int r = 0; r < rows; ++r) {
#pragma GCC unroll 4
      for (int j = 0; j < columns; ++j) {
        Number value = sum[r][j];
        if constexpr (finish == Finish::relu) value = maximum(value, Number(0.0f));
        if constexpr (finish == Finish::times_slope) {
          const Number output = load<InstructionSet>(c + j * width);
          if constexpr (units == Units::relu) value = select(output > Number(0.0f), value, Number(0.0f));
          if constexpr (units == Units::tanh) value = value * activation_slope<Activation::tanh>(output, output);
        }
        if constexpr (finish == Finish::times_stored) value = value * load<InstructionSet>(slopes + j * width);
        store(c + j * width, value);
      }
      c += p.c_stride;
      if constexpr (finish == Finish::times_stored) slopes += p.c_stride;
    }
    a_tile += rows * (inner_contiguous ? p.a_stride : 1);
  }
  if constexpr (with_sums)
    for (int j = 0; j < columns; ++j) store(p.column_sums + column + j * width, sums[j]);
}

using ProductTiles = void (*)(const Product&, std::ptrdiff_t row, int tiles, std::ptrdiff_t column);

/// One panel of columns: rows cut into tiles of nearly equal height, at or above the height at which the multiply-add
/// units are just busy (more accumulators than that only make the change from tile to tile slower).
template <class InstructionSet, bool inner_contiguous, Finish finish, Units units, int columns>
struct ProductPanel {
  static constexpr int good_rows = InstructionSet::good_rows[columns], most_rows = InstructionSet::most_rows[columns];
  template <bool with_sums, int... rows>
  static ProductTiles pick(int height, std::integer_sequence<int, rows...>) {
    static constexpr ProductTiles table[] = {
        product_tiles<InstructionSet, inner_contiguous, finish, units, rows + 1, columns, with_sums>...};
    return table[height - 1];
  }

  static void run(const Product& p, std::ptrdiff_t column) {
    constexpr auto heights = std::make_integer_sequence<int, most_rows>{};
    int tiles = p.rows < good_rows ? 1 : p.rows / good_rows;
    if (tiles * most_rows < p.rows) tiles = (p.rows + most_rows - 1) / most_rows;
    const int height = p.rows / tiles, higher = p.rows % tiles;
    std::ptrdiff_t row = 0;
    int done = 0;
    if constexpr (!inner_contiguous && finish == Finish::store)
      if (p.column_sums) {  // every tile meets all of B: the first one adds it up
        const int first = higher > 0 ? height + 1 : height;
        pick<true>(first, heights)(p, 0, 1, column);
        row += first;
        done = 1;
      }
    if (done < higher) {
      pick<false>(height + 1, heights)(p, row, higher - done, column);
      row += (height + 1) * (higher - done);
      done = higher;
    }
    if (done < tiles) pick<false>(height, heights)(p, row, tiles - done, column);
  }
};

template <class InstructionSet, bool inner_contiguous, Finish finish = Finish::store, Units units = Units::linear>
[[gnu::noinline]] void multiply(const Product& p) {
  constexpr int width = InstructionSet::width;
  std::ptrdiff_t column = 0;
  int registers = (p.columns + width - 1) / width;
  if constexpr (InstructionSet::panel == 3)
    for (; registers == 3 || registers > 4; registers -= 3, column += 3 * width)
      ProductPanel<InstructionSet, inner_contiguous, finish, units, 3>::run(p, column);
  for (; registers == 2 || registers > 3; registers -= 2, column += 2 * width)
    ProductPanel<InstructionSet, inner_contiguous, finish, units, 2>::run(p, column);
  if (registers == 3) ProductPanel<InstructionSet, inner_contiguous, finish, units, 3>::run(p, column);
  if (registers == 1) ProductPanel<InstructionSet, inner_contiguous, finish, units, 1>::run(p, column);
}

}  // namespace replicas::cpu
