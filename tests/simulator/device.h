#pragma once

#include <cuda_runtime_api.h>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "simulator/device_memory.h"
#include "simulator/launch.h"

// What the CUDA runtime and cuBLAS put work on.

namespace replicas::simulator {

using Work = std::function<void()>;

/// Work in order. It is done when somebody waits for it and not before, so that a result fetched too early is missing.
struct Stream {
  std::deque<Work> waiting;
  bool records = false;
  std::vector<Work> recorded;
};

/// A kernel as the program knows it.
struct KnownKernel {
  const void* fat_binary;
  std::string name;
  std::size_t most_shared_bytes = 48 * 1024;  ///< unless it asks for more
};

class Device {
 public:
  static Device& the();

  static constexpr int architecture = 90;
  static constexpr int multiprocessors = 4;
  static constexpr std::size_t memory_bytes = std::size_t{16} << 30;
  static constexpr std::size_t shared_bytes = 227 * 1024;  ///< that one block may ask for

  DeviceMemory& memory() { return memory_; }

  /// `stream` null: the one that waits for all others and that all others wait for.
  void submit(Stream* stream, Work work);
  cudaError_t wait(Stream* stream);
  cudaError_t wait_for_all();
  Stream* new_stream();
  void end_stream(Stream* stream);
  bool records() const;

  void know(const void* host_function, KnownKernel kernel);
  KnownKernel* known(const void* host_function);
  int architecture_of(const KnownKernel& kernel) { return module_of(kernel.fat_binary).architecture; }
  /// The error when it cannot be started so.
  cudaError_t start(const KnownKernel& kernel, const dim3& blocks, const dim3& threads, void** arguments,
                    std::size_t shared_bytes, Stream* stream);

  /// To the file that REPLICAS_SIMULATED_COUNTS names, if it does.
  void write_all_counts() const;

  /// What went wrong on the device: from then on every call fails.
  cudaError_t broken() const { return broken_; }

 private:
  Device();
  const Module& module_of(const void* fat_binary);
  void do_waiting(Stream& stream);

  DeviceMemory memory_{memory_bytes};
  std::vector<std::unique_ptr<Stream>> streams_;
  Stream usual_;
  std::map<const void*, KnownKernel> known_;
  std::map<const void*, Module> modules_;
  cudaError_t broken_ = cudaSuccess;
  Turns turns_ = Turns::forwards;
  std::string counts_to_;
  std::map<const Kernel*, std::vector<Count>> counts_;
};

/// For cudaGetLastError.
cudaError_t& last_error();
/// What a call answers, kept as the last error if it is one.
cudaError_t answer(cudaError_t error);

}  // namespace replicas::simulator
