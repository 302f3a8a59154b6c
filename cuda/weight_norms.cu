#include "weight_norms.h"

#include "block_sum.cuh"

namespace replicas::gpu {

namespace {

constexpr int threads = 256, replicas_per_block = threads / 32;

/// One warp per replica.
__global__ void __launch_bounds__(threads)
    norms_kernel(const float* weights, std::uint64_t replicas, std::uint64_t n, float* norms2) {
  const int warp = thread_index() / 32, lane = thread_index() % 32;
  const auto replica = static_cast<std::uint64_t>(block_x()) * replicas_per_block + static_cast<std::uint64_t>(warp);
  if (replica >= replicas) return;
  const float* const own = weights + replica * n;
  double sum = 0;
  for (auto i = static_cast<std::uint64_t>(lane); i < n; i += 32)
    sum += static_cast<double>(own[i]) * static_cast<double>(own[i]);
  sum = warp_sum(sum);
  if (lane == 0) norms2[replica] = static_cast<float>(sum);
}

}  // namespace

std::vector<float> weight_norms2(Lane& lane, const DeviceArray<float>& weights, std::size_t replicas) {
  const DeviceArray<float> norms2(replicas);
  launch(lane,
         {.blocks_x = (replicas + replicas_per_block - 1) / replicas_per_block, .threads = threads, .barriers = true},
         norms_kernel, weights.data(), replicas, weights.size() / replicas, norms2.data());
  lane.wait();
  return norms2.download();
}

}  // namespace replicas::gpu
