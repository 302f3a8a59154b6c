#include "engine/cpu/batch_buffer.h"

#include <algorithm>
#include <cstring>

#include "model/example_source.h"

namespace replicas::cpu {

BatchBuffer::BatchBuffer(const Plan& plan, const Ensemble& ensemble)
    : plan_(plan),
      batch_(ensemble.dynamics.batch),
      seed_(ensemble.seed),
      fresh_(ensemble.fresh),
      rows_((static_cast<std::uint32_t>(batch_.size) + 15) / 16 * 16),
      values_(rows_ * static_cast<std::size_t>(plan.input_stride)),
      targets_(plan.loss == Loss::mse ? rows_ * static_cast<std::size_t>(plan.outputs) : 0),
      labels_(rows_) {
  auto* const labels = reinterpret_cast<std::int32_t*>(labels_.data());
  std::fill_n(labels, rows_, -1);
  view_ = {0, values_.data(), labels, targets_.data(), static_cast<std::ptrdiff_t>(rows_)};
}

void BatchBuffer::follow(const DataView& whole, std::uint64_t replica, std::uint64_t dataset) {
  whole_ = whole;
  key_ = batch_.key(replica, dataset);
  stream_ = batch_.stream(replica, dataset);
  ordered_ = filled_ = false;
}

void BatchBuffer::fill(std::uint64_t step) {
  if (filled_ && step_ == step) return;
  if (batch_.online())
    draw(step);
  else
    gather(step);
  step_ = step;
  filled_ = true;
}

void BatchBuffer::gather(std::uint64_t step) {
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

void BatchBuffer::draw(std::uint64_t step) {
  fresh_->draw({.examples = static_cast<int>(batch_.size), .seed = seed_, .number = stream_, .step = step}, drawn_);
  const auto inputs = static_cast<std::size_t>(drawn_.inputs), outputs = static_cast<std::size_t>(drawn_.outputs);
  const auto stride = static_cast<std::size_t>(plan_.input_stride);
  for (std::size_t row = 0; row < batch_.size; ++row)
    std::memcpy(values_.data() + row * stride, drawn_.values.data() + row * inputs, inputs * sizeof(float));
  // Real targets come without labels, which stay -1.
  std::ranges::copy(drawn_.labels, reinterpret_cast<std::int32_t*>(labels_.data()));
  for (std::size_t row = 0; targets_.size() > 0 && row < batch_.size; ++row)
    for (std::size_t c = 0; c < outputs; ++c) targets_.data()[c * rows_ + row] = drawn_.targets[row * outputs + c];
  view_.examples = drawn_.examples;
}

}  // namespace replicas::cpu
