#include "engine/cpu/padded_data.h"

#include <algorithm>

namespace replicas::cpu {

PaddedData::PaddedData(const Dataset& dataset, const Plan& plan)
    : examples_(dataset.examples), padded_examples_((dataset.examples + 15) / 16 * 16) {
  const auto rows = static_cast<std::size_t>(padded_examples_), stride = static_cast<std::size_t>(plan.input_stride);
  const auto examples = static_cast<std::size_t>(examples_), inputs = static_cast<std::size_t>(dataset.inputs);
  const auto outputs = static_cast<std::size_t>(dataset.outputs);
  values_ = AlignedFloats(rows * stride);
  for (std::size_t n = 0; n < examples; ++n)
    std::copy_n(dataset.values.data() + n * inputs, inputs, values_.data() + n * stride);
  labels_ = AlignedFloats(rows);
  auto* const labels = reinterpret_cast<std::int32_t*>(labels_.data());
  std::fill_n(labels, rows, -1);
  std::copy(dataset.labels.begin(), dataset.labels.end(), labels);
  targets_ = AlignedFloats(plan.loss == Loss::mse ? outputs * rows : 0);
  if (plan.loss == Loss::mse)
    for (std::size_t n = 0; n < examples; ++n)
      for (std::size_t c = 0; c < outputs; ++c) targets_.data()[c * rows + n] = dataset.targets[n * outputs + c];
}

DataView PaddedData::view() const {
  return {examples_, values_.data(), reinterpret_cast<const std::int32_t*>(labels_.data()), targets_.data(),
          padded_examples_};
}

}  // namespace replicas::cpu
