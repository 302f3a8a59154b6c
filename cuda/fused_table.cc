#include "fused.h"

namespace replicas::gpu {

std::span<const FusedKernel> fused_kernels() {
  static const std::vector<FusedKernel> all = [] {
    std::vector<FusedKernel> kernels = fused_small();
    for (const auto& more : {fused_medium(), fused_default()}) kernels.insert(kernels.end(), more.begin(), more.end());
    return kernels;
  }();
  return all;
}

}  // namespace replicas::gpu
