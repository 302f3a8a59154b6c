#pragma once

// The micro-kernel: one register tile serves every matrix product of the engine by its strides. Longer than the usual
// file's idea of one function because the tile, its table of sizes and its driver only make sense together.

#include <cstddef>
#include <utility>

#include "engine/cpu/pack.h"
#include "physics/activation.h"

namespace replicas::cpu {

/// What happens to a finished register tile before it is stored.
enum class Finish {
  store,
  relu,          ///< max(z, 0)
  times_slope,   ///< delta = sum x f'(z), with a = f(z) read from where delta is stored
  times_stored,  ///< delta = sum x slope, the slope read from `slopes` (gelu)
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

template <class Machine, bool inner_contiguous, Finish finish, Activation kind, int rows, int columns>
[[gnu::noinline]] void product_tile(const Product& p, std::ptrdiff_t row, std::ptrdiff_t column) {
  using Number = Pack<Machine>;
  constexpr int width = Machine::width;
  const std::ptrdiff_t a_stride = p.a_stride, b_stride = p.b_stride;
  const float* a = p.a + row * (inner_contiguous ? a_stride : 1);
  const float* b = p.b + column;
  typename Machine::Floats sum[rows][columns];
  if (p.start) {
    const float* start = p.start + row * p.start_stride + column;
#pragma GCC unroll 16
    for (int r = 0; r < rows; ++r)
#pragma GCC unroll 4
      for (int j = 0; j < columns; ++j) sum[r][j] = load<Machine>(start + r * p.start_stride + j * width).lanes;
  } else {
#pragma GCC unroll 16
    for (int r = 0; r < rows; ++r)
#pragma GCC unroll 4
      for (int j = 0; j < columns; ++j) sum[r][j] = Number(0.0f).lanes;
  }
  for (int k = p.inner; k > 0; --k) {
    typename Machine::Floats right[columns];
#pragma GCC unroll 4
    for (int j = 0; j < columns; ++j) right[j] = load<Machine>(b + j * width).lanes;
#pragma GCC unroll 16
    for (int r = 0; r < rows; ++r) {
      const typename Machine::Floats left = Number(inner_contiguous ? a[r * a_stride] : a[r]).lanes;
#pragma GCC unroll 4
      for (int j = 0; j < columns; ++j) sum[r][j] = Machine::fused(left, right[j], sum[r][j]);
    }
    a += inner_contiguous ? 1 : a_stride;
    b += b_stride;
  }
  float* c = p.c + row * p.c_stride + column;
#pragma GCC unroll 16
  for (int r = 0; r < rows; ++r)
#pragma GCC unroll 4
    for (int j = 0; j < columns; ++j) {
      float* const place = c + r * p.c_stride + j * width;
      Number value(sum[r][j]);
      if constexpr (finish == Finish::relu) value = maximum(value, Number(0.0f));
      if constexpr (finish == Finish::times_slope) {
        const Number output = load<Machine>(place);
        if constexpr (kind == Activation::relu) value = select(output > Number(0.0f), value, Number(0.0f));
        if constexpr (kind == Activation::tanh) value = value * activation_slope<kind>(output, output);
      }
      if constexpr (finish == Finish::times_stored)
        value = value * load<Machine>(p.slopes + (row + r) * p.c_stride + column + j * width);
      store(place, value);
    }
}

using ProductTile = void (*)(const Product&, std::ptrdiff_t, std::ptrdiff_t);

template <class Machine, bool inner_contiguous, Finish finish, Activation kind, int columns>
struct ProductTiles {
  static constexpr int most_rows = Machine::tile_rows[columns];
  template <int... rows>
  static ProductTile pick(int n, std::integer_sequence<int, rows...>) {
    static constexpr ProductTile table[] = {
        product_tile<Machine, inner_contiguous, finish, kind, rows + 1, columns>...};
    return table[n - 1];
  }

  /// One panel of columns: rows cut into tiles of nearly equal height, so that no small remainder wastes registers.
  static void run(const Product& p, std::ptrdiff_t column) {
    const int tiles = (p.rows + most_rows - 1) / most_rows;
    const int height = p.rows / tiles, higher = p.rows % tiles;
    const ProductTile tile = pick(height, std::make_integer_sequence<int, most_rows>{});
    const ProductTile high = higher > 0 ? pick(height + 1, std::make_integer_sequence<int, most_rows>{}) : tile;
    std::ptrdiff_t row = 0;
    for (int t = 0; t < higher; ++t, row += height + 1) high(p, row, column);
    for (int t = higher; t < tiles; ++t, row += height) tile(p, row, column);
  }
};

/// Adds sum_k B[k][j] to column_sums, k in index order.
template <class Machine>
void add_column_sums(const Product& p) {
  for (std::ptrdiff_t j = 0; j < p.columns; j += Machine::width) {
    Pack<Machine> sum = load<Machine>(p.column_sums + j);
    for (std::ptrdiff_t k = 0; k < p.inner; ++k) sum = sum + load<Machine>(p.b + k * p.b_stride + j);
    store(p.column_sums + j, sum);
  }
}

template <class Machine, bool inner_contiguous, Finish finish = Finish::store, Activation kind = Activation::linear>
[[gnu::noinline]] void multiply(const Product& p) {
  constexpr int width = Machine::width;
  std::ptrdiff_t column = 0;
  int registers = (p.columns + width - 1) / width;
  while (registers > 0) {
    if (registers == 1) {
      ProductTiles<Machine, inner_contiguous, finish, kind, 1>::run(p, column);
      break;
    }
    if (registers == 3) {
      ProductTiles<Machine, inner_contiguous, finish, kind, 3>::run(p, column);
      break;
    }
    ProductTiles<Machine, inner_contiguous, finish, kind, 2>::run(p, column);
    column += 2 * width;
    registers -= 2;
  }
  if (p.column_sums) add_column_sums<Machine>(p);
}

}  // namespace replicas::cpu
