// Stands in for cuBLAS: the product as its header defines it, element by element, in double.
#include "multiply.h"

namespace replicas::gpu {

namespace {

template <class Number>
void multiply_by_loops(const ProductOf<Number>& p) {
  for (int slot = 0; slot < p.slots; ++slot) {
    const auto at = [slot](const MatricesOf<Number>& m, int row, int column) -> Number& {
      return m.data[slot * m.slot + row * m.row + column];
    };
    for (int row = 0; row < p.rows; ++row)
      for (int column = 0; column < p.columns; ++column) {
        double sum = p.accumulate ? static_cast<double>(at(p.c, row, column)) : 0;
        for (int k = 0; k < p.inner; ++k) {
          const Number a = p.a_transposed ? at(p.a, k, row) : at(p.a, row, k);
          const Number b = p.b_transposed ? at(p.b, column, k) : at(p.b, k, column);
          sum += static_cast<double>(a) * static_cast<double>(b);
        }
        at(p.c, row, column) = static_cast<Number>(sum);
      }
  }
}

}  // namespace

void multiply(Stream&, const Product& product) { multiply_by_loops(product); }
void multiply(Stream&, const DoubleProduct& product) { multiply_by_loops(product); }

}  // namespace replicas::gpu
