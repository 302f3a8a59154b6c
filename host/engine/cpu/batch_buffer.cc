#include "engine/cpu/batch_buffer.h"

#include <algorithm>
#include <cstring>

namespace replicas::cpu {

BatchBuffer::BatchBuffer(const Plan& plan, const Batch& batch, int examples)
    : plan_(plan),
      batch_(batch),
      rows_((static_cast<std::uint32_t>(std::min<std::size_t>(batch.size, static_cast<std::size_t>(examples))) + 15) /
            16 * 16),
      values_(rows_ * static_cast<std::size_t>(plan.input_stride)),
      targets_(plan.loss == Loss::mse ? rows_ * static_cast<std::size_t>(plan.outputs) : 0),
      labels_(rows_) {
  auto* const labels = reinterpret_cast<std::int32_t*>(labels_.data());
  std::fill_n(labels, rows_, -1);
  view_ = {0, values_.data(), labels, targets_.data(), static_cast<std::ptrdiff_t>(rows_)};
}

void BatchBuffer::follow(const DataView& whole, std::uint64_t seed, std::uint64_t key) {
  whole_ = whole;
  seed_ = seed;
  key_ = key;
  ordered_ = false;
}

void BatchBuffer::fill(std::uint64_t step) {
  const auto examples = static_cast<std::uint32_t>(whole_.examples);
  const BatchPlace place = batch_.place(step, examples);
  if (!ordered_ || order_number_ != place.number) {
    order_ = example_order(seed_, key_, place.number, examples);
    order_number_ = place.number;
    ordered_ = true;
  }
  const auto stride = static_cast<std::size_t>(plan_.input_stride);
  auto* const labels = reinterpret_cast<std::int32_t*>(labels_.data());
  const bool targets = targets_.size() > 0;
  for (std::uint32_t row = 0; row < place.size; ++row) {
    const std::uint32_t example = order_(place.first + row);
    std::memcpy(values_.data() + row * stride, whole_.values + example * stride, stride * sizeof(float));
    labels[row] = whole_.labels[example];
    for (std::size_t c = 0; targets && c < static_cast<std::size_t>(plan_.outputs); ++c)
      targets_.data()[c * rows_ + row] =
          whole_.targets[static_cast<std::ptrdiff_t>(c) * whole_.target_stride + example];
  }
  std::fill(labels + place.size, labels + rows_, -1);
  view_.examples = static_cast<int>(place.size);
}

}  // namespace replicas::cpu
