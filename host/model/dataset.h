#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "model/network.h"

namespace replicas {

/// What was assumed where files left it open: said before the run and stored in run.nc. A doubt is a warning.
struct Remark {
  std::string sentence;
  bool doubt = false;
};

/// P examples: inputs [P][D] row-major, labels [P] in 0..classes-1 and, for the squared loss, targets [P][C].
/// `labels` is empty when the targets are real numbers; then no example counts as wrongly labelled.
struct Dataset {
  int examples = 0;
  int inputs = 0;
  int outputs = 0;
  std::vector<float> values;
  std::vector<std::int32_t> labels;
  std::vector<float> targets;
  std::string origin;                                     ///< file names, or how it was drawn
  std::vector<std::string> class_names = {};              ///< of labels that were words: label k is class_names[k]
  std::vector<double> input_mean = {}, input_scale = {};  ///< --scale standard: x became (x - mean) / scale
  std::vector<Remark> remarks = {};
  double target_variance = std::numeric_limits<double>::quiet_NaN();  ///< of a teacher's answers, where it is known
};

/// Standard normal inputs and uniform random labels: data set `number` of this seed.
Dataset random_dataset(const Network& network, int examples, std::uint64_t seed, std::uint64_t number);

/// These examples of a data set, in this order, as a data set of its own.
Dataset restricted(const Dataset& dataset, const std::vector<std::uint32_t>& examples);

/// One-hot targets (or +-1 for one output) from labels, for the squared loss.
void make_targets(Dataset& dataset, const Network& network);

/// Refuses (65) what the network cannot take: widths, label range, missing targets, values that are not finite.
void check(const Dataset& dataset, const Network& network);

}  // namespace replicas
