#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/network.h"

namespace replicas {

/// P examples: inputs [P][D] row-major, labels [P] in 0..classes-1 and, for the squared loss, targets [P][C].
/// `labels` is empty when the targets are real numbers; then no example counts as wrongly labelled.
struct Dataset {
  int examples = 0;
  int inputs = 0;
  int outputs = 0;
  std::vector<float> values;
  std::vector<std::int32_t> labels;
  std::vector<float> targets;
  std::string origin;  ///< file names, or how it was drawn
};

/// Standard normal inputs and uniform random labels: data set `number` of this seed.
Dataset random_dataset(const Network& network, int examples, std::uint64_t seed, std::uint64_t number);

/// One-hot targets (or +-1 for one output) from labels, for the squared loss.
void make_targets(Dataset& dataset, const Network& network);

/// Refuses (65) what the network cannot take: widths, label range, missing targets, values that are not finite.
void check(const Dataset& dataset, const Network& network);

}  // namespace replicas
