#pragma once

#include <cublas_v2.h>
#include <cuda_runtime_api.h>

#include <source_location>

namespace replicas::gpu {

/// Throws when a CUDA or cuBLAS call failed: 71 when memory ran out, otherwise 70, naming call, place and device.
void cuda_check(cudaError_t status, const char* call, std::source_location place = std::source_location::current());
void cuda_check(cublasStatus_t status, const char* call, std::source_location place = std::source_location::current());

}  // namespace replicas::gpu
