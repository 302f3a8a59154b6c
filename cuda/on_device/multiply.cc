#include "multiply.h"

#include "multiply_by_columns.h"

namespace replicas::gpu {

// Pedantic: the products of float32 stay float32, those of float64 are not emulated by smaller numbers.
void multiply(Stream& stream, const Product& product) {
  multiply_by_columns(stream, product, CUDA_R_32F, CUBLAS_COMPUTE_32F_PEDANTIC);
}
void multiply(Stream& stream, const DoubleProduct& product) {
  multiply_by_columns(stream, product, CUDA_R_64F, CUBLAS_COMPUTE_64F_PEDANTIC);
}

}  // namespace replicas::gpu
