// The CUDA runtime, as far as the GPU engine calls it, with a simulated device behind it. Takes the place of cudart,
// with cuda_launch.cc.
#include <cuda_runtime_api.h>

#include <cstdio>
#include <cstring>
#include <utility>

#include "simulator/device.h"

using replicas::simulator::answer;
using replicas::simulator::Device;
using replicas::simulator::KnownKernel;
using replicas::simulator::Stream;
using replicas::simulator::Work;

namespace {

Stream* stream_of(cudaStream_t stream) { return reinterpret_cast<Stream*>(stream); }
std::uint64_t address(const void* pointer) { return reinterpret_cast<std::uint64_t>(pointer); }

/// What may not be done while a stream records, or on a broken device.
cudaError_t refused() {
  const Device& device = Device::the();
  return device.records() ? cudaErrorStreamCaptureUnsupported : device.broken();
}

struct Graph {
  std::vector<Work> work;
};

void copy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind) {
  replicas::simulator::DeviceMemory& memory = Device::the().memory();
  memory.begin_work();
  const void* const source = kind == cudaMemcpyHostToDevice ? from : memory.reads(address(from), bytes);
  void* const target = kind == cudaMemcpyDeviceToHost ? to : memory.writes(address(to), bytes);
  std::memcpy(target, source, bytes);
}

}  // namespace

extern "C" {

// Errors and the device.

cudaError_t cudaGetLastError() { return std::exchange(replicas::simulator::last_error(), cudaSuccess); }
cudaError_t cudaPeekAtLastError() { return replicas::simulator::last_error(); }
const char* cudaGetErrorName(cudaError_t error) {
  return error == cudaErrorLaunchFailure ? "cudaErrorLaunchFailure" : "cudaError";
}
const char* cudaGetErrorString(cudaError_t error) {
  if (error == cudaSuccess) return "no error";
  if (error == cudaErrorLaunchFailure) return "unspecified launch failure";
  static thread_local char text[64];
  std::snprintf(text, sizeof(text), "error %d of the simulated runtime", static_cast<int>(error));
  return text;
}

cudaError_t cudaDriverGetVersion(int* version) { return cudaRuntimeGetVersion(version); }
cudaError_t cudaRuntimeGetVersion(int* version) {
  *version = CUDART_VERSION;
  return cudaSuccess;
}
cudaError_t cudaGetDeviceCount(int* count) {
  *count = 1;
  return cudaSuccess;
}
cudaError_t cudaGetDevice(int* number) {
  *number = 0;
  return cudaSuccess;
}
cudaError_t cudaSetDevice(int number) { return answer(number == 0 ? cudaSuccess : cudaErrorInvalidDevice); }
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int) {
  *properties = {};
  std::strcpy(properties->name, "simulated GPU");
  properties->major = Device::architecture / 10;
  properties->multiProcessorCount = Device::multiprocessors;
  properties->totalGlobalMem = Device::memory_bytes;
  return cudaSuccess;
}
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr which, int) {
  switch (which) {
    case cudaDevAttrMultiProcessorCount: *value = Device::multiprocessors; return cudaSuccess;
    case cudaDevAttrMaxSharedMemoryPerBlockOptin: *value = static_cast<int>(Device::shared_bytes); return cudaSuccess;
    case cudaDevAttrComputeCapabilityMajor: *value = Device::architecture / 10; return cudaSuccess;
    case cudaDevAttrComputeCapabilityMinor: *value = 0; return cudaSuccess;
    default:
      std::fprintf(stderr, "simulated GPU: unknown attribute %d\n", static_cast<int>(which));
      return answer(cudaErrorInvalidValue);
  }
}
cudaError_t cudaFuncGetAttributes(cudaFuncAttributes* attributes, const void* function) {
  const KnownKernel* const kernel = Device::the().known(function);
  if (kernel == nullptr) return answer(cudaErrorInvalidDeviceFunction);
  *attributes = {};
  attributes->ptxVersion = attributes->binaryVersion = Device::the().architecture_of(*kernel);
  return cudaSuccess;
}
cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int* blocks, const void*, int threads, std::size_t,
                                                                   unsigned) {
  *blocks = 2048 / threads;  // CUB asks, and launches as many blocks as there is work
  return cudaSuccess;
}
cudaError_t cudaFuncSetAttribute(const void* function, cudaFuncAttribute which, int value) {
  KnownKernel* const kernel = Device::the().known(function);
  if (kernel == nullptr) return answer(cudaErrorInvalidDeviceFunction);
  if (which == cudaFuncAttributePreferredSharedMemoryCarveout) return cudaSuccess;
  if (which != cudaFuncAttributeMaxDynamicSharedMemorySize || static_cast<std::size_t>(value) > Device::shared_bytes)
    return answer(cudaErrorInvalidValue);
  kernel->most_shared_bytes = static_cast<std::size_t>(value);
  return cudaSuccess;
}

// Memory.

cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total) {
  *free = Device::the().memory().free();
  *total = Device::memory_bytes;
  return cudaSuccess;
}
cudaError_t cudaMalloc(void** memory, std::size_t bytes) {
  if (const cudaError_t no = refused(); no != cudaSuccess) return answer(no);
  *memory = reinterpret_cast<void*>(Device::the().memory().allocate(bytes));
  return answer(*memory == nullptr && bytes > 0 ? cudaErrorMemoryAllocation : cudaSuccess);
}
cudaError_t cudaFree(void* memory) {
  if (const cudaError_t no = refused(); no != cudaSuccess) return answer(no);
  Device& device = Device::the();
  const cudaError_t error = device.wait_for_all();
  if (memory == nullptr || device.memory().release(address(memory))) return answer(error);
  return answer(cudaErrorInvalidValue);
}
cudaError_t cudaMemcpy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind) {
  if (const cudaError_t no = refused(); no != cudaSuccess) return answer(no);
  Device::the().submit(nullptr, [=] { copy(to, from, bytes, kind); });
  return answer(Device::the().broken());
}
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, cudaStream_t stream) {
  if (kind != cudaMemcpyDeviceToDevice) return answer(cudaErrorInvalidMemcpyDirection);  // of no use to the engine
  Device::the().submit(stream_of(stream), [=] { copy(to, from, bytes, kind); });
  return answer(Device::the().broken());
}
cudaError_t cudaMemset(void* memory, int value, std::size_t bytes) {
  if (const cudaError_t no = refused(); no != cudaSuccess) return answer(no);
  Device::the().submit(nullptr, [=] {
    Device::the().memory().begin_work();
    std::memset(Device::the().memory().writes(address(memory), bytes), value, bytes);
  });
  return answer(Device::the().broken());
}

// Streams and graphs.

cudaError_t cudaDeviceSynchronize() {
  if (const cudaError_t no = refused(); no != cudaSuccess) return answer(no);
  return answer(Device::the().wait_for_all());
}
cudaError_t cudaStreamCreate(cudaStream_t* stream) {
  *stream = reinterpret_cast<cudaStream_t>(Device::the().new_stream());
  return answer(Device::the().broken());
}
cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  Device::the().end_stream(stream_of(stream));
  return cudaSuccess;
}
cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  if (stream_of(stream)->records) return answer(cudaErrorStreamCaptureUnsupported);
  return answer(Device::the().wait(stream_of(stream)));
}
cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode) {
  stream_of(stream)->records = true;
  return cudaSuccess;
}
cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph) {
  stream_of(stream)->records = false;
  *graph = reinterpret_cast<cudaGraph_t>(new Graph{std::exchange(stream_of(stream)->recorded, {})});
  return cudaSuccess;
}
cudaError_t cudaGraphInstantiate(cudaGraphExec_t* executable, cudaGraph_t graph, unsigned long long) {
  *executable = reinterpret_cast<cudaGraphExec_t>(new Graph(*reinterpret_cast<Graph*>(graph)));
  return cudaSuccess;
}
cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream) {
  for (const Work& work : reinterpret_cast<Graph*>(executable)->work) Device::the().submit(stream_of(stream), work);
  return answer(Device::the().broken());
}
cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
  delete reinterpret_cast<Graph*>(graph);
  return cudaSuccess;
}
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable) {
  delete reinterpret_cast<Graph*>(executable);
  return cudaSuccess;
}

}  // extern "C"
