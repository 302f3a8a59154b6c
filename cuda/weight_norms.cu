#include "array_kernels.h"

#include "sum_rows.cuh"

namespace replicas::gpu {

namespace {

struct Square {
  __device__ double operator()(float weight) const { return static_cast<double>(weight) * static_cast<double>(weight); }
};

}  // namespace

std::vector<float> weight_norms2(Stream& stream, const DeviceArray<float>& weights, std::size_t replicas) {
  const DeviceArray<double> norms2(replicas);
  sum_rows(stream, weights.data(), replicas, weights.size() / replicas, Square{}, norms2.data());
  const std::vector<double> exact = norms2.download();
  return {exact.begin(), exact.end()};
}

}  // namespace replicas::gpu
