#include "solve/real_data.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "physics/noise.h"

namespace replicas::solve {

namespace {

/// A pattern's bits: inputs one after another, those of a tree dealt out to its units in order.
void write_pattern(const RealData& data, const Binarisation& binarisation, int row, const Machine& machine, BitRows& to,
                   int first) {
  const float* const values =
      data.values.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(data.inputs);
  for (int i = 0; i < machine.blocks() * machine.inputs; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const bool plus = i >= data.inputs || values[at] > binarisation.thresholds[at];
    if (plus) to.set(first + i / machine.inputs, i % machine.inputs, true);
  }
}

}  // namespace

Binarisation binarise(const RealData& data, std::uint64_t seed, std::uint64_t number, int patterns) {
  Binarisation found;
  std::vector<int> order(static_cast<std::size_t>(data.rows()));
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Words words = noise_words(seed, Purpose::data, number, 1, 0, i / 4);
    const std::size_t left = order.size() - i;
    std::swap(order[i], order[i + static_cast<std::size_t>((std::uint64_t{words[i % 4]} * left) >> 32)]);
  }
  found.training.assign(order.begin(), order.begin() + patterns);
  found.others.assign(order.begin() + patterns, order.end());
  std::vector<float> column(found.training.size());
  for (std::size_t i = 0; i < static_cast<std::size_t>(data.inputs); ++i) {
    for (std::size_t a = 0; a < column.size(); ++a)
      column[a] = data.values[static_cast<std::size_t>(found.training[a]) * static_cast<std::size_t>(data.inputs) + i];
    std::ranges::sort(column);
    const std::size_t middle = column.size() / 2;
    const bool odd = column.size() % 2 != 0;
    found.thresholds.push_back(odd ? column[middle] : 0.5f * (column[middle - 1] + column[middle]));
    found.constant += column.front() == column.back() ? 1 : 0;
  }
  return found;
}

Instance real_instance(const RealData& data, const Binarisation& binarisation, std::span<const int> rows,
                       std::uint64_t seed, std::uint64_t number, const Machine& machine, double margin) {
  Instance instance{BitRows(static_cast<int>(rows.size()) * machine.blocks(), machine.inputs),
                    least_of(machine, margin), seed, number, machine};
  for (int a = 0; a < static_cast<int>(rows.size()); ++a) {
    const int row = rows[static_cast<std::size_t>(a)];
    write_pattern(data, binarisation, row, machine, instance.patterns, a * machine.blocks());
    if (data.labels[static_cast<std::size_t>(row)] < 0) instance.flip(a);
  }
  return instance;
}

double real_error(const RealData& data, const Binarisation& binarisation, std::span<const int> rows,
                  const Machine& machine, const BitRows& weights) {
  const Instance instance = real_instance(data, binarisation, rows, 0, 0, machine, 0);
  return static_cast<double>(errors(instance, weights, generic_kernels())) / static_cast<double>(rows.size());
}

}  // namespace replicas::solve
