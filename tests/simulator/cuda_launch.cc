// What nvcc puts into a program: its code for a GPU is made known, and its kernels are started.
#include <cuda_runtime_api.h>

#include <vector>

#include "simulator/device.h"

using replicas::simulator::answer;
using replicas::simulator::Device;
using replicas::simulator::KnownKernel;
using replicas::simulator::Stream;

namespace {

struct Configuration {
  dim3 blocks, threads;
  std::size_t shared_bytes;
  cudaStream_t stream;
};
std::vector<Configuration>& configurations() {
  static thread_local std::vector<Configuration> all;
  return all;
}

}  // namespace

extern "C" {

void** __cudaRegisterFatBinary(void* fat_binary) { return new void*(fat_binary); }
void __cudaRegisterFatBinaryEnd(void**) {}
void __cudaUnregisterFatBinary(void** handle) {
  Device::the().write_all_counts();  // the program ends
  delete handle;
}
char __cudaInitModule(void**) { return 1; }
void __cudaRegisterVar(void**, char*, char*, const char*, int, std::size_t, int, int) {}
void __cudaRegisterFunction(void** handle, const char* host_function, char*, const char* name, int, uint3*, uint3*,
                            dim3*, dim3*, int*) {
  Device::the().know(host_function, {.fat_binary = *handle, .name = name});
}

unsigned __cudaPushCallConfiguration(dim3 blocks, dim3 threads, std::size_t shared_bytes, CUstream_st* stream) {
  configurations().push_back({blocks, threads, shared_bytes, stream});
  return 0;
}
cudaError_t __cudaPopCallConfiguration(dim3* blocks, dim3* threads, std::size_t* shared_bytes, void* stream) {
  const Configuration top = configurations().back();
  configurations().pop_back();
  *blocks = top.blocks;
  *threads = top.threads;
  *shared_bytes = top.shared_bytes;
  *static_cast<cudaStream_t*>(stream) = top.stream;
  return cudaSuccess;
}

cudaError_t cudaLaunchKernel(const void* function, dim3 blocks, dim3 threads, void** arguments,
                             std::size_t shared_bytes, cudaStream_t stream) {
  Device& device = Device::the();
  const KnownKernel* const kernel = device.known(function);
  if (kernel == nullptr) return answer(cudaErrorInvalidDeviceFunction);
  if (device.broken() != cudaSuccess) return answer(device.broken());
  return answer(device.start(*kernel, blocks, threads, arguments, shared_bytes, reinterpret_cast<Stream*>(stream)));
}
cudaError_t __cudaGetKernel(cudaKernel_t* kernel, const void* function) {
  *kernel = reinterpret_cast<cudaKernel_t>(const_cast<void*>(function));
  return cudaSuccess;
}
cudaError_t __cudaLaunchKernel(cudaKernel_t kernel, dim3 blocks, dim3 threads, void** arguments,
                               std::size_t shared_bytes, cudaStream_t stream) {
  return cudaLaunchKernel(kernel, blocks, threads, arguments, shared_bytes, stream);
}

}  // extern "C"
