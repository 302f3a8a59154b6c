// cuBLAS, as far as the GPU engine calls it: the product as its documentation defines it, column by column. Sums in
// double.
#include <cublas_v2.h>

#include "simulator/device.h"

namespace {

using replicas::simulator::Device;
using replicas::simulator::DeviceMemory;
using replicas::simulator::Stream;

struct Handle {
  Stream* stream = nullptr;
};

/// Matrices of one operand: column j of matrix s begins at data + s * stride + j * leading.
template <class Number>
struct Columns {
  std::uint64_t data;
  long long leading, stride;
  int rows, columns;  ///< as they are stored

  std::uint64_t column(long long matrix, long long j) const {
    return data + static_cast<std::uint64_t>(matrix * stride + j * leading) * sizeof(Number);
  }
  std::size_t column_bytes() const { return static_cast<std::size_t>(rows) * sizeof(Number); }

  /// op of matrix s, column after column.
  std::vector<double> read(DeviceMemory& memory, long long matrix, bool transposed) const {
    std::vector<double> all(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
    for (int j = 0; j < columns; ++j) {
      const auto* const first = reinterpret_cast<const Number*>(memory.reads(column(matrix, j), column_bytes()));
      for (int i = 0; i < rows; ++i)
        all[static_cast<std::size_t>(transposed ? i * columns + j : j * rows + i)] = static_cast<double>(first[i]);
    }
    return all;
  }
};

template <class Number>
void multiply(const Columns<Number>& a, bool a_transposed, const Columns<Number>& b, bool b_transposed, Number alpha,
              Number beta, const Columns<Number>& c, std::size_t inner, int count) {
  DeviceMemory& memory = Device::the().memory();
  memory.begin_work();
  const auto rows = static_cast<std::size_t>(c.rows);
  std::vector<double> sums(rows);
  for (int matrix = 0; matrix < count; ++matrix) {
    const std::vector<double> left = a.read(memory, matrix, a_transposed), right = b.read(memory, matrix, b_transposed);
    for (int j = 0; j < c.columns; ++j) {
      std::fill(sums.begin(), sums.end(), 0.0);
      for (std::size_t k = 0; k < inner; ++k) {
        const double factor = static_cast<double>(alpha) * right[static_cast<std::size_t>(j) * inner + k];
        for (std::size_t i = 0; i < rows; ++i) sums[i] += left[k * rows + i] * factor;
      }
      if (beta != 0) {
        const auto* const old = reinterpret_cast<const Number*>(memory.reads(c.column(matrix, j), c.column_bytes()));
        for (std::size_t i = 0; i < rows; ++i) sums[i] += static_cast<double>(beta) * static_cast<double>(old[i]);
      }
      auto* const to = reinterpret_cast<Number*>(memory.writes(c.column(matrix, j), c.column_bytes()));
      for (std::size_t i = 0; i < rows; ++i) to[i] = static_cast<Number>(sums[i]);
    }
  }
}

/// Whether no element belongs to two results: they lie one behind the other, or their columns between each other's.
bool apart(long long stride, int leading, int rows, int columns, int count) {
  const bool behind = stride >= static_cast<long long>(leading) * (columns - 1) + rows;
  return behind || (stride >= rows && stride * (count - 1) + rows <= leading);
}

}  // namespace

extern "C" {

cublasStatus_t cublasCreate_v2(cublasHandle_t* handle) {
  *handle = reinterpret_cast<cublasHandle_t>(new Handle);
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasDestroy_v2(cublasHandle_t handle) {
  delete reinterpret_cast<Handle*>(handle);
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasSetStream_v2(cublasHandle_t handle, cudaStream_t stream) {
  reinterpret_cast<Handle*>(handle)->stream = reinterpret_cast<Stream*>(stream);
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasSetWorkspace_v2(cublasHandle_t, void* memory, std::size_t) {
  return Device::the().memory().contains(reinterpret_cast<std::uint64_t>(memory)) ? CUBLAS_STATUS_SUCCESS
                                                                                  : CUBLAS_STATUS_INVALID_VALUE;
}
cublasStatus_t cublasSetMathMode(cublasHandle_t, cublasMath_t mode) {
  return mode == CUBLAS_PEDANTIC_MATH ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_NOT_SUPPORTED;
}
const char* cublasGetStatusString(cublasStatus_t) { return "refused by the simulated cuBLAS"; }

cublasStatus_t cublasGemmStridedBatchedEx(cublasHandle_t handle, cublasOperation_t a_operation,
                                          cublasOperation_t b_operation, int m, int n, int k, const void* alpha,
                                          const void* a, cudaDataType a_type, int lda, long long a_stride,
                                          const void* b, cudaDataType b_type, int ldb, long long b_stride,
                                          const void* beta, void* c, cudaDataType c_type, int ldc, long long c_stride,
                                          int count, cublasComputeType_t compute, cublasGemmAlgo_t) {
  const bool at = a_operation == CUBLAS_OP_T, bt = b_operation == CUBLAS_OP_T;
  // As cuBLAS demands; m, n or k of zero is legal there and of no use here.
  if (m <= 0 || n <= 0 || k <= 0 || count <= 0 || lda < (at ? k : m) || ldb < (bt ? n : k) || ldc < m ||
      (count > 1 && !apart(c_stride, ldc, m, n, count)))
    return CUBLAS_STATUS_INVALID_VALUE;
  const auto submit = [&]<class Number>(Number) {
    const auto address = [](const void* p) { return reinterpret_cast<std::uint64_t>(p); };
    const Columns<Number> left{address(a), lda, a_stride, at ? k : m, at ? m : k};
    const Columns<Number> right{address(b), ldb, b_stride, bt ? n : k, bt ? k : n};
    const Columns<Number> result{address(c), ldc, c_stride, m, n};
    Device::the().submit(reinterpret_cast<Handle*>(handle)->stream, [=, alpha = *static_cast<const Number*>(alpha),
                                                                     beta = *static_cast<const Number*>(beta)] {
      multiply<Number>(left, at, right, bt, alpha, beta, result, static_cast<std::size_t>(k), count);
    });
  };
  if (a_type != b_type || a_type != c_type) return CUBLAS_STATUS_NOT_SUPPORTED;
  if (a_type == CUDA_R_32F && compute == CUBLAS_COMPUTE_32F_PEDANTIC)
    submit(float{});
  else if (a_type == CUDA_R_64F && compute == CUBLAS_COMPUTE_64F_PEDANTIC)
    submit(double{});
  else
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return CUBLAS_STATUS_SUCCESS;
}

}  // extern "C"
