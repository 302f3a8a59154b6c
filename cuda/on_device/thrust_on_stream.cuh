#pragma once

#include <thrust/execution_policy.h>
#include <thrust/for_each.h>
#include <thrust/iterator/counting_iterator.h>
#include <thrust/system_error.h>

#include "cuda_check.h"
#include "device.h"

// Thrust costs seconds of every file that includes it: few do. tests/emulation has one for its backend on the CPU.

namespace replicas::gpu {

/// Calls work(policy); what Thrust does under that policy is put on the stream. Its exceptions become those of
/// cuda_check.
template <class Work>
void on_stream(Stream& stream, const Work& work) {
  try {
    work(thrust::cuda::par_nosync.on(static_cast<cudaStream_t>(stream.handle())));
  } catch (const thrust::system_error& error) {
    cuda_check(static_cast<cudaError_t>(error.code().value()), "Thrust");
    throw;
  }
  cuda_check(cudaGetLastError(), "the launch of a kernel");
}

}  // namespace replicas::gpu
