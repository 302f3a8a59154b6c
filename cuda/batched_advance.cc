#include "batched_advance.h"

#include "block_kernels.h"

namespace replicas::gpu {

namespace {
constexpr std::uint64_t steps_per_recording = 10;
constexpr int streams = 2;
}  // namespace

BatchedAdvance::BatchedAdvance(const Network& network, const std::vector<ExamplesOnDevice>& data, const StepRule& rule,
                               int slots)
    : network_(network),
      data_(data),
      rule_(rule),
      nobody_(std::vector<SlotReplica>(static_cast<std::size_t>(slots))),
      first_step_(1) {
  for (int i = 0; i < streams; ++i) {
    tracks_.push_back(std::make_unique<Track>(network, data.front().examples, slots));
    tracks_.back()->several.resize(data.size());
    tracks_.back()->single.resize(data.size());
  }
}

void BatchedAdvance::step(Track& track, std::size_t dataset) const {
  gradient(track.stream, track.memory, network_, data_[dataset]);
  add_partials_and_measure(track.stream, track.memory.block(), rule_, track.sums);
  update(track.stream, track.memory.block(), rule_);
}

void BatchedAdvance::record(Track& track, std::size_t dataset, ReplicaSums* sums) {
  if (track.sums != sums) {  // graphs hold the address
    for (std::size_t d = 0; d < data_.size(); ++d) {
      track.several[d].reset();
      track.single[d].reset();
    }
    track.sums = sums;
  }
  if (track.single[dataset] != nullptr) return;
  // Once without graph and without replicas: cuBLAS loads its kernels at their first use, which a capture forbids.
  track.memory.place(track.stream, nobody_.data(), first_step_.data());
  gather(track.stream, track.memory.block(), nullptr);  // zeros
  step(track, dataset);
  track.stream.wait();
  track.single[dataset] = std::make_unique<Graph>(track.stream, [this, &track, dataset] { step(track, dataset); });
  track.several[dataset] = std::make_unique<Graph>(track.stream, [this, &track, dataset] {
    for (std::uint64_t i = 0; i < steps_per_recording; ++i) step(track, dataset);
  });
}

void BatchedAdvance::advance(const ReplicaBlocks& blocks, float* weights, std::uint64_t first, std::uint64_t last,
                             ReplicaSums* sums) {
  const std::uint64_t before = first - 1;  // the loss kernel counts before it is read
  first_step_.upload(std::span(&before, 1));
  for (std::size_t b = 0; b < blocks.count(); ++b) {
    Track& track = *tracks_[b % tracks_.size()];
    const std::size_t dataset = blocks.dataset(b);
    record(track, dataset, sums);
    track.memory.place(track.stream, blocks.replicas(b), first_step_.data());
    gather(track.stream, track.memory.block(), weights);
    std::uint64_t left = last - first;
    for (; left >= steps_per_recording; left -= steps_per_recording) track.several[dataset]->start();
    for (; left > 0; --left) track.single[dataset]->start();
    measure_end(track.stream, track.memory.block(), sums);
    scatter(track.stream, track.memory.block(), weights);
  }
  for (const auto& track : tracks_) track->stream.wait();
}

}  // namespace replicas::gpu
