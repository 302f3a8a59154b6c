// The device of the emulation: ordinary memory, filled with NaN when taken, freed and guarded by the heap (so that
// AddressSanitizer sees every access out of bounds); work runs at once, a graph is a function kept.
#include "device.h"

#include <cstdlib>
#include <cstring>

#include "emulation/device_size.h"
#include "model/error.h"
#include "model/number_in.h"

namespace replicas::gpu {

namespace {

/// With REPLICAS_EMULATED_COPIES=n in the environment, the device is lost after n copies to the host: what cudaMemcpy
/// then says, every kernel's error included.
void count_copy() {
  const char* const text = std::getenv("REPLICAS_EMULATED_COPIES");
  static long left = text == nullptr ? -1 : std::atol(text);
  if (left > 0) --left;
  // REPLICAS_EMULATED_BUG=1: it is not the device, it is us.
  if (left == 0 && std::getenv("REPLICAS_EMULATED_BUG") != nullptr)
    fail(ErrorKind::internal, "planted: 3 weights for 4");
  if (left == 0)
    throw DeviceFailure(
        fmt::format("cudaMemcpy failed on {}: unspecified launch failure (cudaErrorLaunchFailure)", device_name()));
}

}  // namespace

void select_device(int number) {
  const char* const several = std::getenv("REPLICAS_EMULATED_GPUS");  // as many as the plugin reports
  const int count = several != nullptr ? number_in<int>(several) : 1;
  require(number < count, ErrorKind::no_device, "<gpu> {}: the emulation shows {} GPU, counted from 0", number, count);
}
std::string device_name() { return "emulated"; }
int multiprocessors() { return emulation::device_size().multiprocessors; }
std::size_t shared_memory_per_block() { return emulation::device_size().shared_bytes; }
std::size_t free_memory() { return emulation::device_size().memory_bytes; }

void* allocate(std::size_t bytes) {
  void* const memory = std::malloc(bytes);
  require(memory != nullptr, ErrorKind::out_of_memory, "no memory");
  return std::memset(memory, 0xFF, bytes);
}
void release(void* memory) noexcept { std::free(memory); }
void copy_to_device(void* to, const void* from, std::size_t bytes) {
  if (bytes > 0) std::memcpy(to, from, bytes);
}
void copy_to_host(void* to, const void* from, std::size_t bytes) {
  count_copy();
  if (bytes > 0) std::memcpy(to, from, bytes);
}
void copy_on_device(Stream&, void* to, const void* from, std::size_t bytes) { std::memcpy(to, from, bytes); }
void clear(void* memory, std::size_t bytes) {
  if (bytes > 0) std::memset(memory, 0, bytes);
}

struct Stream::State {};
Stream::Stream() = default;
Stream::~Stream() = default;
void Stream::wait() {}
void* Stream::handle() const { return nullptr; }
void* Stream::blas() const { return nullptr; }

struct Graph::State {
  std::function<void()> work;
};
Graph::Graph(Stream&, const std::function<void()>& work) : state_(std::make_unique<State>(State{work})) {}
Graph::~Graph() = default;
void Graph::start() { state_->work(); }

}  // namespace replicas::gpu
