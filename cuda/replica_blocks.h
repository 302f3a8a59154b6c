#pragma once

#include <span>
#include <vector>

#include "block_view.h"
#include "device_array.h"

namespace replicas::gpu {

/// Which replicas share a block: those that see the same data set, in order, as many as there are slots.
class ReplicaBlocks {
 public:
  /// `datasets`: the data set of each replica; one with data set d sees number d % shown. `rungs`: the index of its
  /// temperature, or none where weights do not move.
  ReplicaBlocks(std::span<const std::size_t> datasets, std::span<const std::size_t> rungs, std::size_t shown,
                int slots);

  std::size_t count() const { return datasets_.size(); }
  std::size_t dataset(std::size_t block) const { return datasets_[block]; }
  const SlotReplica* replicas(std::size_t block) const { return replicas_.data() + block * slots_; }  ///< on the device

 private:
  std::size_t slots_;
  std::vector<std::size_t> datasets_;
  DeviceArray<SlotReplica> replicas_;
};

}  // namespace replicas::gpu
