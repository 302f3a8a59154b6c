#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "solve/instance.h"

namespace replicas::solve {

/// Examples of two classes, labels +1 and -1.
struct RealData {
  int inputs = 0;             ///< of an example
  std::vector<float> values;  ///< [rows][inputs]
  std::vector<std::int8_t> labels;

  int rows() const { return static_cast<int>(labels.size()); }
};

/// How examples become patterns: input i is +1 where it is above thresholds[i], its median over the training examples;
/// inputs that the data do not have are +1.
struct Binarisation {
  std::vector<float> thresholds;
  int constant = 0;  ///< inputs that are the same in all training examples
  std::vector<int> training, others;
};

/// Instance `number`: the training examples are drawn without replacement by (seed, number), at a larger load more of
/// the same order. They must not be more than there are.
Binarisation binarise(const RealData& data, std::uint64_t seed, std::uint64_t number, int patterns);

/// The patterns of some examples, each times its label.
Instance real_instance(const RealData& data, const Binarisation& binarisation, std::span<const int> rows,
                       std::uint64_t seed, std::uint64_t number, const Machine& machine, double margin);

/// The share of some examples that weights label wrongly.
double real_error(const RealData& data, const Binarisation& binarisation, std::span<const int> rows,
                  const Machine& machine, const BitRows& weights);

}  // namespace replicas::solve
