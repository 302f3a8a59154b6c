#pragma once

#include <cstddef>

#include "device.h"

namespace replicas::gpu {

/// One matrix per slot: element (row, column) of slot s at data + s * slot + row * row_length + column.
template <class Number>
struct MatricesOf {
  Number* data = nullptr;
  std::ptrdiff_t row = 0;   ///< distance between rows
  std::ptrdiff_t slot = 0;  ///< distance between the matrices of two slots; 0: the same one for all
};

/// C = op(A) op(B), or C += op(A) op(B), for every slot, in the precision of its numbers:
/// C [rows][columns], op(A) [rows][inner], op(B) [inner][columns]; a transposed operand is stored the other way round.
template <class Number>
struct ProductOf {
  int rows = 0, columns = 0, inner = 0, slots = 1;
  MatricesOf<Number> a{}, b{}, c{};
  bool a_transposed = false, b_transposed = false, accumulate = false;
};

using Matrices = MatricesOf<float>;
using Product = ProductOf<float>;
using DoubleProduct = ProductOf<double>;

/// Puts the product on the stream. The one place that knows cuBLAS; tests/emulation has loops instead.
void multiply(Stream& stream, const Product& product);
void multiply(Stream& stream, const DoubleProduct& product);

}  // namespace replicas::gpu
