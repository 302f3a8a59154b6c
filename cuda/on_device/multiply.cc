#include "multiply.h"

#include "cuda_check.h"

namespace replicas::gpu {

namespace {

// Pedantic: the products of float32 stay float32, those of float64 are not emulated by smaller numbers.
struct Precision {
  cudaDataType_t data;
  cublasComputeType_t compute;
};
constexpr Precision precision_of(float) { return {CUDA_R_32F, CUBLAS_COMPUTE_32F_PEDANTIC}; }
constexpr Precision precision_of(double) { return {CUDA_R_64F, CUBLAS_COMPUTE_64F_PEDANTIC}; }

// cuBLAS counts by columns: its matrices are our transposes, so it computes C^T = op(B)^T op(A)^T.
template <class Number>
void multiply_by_columns(Lane& lane, const ProductOf<Number>& product) {
  constexpr Precision precision = precision_of(Number{});
  const Number one = 1, beta = product.accumulate ? 1 : 0;
  const auto operation = [](bool transposed) { return transposed ? CUBLAS_OP_T : CUBLAS_OP_N; };
  cuda_check(
      cublasGemmStridedBatchedEx(static_cast<cublasHandle_t>(lane.blas()), operation(product.b_transposed),
                                 operation(product.a_transposed), product.columns, product.rows, product.inner, &one,
                                 product.b.data, precision.data, static_cast<int>(product.b.row), product.b.slot,
                                 product.a.data, precision.data, static_cast<int>(product.a.row), product.a.slot, &beta,
                                 product.c.data, precision.data, static_cast<int>(product.c.row), product.c.slot,
                                 product.slots, precision.compute, CUBLAS_GEMM_DEFAULT),
      "cublasGemmStridedBatchedEx");
}

}  // namespace

void multiply(Lane& lane, const Product& product) { multiply_by_columns(lane, product); }
void multiply(Lane& lane, const DoubleProduct& product) { multiply_by_columns(lane, product); }

}  // namespace replicas::gpu
