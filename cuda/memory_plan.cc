#include "memory_plan.h"

#include <algorithm>

#include "block_memory.h"
#include "covariance.h"
#include "krylov_on_device.h"
#include "model/error.h"
#include "system/network/network_system.h"

namespace replicas::gpu {

std::size_t needed_memory(const Ensemble& ensemble, int slots) {
  constexpr std::size_t libraries = 512 << 20;  // context, cuBLAS kernels and its workspaces: an allowance
  const Network& network = as_network(*ensemble.system)->network();
  const int each = ensemble.examples();
  const auto examples = static_cast<std::size_t>(each);
  const std::size_t replicas = ensemble.replica_count();
  const std::size_t anchored = ensemble.confinement.kind == Confinement::Kind::anchor ? 1 : 0;
  // Weights, a direction, its product and the sum of several, and the longest Krylov basis (MapPlan) that fits.
  constexpr std::size_t krylov_vectors = 33;
  const std::size_t vector = replicas * network.weights();
  std::size_t floats = vector * (4 + anchored) + std::min(vector * krylov_vectors, most_krylov_bytes / 4);
  floats += static_cast<std::size_t>(slots) *
            (3 * floats_per_slot(network, each, false) + floats_per_slot(network, each, true));
  const std::size_t shown = 2 * ensemble.dataset_count() * examples;  // once more for the fused kernels
  floats += shown * static_cast<std::size_t>(network.inputs() + network.outputs() + 1);
  return libraries + covariance_bytes + 4 * floats + replicas * (5 * examples + sizeof(ReplicaSums));
}

void require_memory(const Ensemble& ensemble, int slots, std::size_t free, const std::string& device) {
  constexpr double gigabyte = 1e9;
  const std::size_t needed = needed_memory(ensemble, slots);
  require(needed <= free, ErrorKind::out_of_memory,
          "{} replicas of {} weights on {} examples need {:.1f} GB of GPU memory, {} has {:.1f} GB free; use fewer "
          "<replicas>, temperatures or <examples>, or <device> cpu",
          ensemble.replica_count(), ensemble.weights(), ensemble.examples(), static_cast<double>(needed) / gigabyte,
          device, static_cast<double>(free) / gigabyte);
}

}  // namespace replicas::gpu
