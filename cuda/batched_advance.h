#pragma once

#include <memory>
#include <vector>

#include "batched_pass.h"
#include "block_kernels.h"
#include "replica_blocks.h"

namespace replicas::gpu {

/// The path for any shape (K4): blocks of replicas through strided-batched products, a CUDA graph of several steps
/// whose step counter lives on the device, two streams side by side.
class BatchedAdvance {
 public:
  BatchedAdvance(const Network& network, const std::vector<ExamplesOnDevice>& data, const StepRule& rule, int slots);

  /// Advances all replicas over [first, last) and adds what is measured to `sums`, all in the memory of the device.
  void advance(const ReplicaBlocks& blocks, float* weights, std::uint64_t first, std::uint64_t last, ReplicaSums* sums);

 private:
  struct Track {  ///< one stream with its memory and its graphs, one pair per data set
    Track(const Network& network, int examples, int slots) : memory(network, examples, slots, false) {}
    Stream stream;
    BlockMemory memory;
    ReplicaSums* sums = nullptr;
    std::vector<std::unique_ptr<Graph>> several, single;
  };
  void step(Track& track, std::size_t dataset) const;
  void record(Track& track, std::size_t dataset, ReplicaSums* sums);

  const Network& network_;
  const std::vector<ExamplesOnDevice>& data_;
  StepRule rule_;
  DeviceArray<SlotReplica> nobody_;
  DeviceArray<std::uint64_t> first_step_;
  std::vector<std::unique_ptr<Track>> tracks_;
};

}  // namespace replicas::gpu
