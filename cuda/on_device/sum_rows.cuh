#pragma once

#include <thrust/iterator/counting_iterator.h>
#include <thrust/iterator/transform_iterator.h>

#include <cub/device/device_segmented_reduce.cuh>

#include "cuda_check.h"
#include "device_array.h"

// CUB, like Thrust, costs seconds of every file that includes it. tests/emulation has loops instead.

namespace replicas::gpu {

struct RowStart {
  std::int64_t length;
  __device__ std::int64_t operator()(std::int64_t row) const { return row * length; }
};

/// sums[r] = sum over i < length of term(rows[r length + i]), r < count, by CUB: in an order that the length and the
/// kind of device alone fix. Waits for the result.
template <class Term>
void sum_rows(Stream& stream, const float* rows, std::size_t count, std::size_t length, Term term, double* sums) {
  const auto terms = thrust::make_transform_iterator(rows, term);
  const auto starts = thrust::make_transform_iterator(thrust::counting_iterator<std::int64_t>(0),
                                                      RowStart{static_cast<std::int64_t>(length)});
  std::size_t bytes = 0;
  const auto sum = [&](void* scratch) {
    cuda_check(cub::DeviceSegmentedReduce::Sum(scratch, bytes, terms, sums, static_cast<int>(count), starts, starts + 1,
                                               static_cast<cudaStream_t>(stream.handle())),
               "cub::DeviceSegmentedReduce::Sum");
  };
  sum(nullptr);  // says how many bytes it needs
  const DeviceArray<unsigned char> scratch(bytes);
  sum(scratch.data());
  stream.wait();
}

}  // namespace replicas::gpu
