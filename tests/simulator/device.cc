#include "simulator/device.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

#include "simulator/fat_binary.h"

namespace replicas::simulator {

Device& Device::the() {
  static auto* const device = new Device;  // never freed: plugins end after it
  return *device;
}

Device::Device() {
  if (std::getenv("REPLICAS_SIMULATED_BACKWARDS") != nullptr) turns_ = Turns::backwards;
}

void Device::submit(Stream* stream, Work work) {
  if (stream == nullptr) {
    wait_for_all();
    usual_.waiting.push_back(std::move(work));
    do_waiting(usual_);
  } else if (stream->records) {
    stream->recorded.push_back(std::move(work));
  } else {
    stream->waiting.push_back(std::move(work));
  }
}

void Device::do_waiting(Stream& stream) {
  while (!stream.waiting.empty()) {
    const Work work = std::move(stream.waiting.front());
    stream.waiting.pop_front();
    if (broken_ != cudaSuccess) continue;
    try {
      work();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "simulated GPU: %s\n", error.what());
      broken_ = cudaErrorLaunchFailure;
    }
  }
}

cudaError_t Device::wait(Stream* stream) {
  if (stream == nullptr) return wait_for_all();
  do_waiting(*stream);
  return broken_;
}

cudaError_t Device::wait_for_all() {
  for (const auto& stream : streams_) do_waiting(*stream);
  return broken_;
}

Stream* Device::new_stream() { return streams_.emplace_back(std::make_unique<Stream>()).get(); }

void Device::end_stream(Stream* stream) {
  do_waiting(*stream);
  std::erase_if(streams_, [&](const auto& other) { return other.get() == stream; });
}

bool Device::records() const {
  return std::any_of(streams_.begin(), streams_.end(), [](const auto& stream) { return stream->records; });
}

void Device::know(const void* host_function, KnownKernel kernel) { known_[host_function] = std::move(kernel); }

KnownKernel* Device::known(const void* host_function) {
  const auto found = known_.find(host_function);
  return found == known_.end() ? nullptr : &found->second;
}

const Module& Device::module_of(const void* fat_binary) {
  const auto [found, is_new] = modules_.try_emplace(fat_binary);
  if (is_new) found->second = parse(ptx_of(fat_binary));
  return found->second;
}

cudaError_t Device::start(const KnownKernel& known, const dim3& blocks, const dim3& threads, void** arguments,
                          std::size_t shared_bytes, Stream* stream) {
  const Module& module = module_of(known.fat_binary);
  const Kernel& kernel = module.kernels.at(known.name);
  if (blocks.x == 0 || blocks.y == 0 || blocks.z == 0 || blocks.x > 0x7FFFFFFF || blocks.y > 65535 || blocks.z > 65535)
    return cudaErrorInvalidConfiguration;
  if (threads.x == 0 || threads.y != 1 || threads.z != 1) return cudaErrorInvalidConfiguration;
  if (threads.x > static_cast<unsigned>(kernel.most_threads)) return cudaErrorLaunchOutOfResources;
  if (kernel.shared_bytes + shared_bytes > known.most_shared_bytes) return cudaErrorInvalidValue;
  std::vector<unsigned char> bytes(kernel.parameter_bytes);
  for (std::size_t i = 0; i < kernel.parameters.size(); ++i)
    std::memcpy(bytes.data() + kernel.parameters[i].offset, arguments[i], kernel.parameters[i].bytes);
  const Grid grid{{blocks.x, blocks.y, blocks.z}, threads.x, shared_bytes};
  submit(stream, [this, &module, &kernel, grid, bytes = std::move(bytes)] {
    run(module, kernel, grid, bytes, memory_, turns_);
  });
  return cudaSuccess;
}

}  // namespace replicas::simulator
