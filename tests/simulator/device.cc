#include "simulator/device.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>

#include "simulator/fat_binary.h"

namespace replicas::simulator {

namespace {

const char* setting(const char* name) {
  const char* const text = std::getenv(name);
  return text == nullptr ? "" : text;
}

/// With REPLICAS_SIMULATED_WITHOUT_BARRIER=n, the n-th barrier of each kernel does nothing: it has to be missed.
void remove_barrier(Module& module) {
  const std::string text = setting("REPLICAS_SIMULATED_WITHOUT_BARRIER");
  if (text.empty()) return;
  for (auto& [name, kernel] : module.kernels) {
    long left = std::stol(text);
    for (Instruction& instruction : kernel.code)
      if (instruction.flow == Flow::barrier && left-- == 0) {
        instruction.flow = Flow::next;
        instruction.execute = [](Warp&, const Instruction&, Mask) {};
      }
  }
}

}  // namespace

Device& Device::the() {
  static auto* const device = new Device;  // never freed: plugins end after it
  return *device;
}

Device::Device() {
  counts_to_ = setting("REPLICAS_SIMULATED_COUNTS");
  if (setting("REPLICAS_SIMULATED_TURNS") == std::string("backwards")) turns_ = Turns::backwards;
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
  if (stream == nullptr || turns_ == Turns::backwards) return wait_for_all();  // others may be ahead, or not
  do_waiting(*stream);
  return broken_;
}

cudaError_t Device::wait_for_all() {
  if (turns_ == Turns::backwards)
    for (auto stream = streams_.rbegin(); stream != streams_.rend(); ++stream) do_waiting(**stream);
  else
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
  if (is_new) {
    found->second = parse(ptx_of(fat_binary));
    remove_barrier(found->second);
  }
  return found->second;
}

void Device::write_all_counts() const {
  if (counts_to_.empty()) return;
  std::ofstream out(counts_to_);
  for (const auto& [fat_binary, module] : modules_)
    for (const auto& [name, kernel] : module.kernels)
      if (const auto found = counts_.find(&kernel); found != counts_.end())
        write_counts(out, module, kernel, found->second);
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
    std::vector<Count>* const counts = counts_to_.empty() ? nullptr : &counts_[&kernel];
    if (counts != nullptr) counts->resize(kernel.code.size());
    run(module, kernel, grid, bytes, memory_, turns_, counts);
  });
  return cudaSuccess;
}

cudaError_t& last_error() {
  static thread_local cudaError_t error = cudaSuccess;
  return error;
}

cudaError_t answer(cudaError_t error) {
  if (error != cudaSuccess) last_error() = error;
  return error;
}

}  // namespace replicas::simulator
