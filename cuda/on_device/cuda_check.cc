#include "cuda_check.h"

#include <string_view>

#include "device.h"
#include "model/error.h"

namespace replicas::gpu {

namespace {

std::string_view file_of(const std::source_location& place) {
  const std::string_view path = place.file_name();
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

void cuda_check(cudaError_t status, const char* call, std::source_location place) {
  if (status == cudaSuccess) return;
  static_cast<void>(cudaGetLastError());  // or the next launch would report this one as its own
  require(status != cudaErrorMemoryAllocation, ErrorKind::out_of_memory,
          "{} ran out of memory on {}; use fewer <replicas>, temperatures or <examples>", call, device_name());
  throw DeviceFailure(fmt::format("{} failed on {}: {} ({}, {} line {})", call, device_name(),
                                  cudaGetErrorString(status), cudaGetErrorName(status), file_of(place), place.line()));
}

void cuda_check(cublasStatus_t status, const char* call, std::source_location place) {
  if (status == CUBLAS_STATUS_SUCCESS) return;
  require(status != CUBLAS_STATUS_ALLOC_FAILED, ErrorKind::out_of_memory,
          "{} ran out of memory on {}; use fewer <replicas>, temperatures or <examples>", call, device_name());
  throw DeviceFailure(fmt::format("{} failed on {}: {} ({} line {})", call, device_name(),
                                  cublasGetStatusString(status), file_of(place), place.line()));
}

}  // namespace replicas::gpu
