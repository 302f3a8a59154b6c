#include "krylov_on_device.h"

#include "model/error.h"

namespace replicas::gpu {

KrylovView DeviceKrylovBasis::view() const {
  KrylovView view{};
  view.basis = basis_.data();
  view.last = last_->values().data();
  view.rest = rest_.data();
  view.steps = steps_.data();
  view.replicas = static_cast<std::int64_t>(last_->count());
  view.each = static_cast<std::int64_t>(last_->each());
  view.size = static_cast<int>(size_);
  return view;
}

/// Vectors into `last`, and room for a whole basis before the first.
void DeviceKrylovBasis::take(const WeightBatch& vectors) {
  require(size_ < most_, ErrorKind::internal, "a Krylov basis of {} vectors is full", most_);
  const OnDevice given(vectors);
  const std::size_t size = given->values().size();
  if (last_ == nullptr) {
    last_ = std::make_unique<DeviceBatch>(vectors.each(), vectors.datasets());
    basis_ = DeviceArray<float>(most_ * size);
    rest_ = DeviceArray<double>(size);
    steps_ = DeviceArray<KrylovStep>(vectors.count());
  }
  copy_on_device(stream_, last_->values().data(), given->values().data(), size * sizeof(float));
  stream_.wait();
}

void DeviceKrylovBasis::start(const WeightBatch& vectors) {
  take(vectors);
  start_krylov(stream_, view());
  stream_.wait();
  size_ = 1;
}

void DeviceKrylovBasis::append(const WeightBatch& vectors) {
  take(vectors);
  const std::size_t size = last_->values().size();
  copy_on_device(stream_, basis_.data() + size_ * size, last_->values().data(), size * sizeof(float));
  stream_.wait();
  ++size_;
}

std::vector<KrylovStep> DeviceKrylovBasis::add(const WeightBatch& products, std::span<const std::uint8_t> ended) {
  require(size_ < most_, ErrorKind::internal, "a Krylov basis of {} vectors is full", most_);
  const OnDevice given(products);
  const DeviceArray<std::uint8_t> flags(ended);
  KrylovView all = view();
  all.product = given->values().data();
  all.ended = flags.data();
  step_krylov(stream_, all);
  stream_.wait();
  ++size_;
  return steps_.download();
}

std::unique_ptr<WeightBatch> DeviceKrylovBasis::combine(std::span<const double> coefficients) const {
  auto result = std::make_unique<DeviceBatch>(last_->each(), last_->datasets());
  const DeviceArray<double> placed(coefficients);
  combine_krylov(stream_, view(), placed.data(), result->values().data());
  stream_.wait();
  return result;
}

std::vector<float> DeviceKrylovBasis::values(std::size_t vector) const {
  std::vector<float> result(last_->values().size());
  copy_to_host(result.data(), basis_.data() + vector * result.size(), result.size() * sizeof(float));
  return result;
}

}  // namespace replicas::gpu
