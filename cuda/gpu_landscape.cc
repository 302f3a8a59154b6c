#include "gpu_landscape.h"

#include "array_kernels.h"
#include "batched_pass.h"
#include "block_kernels.h"
#include "krylov_on_device.h"
#include "model/error.h"
#include "replica_blocks.h"

namespace replicas::gpu {

namespace {

/// Room for a vector of every replica of a batch; as a rule there is as much as the last time.
void make_room(DeviceArray<float>& array, std::size_t size) {
  if (array.size() != size) array = DeviceArray<float>(size);
}

}  // namespace

GpuLandscape::GpuLandscape(std::shared_ptr<const NetworkOnDevice> network, int threads)
    : network_(std::move(network)), threads_(threads), no_step_(std::vector<std::uint64_t>{0}) {}

std::unique_ptr<WeightBatch> GpuLandscape::place(std::span<const float> weights,
                                                 std::vector<std::size_t> datasets) const {
  check_batch(system(), weights, datasets);
  auto batch = std::make_unique<DeviceBatch>(system().weights(), std::move(datasets));
  batch->values().upload(weights);
  return batch;
}

/// Losses and wrong labels of all examples into losses_ and wrong_.
void GpuLandscape::lose(const WeightBatch& batch, const System& source) const {
  const bool own = source.identity() == system().identity();
  if (!own && source.identity() != others_identity_) {
    others_.clear();
    others_identity_ = 0;  // should there be no room for all of it
    for (const Dataset& dataset : as_network(source)->datasets()) others_.emplace_back(dataset);
    others_identity_ = source.identity();
  }
  const std::vector<ExamplesOnDevice>& data = own ? network_->data() : others_;
  const int examples = source.examples();
  std::unique_ptr<BlockMemory> other;
  std::unique_ptr<BlockMemory>& memory = examples == network_->examples() ? memory_ : other;
  if (memory == nullptr)
    memory = std::make_unique<BlockMemory>(network_->network(), examples, network_->slots(examples), false);
  const ReplicaBlocks blocks(batch.datasets(), {}, data.size(), memory->slots());
  const std::size_t size = batch.count() * static_cast<std::size_t>(examples);
  make_room(losses_, size);
  if (wrong_.size() != size) wrong_ = DeviceArray<std::uint8_t>(size);
  const OnDevice weights(batch);
  for (std::size_t b = 0; b < blocks.count(); ++b) {
    memory->place(stream_, blocks.replicas(b), no_step_.data());
    gather(stream_, memory->block(), weights.data());
    forward(stream_, *memory, network_->network(), data[blocks.dataset(b)], {losses_.data(), wrong_.data()});
  }
  stream_.wait();
}

ExampleLosses GpuLandscape::example_losses(const WeightBatch& batch, const System& source) const {
  lose(batch, source);
  return {losses_.download(), wrong_.download()};
}

LossSummaries GpuLandscape::loss_summaries(const WeightBatch& batch, const System& source,
                                           std::span<const double> thresholds) const {
  lose(batch, source);
  return gpu::loss_summaries(stream_, losses_, wrong_, batch.count(), thresholds);
}

std::vector<float> GpuLandscape::gradients(const WeightBatch& batch) const {
  const int examples = network_->examples();
  if (memory_ == nullptr)
    memory_ = std::make_unique<BlockMemory>(network_->network(), examples, network_->slots(examples), false);
  const ReplicaBlocks blocks(batch.datasets(), {}, network_->data().size(), memory_->slots());
  const OnDevice weights(batch);
  make_room(result_, batch.count() * system().weights());
  for (std::size_t b = 0; b < blocks.count(); ++b) {
    memory_->place(stream_, blocks.replicas(b), no_step_.data());
    gather(stream_, memory_->block(), weights.data());
    gradient(stream_, *memory_, network_->network(), network_->data()[blocks.dataset(b)]);
    add_partials(stream_, memory_->block());
    scatter_gradients(stream_, memory_->block(), result_.data());
  }
  stream_.wait();
  return result_.download();
}

std::unique_ptr<WeightBatch> GpuLandscape::products(const WeightBatch& batch, const WeightBatch& directions,
                                                    bool gauss_newton) const {
  check_directions(batch, directions);
  const int examples = network_->examples();
  if (second_memory_ == nullptr)
    second_memory_ = std::make_unique<BlockMemory>(network_->network(), examples, network_->slots(examples), true);
  const ReplicaBlocks blocks(batch.datasets(), {}, network_->data().size(), second_memory_->slots());
  const OnDevice weights(batch), along(directions);
  auto result = std::make_unique<DeviceBatch>(batch.each(), batch.datasets());
  for (std::size_t b = 0; b < blocks.count(); ++b) {
    second_memory_->place(stream_, blocks.replicas(b), no_step_.data());
    gather(stream_, second_memory_->block(), weights.data());
    gather(stream_, second_memory_->direction_block(), along.data());
    hessian_product(stream_, *second_memory_, network_->network(), network_->data()[blocks.dataset(b)], gauss_newton);
    add_partials(stream_, second_memory_->direction_block());
    scatter_gradients(stream_, second_memory_->direction_block(), result->values().data());
  }
  stream_.wait();
  return result;
}

std::unique_ptr<WeightBatch> GpuLandscape::hessian_products(const WeightBatch& batch,
                                                            const WeightBatch& directions) const {
  return products(batch, directions, false);
}

std::unique_ptr<WeightBatch> GpuLandscape::gauss_newton_products(const WeightBatch& batch,
                                                                 const WeightBatch& directions) const {
  return products(batch, directions, true);
}

std::unique_ptr<WeightBatch> GpuLandscape::place_directions(std::span<const float> directions,
                                                            std::vector<std::size_t> datasets) const {
  return place(directions, std::move(datasets));
}

std::vector<double> GpuLandscape::dots(const WeightBatch& a, const WeightBatch& b) const {
  check_directions(a, b);
  return gpu::dots(stream_, OnDevice(a)->values(), OnDevice(b)->values(), a.count());
}

void GpuLandscape::add(WeightBatch& sum, const WeightBatch& part, float divisor) const {
  check_directions(sum, part);
  gpu::add(stream_, dynamic_cast<DeviceBatch&>(sum).values(), OnDevice(part)->values(), divisor);
}

std::unique_ptr<KrylovBasis> GpuLandscape::krylov_basis(std::size_t count, std::size_t most_vectors) const {
  if (count * system().weights() * most_vectors * sizeof(float) > most_krylov_bytes)
    return Landscape::krylov_basis(count, most_vectors);
  return std::make_unique<DeviceKrylovBasis>(most_vectors);
}

}  // namespace replicas::gpu
