#include "multiply.h"

#include "cuda_check.h"

namespace replicas::gpu {

// cuBLAS counts by columns: its matrices are our transposes, so it computes C^T = op(B)^T op(A)^T.
void multiply(Lane& lane, const Product& product) {
  const float one = 1, beta = product.accumulate ? 1 : 0;
  const auto operation = [](bool transposed) { return transposed ? CUBLAS_OP_T : CUBLAS_OP_N; };
  cuda_check(
      cublasGemmStridedBatchedEx(static_cast<cublasHandle_t>(lane.blas()), operation(product.b_transposed),
                                 operation(product.a_transposed), product.columns, product.rows, product.inner, &one,
                                 product.b.data, CUDA_R_32F, static_cast<int>(product.b.row), product.b.slot,
                                 product.a.data, CUDA_R_32F, static_cast<int>(product.a.row), product.a.slot, &beta,
                                 product.c.data, CUDA_R_32F, static_cast<int>(product.c.row), product.c.slot,
                                 product.slots, CUBLAS_COMPUTE_32F_PEDANTIC, CUBLAS_GEMM_DEFAULT),
      "cublasGemmStridedBatchedEx");
}

}  // namespace replicas::gpu
