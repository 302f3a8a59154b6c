#pragma once

#include "cuda_check.h"
#include "multiply.h"

namespace replicas::gpu {

/// The product with numbers of type `data`, computed as `compute` says. cuBLAS counts by columns: its matrices are our
/// transposes, so it computes C^T = op(B)^T op(A)^T.
template <class Number>
void multiply_by_columns(Stream& stream, const ProductOf<Number>& product, cudaDataType_t data,
                         cublasComputeType_t compute) {
  const Number one = 1, beta = product.accumulate ? 1 : 0;
  const auto operation = [](bool transposed) { return transposed ? CUBLAS_OP_T : CUBLAS_OP_N; };
  cuda_check(cublasGemmStridedBatchedEx(static_cast<cublasHandle_t>(stream.blas()), operation(product.b_transposed),
                                        operation(product.a_transposed), product.columns, product.rows, product.inner,
                                        &one, product.b.data, data, static_cast<int>(product.b.row), product.b.slot,
                                        product.a.data, data, static_cast<int>(product.a.row), product.a.slot, &beta,
                                        product.c.data, data, static_cast<int>(product.c.row), product.c.slot,
                                        product.slots, compute, CUBLAS_GEMM_DEFAULT),
             "cublasGemmStridedBatchedEx");
}

}  // namespace replicas::gpu
