#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

// All that the engine asks of a device except its kernels. Two implementations: device.cc calls the CUDA runtime;
// tests/emulation has one in ordinary memory, so that the engine runs, whole, where there is no GPU.

namespace replicas::gpu {

/// Takes GPU `number` for everything that follows on this thread; 69 when there is none of that number.
void select_device(int number);
/// Short name of the selected device, like "NVIDIA H200".
std::string device_name();
/// Multiprocessors of the selected device and the shared memory one block may use, in bytes.
int multiprocessors();
std::size_t shared_memory_per_block();
std::size_t free_memory();

/// Memory of the selected device, aligned to 256 bytes; 71 when there is too little.
void* allocate(std::size_t bytes);
void release(void* memory) noexcept;
void copy_to_device(void* to, const void* from, std::size_t bytes);
void copy_to_host(void* to, const void* from, std::size_t bytes);
void clear(void* memory, std::size_t bytes);

/// A queue of work with a matrix library of its own: what is put on one stream runs in order, two streams run side by
/// side.
class Stream {
 public:
  Stream();
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  void wait();           ///< until all work put on this stream is done; throws what went wrong in it
  void* handle() const;  ///< cudaStream_t
  void* blas() const;    ///< cublasHandle_t

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Between two places of the device, in order with the rest of the stream.
void copy_on_device(Stream& stream, void* to, const void* from, std::size_t bytes);

/// Work recorded once and started many times without a word from the host (a CUDA graph).
class Graph {
 public:
  Graph(Stream& stream, const std::function<void()>& work);
  ~Graph();
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  void start();  ///< puts the work on its stream

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace replicas::gpu
