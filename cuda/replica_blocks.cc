#include "replica_blocks.h"

namespace replicas::gpu {

ReplicaBlocks::ReplicaBlocks(std::span<const std::size_t> datasets, std::span<const std::size_t> rungs,
                             std::size_t shown, int slots)
    : slots_(static_cast<std::size_t>(slots)) {
  std::vector<SlotReplica> placed;
  for (std::size_t dataset = 0; dataset < shown; ++dataset) {
    std::size_t used = slots_;
    for (std::size_t replica = 0; replica < datasets.size(); ++replica) {
      if (datasets[replica] % shown != dataset) continue;
      if (used == slots_) {
        datasets_.push_back(dataset);
        placed.resize(placed.size() + slots_);
        used = 0;
      }
      placed[placed.size() - slots_ + used++] = {static_cast<std::int64_t>(replica),
                                                 rungs.empty() ? 0 : static_cast<std::int64_t>(rungs[replica])};
    }
  }
  replicas_ = DeviceArray<SlotReplica>(placed);
}

}  // namespace replicas::gpu
