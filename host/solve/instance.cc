#include "solve/instance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "physics/noise.h"

namespace replicas::solve {

namespace {

/// One row of fair bits, from words that its purpose, instance and number name.
void fill(std::uint64_t* row, const BitRows& shape, std::uint64_t seed, Purpose purpose, std::uint64_t instance,
          std::uint64_t number) {
  const std::size_t blocks = (shape.words() + 1) / 2;
  for (std::size_t w = 0; w < shape.words(); ++w) {
    const Words words = noise_words(seed, purpose, instance, blocks, number, w / 2);
    row[w] = words[2 * (w % 2)] | std::uint64_t{words[2 * (w % 2) + 1]} << 32;
  }
  row[shape.words() - 1] &= shape.last_word();
}

/// Bit i is set with probability Phi(y v_i/sqrt(N noise)); the label y of pattern a is its row's first word's.
void draw_clouds(Instance& instance, double noise) {
  BitRows& rows = instance.patterns;
  const auto n = static_cast<std::size_t>(rows.columns());
  const auto blocks = static_cast<std::size_t>(instance.machine.blocks()), words = (n + 3) / 4;
  const auto scale = 1 / std::sqrt(static_cast<double>(n * blocks) * noise);
  std::vector<double> shift;  // of every input, in deviations of the noise
  for (std::size_t i = 0; i < n * blocks; ++i) {
    const Words drawn = noise_words(instance.seed, Purpose::labels, instance.number, n * blocks, 0, i);
    const double radius = std::sqrt(-2 * std::log((drawn[0] + 0.5) / 4294967296.0));
    shift.push_back(scale * radius * std::cos(2 * std::numbers::pi * drawn[1] / 4294967296.0));
  }
  for (int a = 0; a < instance.count(); ++a) {
    const auto first = static_cast<std::size_t>(a) * blocks;
    const Words label =
        noise_words(instance.seed, Purpose::labels, instance.number, n * blocks, 1, static_cast<std::uint64_t>(a));
    const int y = label[0] % 2 == 0 ? 1 : -1;
    for (std::size_t i = 0; i < n * blocks; ++i) {
      const std::size_t row = first + i / n, at = i % n;
      const Words drawn = noise_words(instance.seed, Purpose::data, instance.number, words, row, at / 4);
      const double likely = 0.5 * std::erfc(-y * shift[i] / std::numbers::sqrt2);
      rows.set(static_cast<int>(row), static_cast<int>(at), drawn[at % 4] < 4294967296.0 * likely);
    }
    if (y < 0) instance.flip(a);
  }
}

int pattern_output(const Instance& instance, int a, const BitRows& weights, const Kernels& kernels) {
  const Machine& machine = instance.machine;
  std::vector<int> units;
  for (int k = 0; k < machine.units; ++k)
    units.push_back(machine.inputs - 2 * kernels.differing(instance.input(a, k), weights.row(k), weights.words()));
  return output_field(machine, units);
}

}  // namespace

void Instance::flip(int a) {
  const int first = a * machine.blocks(), count = machine.parity ? 1 : machine.blocks();
  for (int r = first; r < first + count; ++r) {
    for (std::size_t w = 0; w < patterns.words(); ++w) patterns.row(r)[w] = ~patterns.row(r)[w];
    patterns.row(r)[patterns.words() - 1] &= patterns.last_word();
  }
}

Instance make_instance(std::uint64_t seed, std::uint64_t number, const Machine& machine, int patterns, double margin,
                       PatternLaw law, double noise) {
  Instance instance{BitRows(patterns * machine.blocks(), machine.inputs), least_of(machine, margin), seed, number,
                    machine};
  if (law == PatternLaw::mixture) {
    draw_clouds(instance, noise);
    return instance;
  }
  BitRows& rows = instance.patterns;
  for (int r = 0; r < rows.rows(); ++r)
    fill(rows.row(r), rows, seed, Purpose::data, number, static_cast<std::uint64_t>(r));
  if (law == PatternLaw::random) return instance;
  BitRows teacher(machine.units, machine.inputs);
  for (int k = 0; k < machine.units; ++k)
    fill(teacher.row(k), teacher, seed, Purpose::labels, number, static_cast<std::uint64_t>(k));
  for (int a = 0; a < patterns; ++a)
    if (pattern_output(instance, a, teacher, generic_kernels()) < 0) instance.flip(a);
  return instance;
}

int least_of(const Machine& machine, double margin) {
  const int count = machine.units > 1 ? machine.units : machine.inputs;
  const int least = std::max(1, static_cast<int>(std::ceil(margin * std::sqrt(count) - 1e-9)));
  return least % 2 == 0 ? least + 1 : least;
}

std::vector<int> unit_fields(const Instance& instance, const BitRows& weights, const Kernels& kernels) {
  std::vector<int> found;
  for (int a = 0; a < instance.count(); ++a)
    for (int k = 0; k < instance.machine.units; ++k)
      found.push_back(weights.columns() - 2 * kernels.differing(instance.input(a, k), weights.row(k), weights.words()));
  return found;
}

int output_field(const Machine& machine, std::span<const int> units) {
  if (machine.units == 1) return units[0];
  int sum = 0, product = 1;
  for (const int field : units) {
    sum += field > 0 ? 1 : -1;
    product *= field > 0 ? 1 : -1;
  }
  return machine.parity ? product : sum;
}

std::vector<int> distance_fields(const Instance& instance, std::span<const int> fields) {
  const auto k = static_cast<std::size_t>(instance.machine.units);
  if (k == 1) return {fields.begin(), fields.end()};
  std::vector<int> found;
  for (std::size_t at = 0; at < fields.size(); at += k) {
    const std::span<const int> units = fields.subspan(at, k);
    std::vector<int> costs;  // flips that turn a unit which is right (of a parity machine: any)
    for (const int field : units)
      if (field > 0 || instance.machine.parity) costs.push_back((std::abs(field) + 1) / 2);
    std::ranges::sort(costs);
    const int turned =
        instance.machine.parity ? 1 : (output_field(instance.machine, units) - instance.least_field) / 2 + 1;
    int flips = 0;
    for (int i = 0; i < turned && i < static_cast<int>(costs.size()); ++i) flips += costs[static_cast<std::size_t>(i)];
    found.push_back(2 * flips - 1);
  }
  return found;
}

int errors(const Instance& instance, const BitRows& weights, const Kernels& kernels) {
  const auto k = static_cast<std::size_t>(instance.machine.units);
  const std::vector<int> fields = unit_fields(instance, weights, kernels);
  int wrong = 0;
  for (std::size_t at = 0; at < fields.size(); at += k)
    wrong += output_field(instance.machine, std::span(fields).subspan(at, k)) < instance.least_field ? 1 : 0;
  return wrong;
}

}  // namespace replicas::solve
