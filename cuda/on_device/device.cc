#include "device.h"

#include "cuda_check.h"
#include "model/error.h"

namespace replicas::gpu {

namespace {

constexpr std::size_t blas_workspace = 32 << 20;  // what cuBLAS advises for Hopper; fixed, so graphs may replay

int selected() {
  int number = 0;
  return cudaGetDevice(&number) == cudaSuccess ? number : 0;
}

int attribute(cudaDeviceAttr which) {
  int value = 0;
  cuda_check(cudaDeviceGetAttribute(&value, which, selected()), "cudaDeviceGetAttribute");
  return value;
}

}  // namespace

void select_device(int number) {
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  require(status == cudaSuccess && count > 0, ErrorKind::no_device, "no GPU: {}",
          status == cudaSuccess ? "the driver lists none" : cudaGetErrorString(status));
  require(number >= 0 && number < count, ErrorKind::no_device, "<gpu> {}: this machine shows {} GPU{}, counted from 0",
          number, count, count == 1 ? "" : "s");
  cuda_check(cudaSetDevice(number), "cudaSetDevice");
}

std::string device_name() {
  cudaDeviceProp properties{};
  if (cudaGetDeviceProperties(&properties, selected()) != cudaSuccess) return "GPU " + std::to_string(selected());
  return properties.name;
}

int multiprocessors() { return attribute(cudaDevAttrMultiProcessorCount); }

std::size_t shared_memory_per_block() {
  return static_cast<std::size_t>(attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin));
}

std::size_t free_memory() {
  std::size_t free = 0, total = 0;
  cuda_check(cudaMemGetInfo(&free, &total), "cudaMemGetInfo");
  return free;
}

void* allocate(std::size_t bytes) {
  void* memory = nullptr;
  cuda_check(cudaMalloc(&memory, bytes), "cudaMalloc");
  return memory;
}

void release(void* memory) noexcept {
  if (memory != nullptr) static_cast<void>(cudaFree(memory));
}

void copy_to_device(void* to, const void* from, std::size_t bytes) {
  if (bytes == 0) return;
  cuda_check(cudaMemcpy(to, from, bytes, cudaMemcpyHostToDevice), "cudaMemcpy to the device");
  cuda_check(cudaDeviceSynchronize(), "cudaDeviceSynchronize");
}

void copy_to_host(void* to, const void* from, std::size_t bytes) {
  if (bytes > 0) cuda_check(cudaMemcpy(to, from, bytes, cudaMemcpyDeviceToHost), "cudaMemcpy to the host");
}

void clear(void* memory, std::size_t bytes) {
  if (bytes == 0) return;
  cuda_check(cudaMemset(memory, 0, bytes), "cudaMemset");
  cuda_check(cudaDeviceSynchronize(), "cudaDeviceSynchronize");
}

struct Stream::State {
  cudaStream_t stream = nullptr;
  cublasHandle_t blas = nullptr;
  void* workspace = nullptr;

  ~State() {
    if (blas != nullptr) static_cast<void>(cublasDestroy(blas));
    if (stream != nullptr) static_cast<void>(cudaStreamDestroy(stream));
    release(workspace);
  }
};

Stream::Stream() : state_(std::make_unique<State>()) {
  cuda_check(cudaStreamCreate(&state_->stream), "cudaStreamCreate");
  cuda_check(cublasCreate(&state_->blas), "cublasCreate");
  cuda_check(cublasSetStream(state_->blas, state_->stream), "cublasSetStream");
  state_->workspace = allocate(blas_workspace);
  cuda_check(cublasSetWorkspace(state_->blas, state_->workspace, blas_workspace), "cublasSetWorkspace");
  // float32 stays float32: no tf32, no emulation by bf16, whatever the environment asks for.
  cuda_check(cublasSetMathMode(state_->blas, CUBLAS_PEDANTIC_MATH), "cublasSetMathMode");
}

Stream::~Stream() = default;

void Stream::wait() { cuda_check(cudaStreamSynchronize(state_->stream), "a kernel or a product"); }
void* Stream::handle() const { return state_->stream; }
void* Stream::blas() const { return state_->blas; }

void copy_on_device(Stream& stream, void* to, const void* from, std::size_t bytes) {
  cuda_check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, static_cast<cudaStream_t>(stream.handle())),
             "cudaMemcpyAsync");
}

struct Graph::State {
  cudaStream_t stream = nullptr;
  cudaGraph_t graph = nullptr;
  cudaGraphExec_t executable = nullptr;

  ~State() {
    if (executable != nullptr) static_cast<void>(cudaGraphExecDestroy(executable));
    if (graph != nullptr) static_cast<void>(cudaGraphDestroy(graph));
  }
};

Graph::Graph(Stream& stream, const std::function<void()>& work) : state_(std::make_unique<State>()) {
  state_->stream = static_cast<cudaStream_t>(stream.handle());
  cuda_check(cudaStreamBeginCapture(state_->stream, cudaStreamCaptureModeThreadLocal), "cudaStreamBeginCapture");
  work();
  cuda_check(cudaStreamEndCapture(state_->stream, &state_->graph), "cudaStreamEndCapture");
  cuda_check(cudaGraphInstantiate(&state_->executable, state_->graph, 0), "cudaGraphInstantiate");
}

Graph::~Graph() = default;

void Graph::start() { cuda_check(cudaGraphLaunch(state_->executable, state_->stream), "cudaGraphLaunch"); }

}  // namespace replicas::gpu
