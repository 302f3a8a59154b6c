// Networks with hidden units: answers, numbers of solutions, flips and local energies against plain loops and all
// weights.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "solve/enumerate.h"
#include "solve/local_energy.h"

namespace replicas::solve {

namespace {

const Machine committee{.inputs = 5, .units = 3}, tree{.inputs = 5, .units = 3, .tree = true},
    parity{.inputs = 5, .units = 3, .tree = true, .parity = true},
    even_parity{.inputs = 5, .units = 2, .tree = true, .parity = true};
const std::vector<Machine> machines = {committee, tree, parity, even_parity};

/// The output of weights that are the bits of a number, by loops over single signs.
int plain_output(const Instance& instance, int a, std::uint32_t weights) {
  const Machine& machine = instance.machine;
  int sum = 0, product = 1;
  for (int k = 0; k < machine.units; ++k) {
    int field = 0;
    for (int i = 0; i < machine.inputs; ++i) {
      const int w = (weights >> (k * machine.inputs + i) & 1) != 0 ? 1 : -1;
      field += w * instance.patterns.sign(machine.tree ? a * machine.units + k : a, i);
    }
    sum += field > 0 ? 1 : -1;
    product *= field > 0 ? 1 : -1;
  }
  return machine.parity ? product : sum;
}

std::uint32_t packed(const BitRows& weights) {
  std::uint32_t w = 0;
  for (int k = 0; k < weights.rows(); ++k)
    for (int i = 0; i < weights.columns(); ++i) w |= std::uint32_t{weights.plus(k, i)} << (k * weights.columns() + i);
  return w;
}

}  // namespace

TEST(Machine, SolutionsAreThoseOfPlainLoopsAndTheirMeanNumberIsExact) {
  const int p = 4, count = 60;
  for (const Machine& machine : machines) {
    double sum = 0, squares = 0;
    for (int number = 0; number < count; ++number) {
      const Instance instance = make_instance(1, std::uint64_t(number), machine, p, 0);
      const Enumeration found = enumerate(instance);
      if (number == 0) {
        std::uint64_t plainly = 0;
        for (std::uint32_t w = 0; w < 1u << machine.weights(); ++w) {
          bool solved = true;
          for (int a = 0; a < p; ++a) solved = solved && plain_output(instance, a, w) > 0;
          plainly += solved ? 1 : 0;
        }
        EXPECT_EQ(found.solutions, plainly);
        EXPECT_EQ(errors(instance, found.first, kernels_for("")), 0);
      }
      sum += double(found.solutions);
      squares += double(found.solutions) * double(found.solutions);
    }
    // Each network is right on a random pattern with probability 1/2: 2^(weights - P) solutions on average. Parity
    // machines may have exactly that many every time.
    const double mean = sum / count, error = std::sqrt(std::max(0.0, squares / count - mean * mean) / (count - 1));
    EXPECT_NEAR(mean, std::exp2(machine.weights() - p), 4 * error + 1e-9);
  }
}

TEST(Machine, ATeachersPatternsHaveASolution) {
  // 30 random patterns have one with chance 2^-15 or less.
  for (const Machine& machine : machines)
    EXPECT_GE(enumerate(make_instance(3, 1, machine, 30, 0, PatternLaw::teacher)).solutions, 1u);
}

TEST(Machine, MarginsAskForMoreUnits) {
  const Machine seven{.inputs = 3, .units = 7};
  const Instance instance = make_instance(1, 0, seven, 1, 3 / std::sqrt(7.0));
  EXPECT_EQ(instance.least_field, 3);
  // One pattern: each unit is +1 with probability 1/2, five of seven or more are with probability 29/128.
  EXPECT_EQ(enumerate(instance).solutions, (std::uint64_t{29} << 21) / 128);
}

TEST(Machine, LocalEnergyAndDistanceAreThoseOfAllFlips) {
  const double d = 0.13;
  for (const Machine& machine : machines) {
    const Instance instance = make_instance(2, 3, machine, 4, 0);
    const BitRows solution = enumerate(instance).first;
    const std::vector<int> fields = unit_fields(instance, solution, generic_kernels());
    const std::vector<int> distances = distance_fields(instance, fields);
    const std::uint32_t start = packed(solution);
    double wrong = 0;
    std::vector<int> fewest(4, 99);
    for (std::uint32_t flips = 0; flips < 1u << machine.weights(); ++flips)
      for (int a = 0; a < 4; ++a) {
        if (plain_output(instance, a, start ^ flips) > 0) continue;
        const int count = std::popcount(flips);
        wrong += std::pow(d, count) * std::pow(1 - d, machine.weights() - count) / 4;
        fewest[std::size_t(a)] = std::min(fewest[std::size_t(a)], count);
      }
    EXPECT_NEAR(local_energy(machine, fields, 1, d), wrong, 1e-12);
    for (std::size_t a = 0; a < 4; ++a) EXPECT_EQ(distances[a], 2 * fewest[a] - 1);
  }
}

}  // namespace replicas::solve
