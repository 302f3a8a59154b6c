#pragma once

#include <cuda_runtime.h>
#include <curand_philox4x32_x.h>

#include "cuda_check.h"
#include "device.h"
#include "physics/philox.h"

// All that a kernel says to its fellow threads, and how it is started. tests/emulation/threads.cuh says the same with
// fibers on the CPU; thrust_on_stream.cuh and sum_rows.cuh are the other headers exchanged there.

namespace replicas::gpu {

__device__ inline int thread_index() { return static_cast<int>(threadIdx.x); }
__device__ inline int block_threads() { return static_cast<int>(blockDim.x); }
__device__ inline int block_x() { return static_cast<int>(blockIdx.x); }
__device__ inline int block_y() { return static_cast<int>(blockIdx.y); }
__device__ inline int block_z() { return static_cast<int>(blockIdx.z); }

/// All threads of a block meet here; what they wrote before is seen by all after.
__device__ inline void block_barrier() { __syncthreads(); }

/// The value of the lane whose number differs in the bits of `mask`; all 32 lanes of the warp take part.
template <class T>
__device__ T shuffle_xor(T value, int mask) {
  return __shfl_xor_sync(0xFFFFFFFFu, value, mask);
}

/// The block's own memory, as large as its launch said.
template <class T>
__device__ T* shared_memory() {
  extern __shared__ __align__(16) unsigned char block_memory[];
  return reinterpret_cast<T*>(block_memory);
}

/// The same pointer, known to lead into the memory of the device: its loads need not find out whose memory it is.
template <class T>
__device__ const T* device_memory(const T* pointer) {
  __builtin_assume(__isGlobal(pointer));
  return pointer;
}

/// Philox4x32-10 with cuRAND's rounds.
__device__ inline Words random_words(const Words& counter, std::uint64_t key) {
  const uint4 words =
      curand_Philox4x32_10(make_uint4(counter[0], counter[1], counter[2], counter[3]),
                           make_uint2(static_cast<unsigned int>(key), static_cast<unsigned int>(key >> 32)));
  return {words.x, words.y, words.z, words.w};
}

struct Launch {
  std::size_t blocks_x = 1, blocks_y = 1;
  int threads = 256;
  std::size_t shared_bytes = 0;
  bool barriers = false;  ///< whether the kernel has barriers or shuffles: the emulator is faster without
  std::size_t blocks_z = 1;
  bool crowded = false;  ///< as many blocks as possible are to share a multiprocessor's memory
};

template <class... Parameters, class... Arguments>
void launch(Stream& stream, const Launch& shape, void (*kernel)(Parameters...), Arguments... arguments) {
  if (shape.shared_bytes > 48 * 1024)
    cuda_check(
        cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(shape.shared_bytes)),
        "cudaFuncSetAttribute");
  if (shape.crowded)
    cuda_check(
        cudaFuncSetAttribute(kernel, cudaFuncAttributePreferredSharedMemoryCarveout, cudaSharedmemCarveoutMaxShared),
        "cudaFuncSetAttribute");
  const dim3 blocks(static_cast<unsigned>(shape.blocks_x), static_cast<unsigned>(shape.blocks_y),
                    static_cast<unsigned>(shape.blocks_z));
  kernel<<<blocks, static_cast<unsigned>(shape.threads), shape.shared_bytes,
           static_cast<cudaStream_t>(stream.handle())>>>(static_cast<Parameters>(arguments)...);
  cuda_check(cudaGetLastError(), "the launch of a kernel");
}

}  // namespace replicas::gpu
