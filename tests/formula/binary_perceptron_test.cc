// Patterns, kernels, the exhaustive oracle, SBPI and the exact law of the local energy; planted bugs are noticed.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <numbers>

#include "expect_error.h"
#include "solve/enumerate.h"
#include "solve/local_energy.h"
#include "solve/random_stream.h"
#include "solve/sbpi.h"

namespace replicas::solve {

namespace {

/// Wrong patterns by loops over single signs, sharing nothing with the kernels.
int plainly_wrong(const Instance& instance, const BitRows& weights) {
  int wrong = 0;
  for (int a = 0; a < instance.patterns.rows(); ++a) {
    int field = 0;
    for (int i = 0; i < instance.patterns.columns(); ++i) field += instance.patterns.sign(a, i) * weights.sign(0, i);
    wrong += field < instance.least_field ? 1 : 0;
  }
  return wrong;
}

double normal(double z) { return 0.5 * std::erfc(z / std::sqrt(2.0)); }

/// Mean number of solutions in standard errors from 2^(N-P), which is exact for odd N.
double annealed_z(bool patterns_shared = false) {
  const int n = 13, p = 5, count = 400;
  double sum = 0, squares = 0;
  for (int i = 0; i < count; ++i) {
    const Instance instance = make_instance(1, patterns_shared ? 0 : std::uint64_t(i), {n}, p, 0);
    const auto z = double(enumerate(instance).solutions);
    sum += z;
    squares += z * z;
  }
  const double mean = sum / count, error = std::sqrt((squares / count - mean * mean) / (count - 1));
  return (mean - std::exp2(n - p)) / error;
}

}  // namespace

TEST(BinaryPerceptron, KernelsGiveTheSameBits) {
  const Instance instance = make_instance(7, 0, {1001}, 37, 0);
  std::vector<float> values(1024);
  RandomStream random(1, 2);
  for (std::size_t i = 0; i < 1001; ++i) values[i] = float(random.uniform() - 0.5);
  std::vector<float> expected(37);
  generic_kernels().sums_of_set(instance.patterns.row(0), 37, instance.patterns.words(), values.data(),
                                expected.data());
  for (const std::string& name : available_kernels()) {
    const Kernels& kernels = kernels_for(name);
    std::vector<float> sums(37);
    kernels.sums_of_set(instance.patterns.row(0), 37, instance.patterns.words(), values.data(), sums.data());
    EXPECT_EQ(sums, expected) << name;
    for (int a = 1; a < 37; ++a) {
      int differing = 0;
      for (int i = 0; i < 1001; ++i) differing += instance.patterns.plus(0, i) != instance.patterns.plus(a, i) ? 1 : 0;
      EXPECT_EQ(kernels.differing(instance.patterns.row(0), instance.patterns.row(a), 16), differing) << name;
    }
  }
  for (int a = 0; a < 37; ++a) {
    double sum = 0;
    for (int i = 0; i < 1001; ++i) sum += instance.patterns.plus(a, i) ? double{values[std::size_t(i)]} : 0;
    EXPECT_NEAR(expected[std::size_t(a)], sum, 1e-4);  // 500 terms of 0.25, each rounded to 1e-7 of the sum
  }
  expect_error([] { kernels_for("sse9"); }, ErrorKind::bad_value, "sse9", "generic");
}

TEST(BinaryPerceptron, PatternsDependOnSeedAndInstanceAlone) {
  const Instance few = make_instance(1, 5, {101}, 10, 0), more = make_instance(1, 5, {101}, 20, 0);
  for (int a = 0; a < 10; ++a)
    for (int i = 0; i < 101; ++i) EXPECT_EQ(few.patterns.plus(a, i), more.patterns.plus(a, i));
  EXPECT_FALSE(few.patterns == make_instance(2, 5, {101}, 10, 0).patterns);
  // Bits of two instances agree as often as fair coins do: 10,100 of them, within 5 standard errors of one half.
  const Instance a = make_instance(1, 0, {101}, 100, 0), b = make_instance(1, 1, {101}, 100, 0);
  int agree = 0;
  for (int r = 0; r < 100; ++r)
    for (int i = 0; i < 101; ++i) agree += a.patterns.plus(r, i) == b.patterns.plus(r, i) ? 1 : 0;
  EXPECT_NEAR(agree, 5050, 5 * std::sqrt(10100.0) / 2);
}

TEST(BinaryPerceptron, MeanNumberOfSolutionsIsExact) {
  EXPECT_LT(std::fabs(annealed_z()), 4);
  EXPECT_GT(std::fabs(annealed_z(true)), 4) << "patterns shared by all instances go unseen";
}

TEST(BinaryPerceptron, ATeachersPatternsHaveASolution) {
  // 60 random patterns of 13 inputs have one with chance 2^-47.
  for (std::uint64_t number = 0; number < 5; ++number)
    EXPECT_GE(enumerate(make_instance(1, number, {13}, 60, 0, PatternLaw::teacher)).solutions, 1u);
}

/// The mean over instances of the overlap of patterns 0 and 1, each times its label, and its standard error.
std::pair<double, double> overlap_of_clouds(const Machine& machine, double noise, bool labels) {
  const int count = 200;
  double sum = 0, squares = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    Instance instance = make_instance(7, i, machine, 2, 0, PatternLaw::mixture, noise);
    if (!labels && i % 2 == 0) instance.flip(0);
    double overlap = 0;
    for (int b = 0; b < machine.blocks(); ++b)
      for (int k = 0; k < machine.inputs; ++k)
        overlap += instance.patterns.sign(b, k) * instance.patterns.sign(machine.blocks() + b, k);
    overlap /= machine.inputs * machine.blocks();
    sum += overlap;
    squares += overlap * overlap;
  }
  const double mean = sum / count;
  return {mean, std::sqrt((squares / count - mean * mean) / (count - 1))};
}

TEST(BinaryPerceptron, CloudsOverlapAsTheirLawSays) {
  // With s^2 = 1/(N noise), E erf(s v/sqrt(2))^2 = (2/pi) asin(s^2/(1+s^2)) over normal v (exact at every N).
  for (const Machine& machine : {Machine{.inputs = 101}, Machine{.inputs = 33, .units = 3, .tree = true}})
    for (const double noise : {0.01, 0.05}) {
      const double s = 1 / (noise * machine.inputs * machine.blocks());
      const double expected = 2 / std::numbers::pi * std::asin(s / (1 + s));
      const auto [mean, error] = overlap_of_clouds(machine, noise, true);
      EXPECT_NEAR(mean, expected, 4 * error);
      const auto [unlabelled, scatter] = overlap_of_clouds(machine, noise, false);  // planted: half of the labels lost
      EXPECT_GT(std::fabs(unlabelled - expected), 4 * scatter);
    }
}

TEST(BinaryPerceptron, MarginsAskForLargerFields) {
  EXPECT_EQ(make_instance(1, 0, {101}, 1, 0).least_field, 1);
  EXPECT_EQ(make_instance(1, 0, {101}, 1, 0.4).least_field, 5);   // 4.02, to the next odd number
  EXPECT_EQ(make_instance(1, 0, {101}, 1, 0.55).least_field, 7);  // 5.53
  // One pattern: the share of weights with field >= 5 of 13, sum of binomials (715 + 286 + 78 + 13 + 1)/8192.
  const Instance instance = make_instance(1, 0, {13}, 1, 5 / std::sqrt(13.0));
  EXPECT_EQ(enumerate(instance).solutions, 1093u);
}

TEST(BinaryPerceptron, SbpiSolvesAndItsEntropicStepIsWhatDoesIt) {
  int solved = 0, without = 0;
  for (std::uint64_t number = 0; number < 5; ++number) {
    const Instance instance = make_instance(1, number, {1001}, 500, 0);
    const Outcome outcome = sbpi(instance, {}, kernels_for(""));
    solved += outcome.solved ? 1 : 0;
    EXPECT_EQ(outcome.errors, plainly_wrong(instance, outcome.weights));
    EXPECT_EQ(outcome.solved, outcome.errors == 0);
    without += sbpi(instance, {.strengthen = 0, .epochs = 1000}, kernels_for("")).solved ? 1 : 0;
  }
  EXPECT_EQ(solved, 5);
  EXPECT_EQ(without, 0);
  const Instance instance = make_instance(1, 0, {201}, 80, 0);
  Instance other = instance;
  other.least_field = -other.least_field;
  const Outcome flipped = sbpi(other, {.epochs = 200}, generic_kernels());
  EXPECT_GT(plainly_wrong(instance, flipped.weights), 0) << "a wrong sign goes unseen";
}

TEST(BinaryPerceptron, FlippedErrorIsThatOfAllFlips) {
  // All 2^9 sets of flips of a pattern whose field is 3, each with its probability.
  const int n = 9, field = 3;
  const double d = 0.13;
  double wrong = 0;
  for (unsigned flips = 0; flips < 1u << n; ++flips) {
    int now = 0;
    for (int i = 0; i < n; ++i) now += ((i < (n + field) / 2) != ((flips >> i & 1) != 0)) ? 1 : -1;
    const int count = std::popcount(flips);
    if (now < 1) wrong += std::pow(d, count) * std::pow(1 - d, n - count);
  }
  EXPECT_NEAR(flipped_error(n, field, 1, d), wrong, 1e-12);
  EXPECT_NEAR(flipped_error(2001, 21, 1, 0.005), 6.55e-4, 5e-7);  // the Gaussian formula gives 4.93e-4
  EXPECT_EQ(flipped_error(9, 3, 1, 0), 0);
  EXPECT_NEAR(flipped_error(9, 3, 1, 0.5), 0.5, 1e-12);
}

TEST(BinaryPerceptron, LocalEnergyIsWhatRandomFlipsGive) {
  const Instance instance = make_instance(1, 0, {501}, 200, 0);
  const Kernels& kernels = kernels_for("");
  const Outcome outcome = sbpi(instance, {}, kernels);
  ASSERT_TRUE(outcome.solved);
  const double d = 0.05;
  RandomStream random(9, 9);
  double sum = 0, squares = 0;
  const int repeats = 400;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    BitRows flipped = outcome.weights;
    for (int i = 0; i < 501; ++i)
      if (random.uniform() < d) flipped.set(0, i, !flipped.plus(0, i));
    const double share = errors(instance, flipped, kernels) / 200.0;
    sum += share;
    squares += share * share;
  }
  const double mean = sum / repeats, error = std::sqrt((squares / repeats - mean * mean) / (repeats - 1));
  const auto reached = unit_fields(instance, outcome.weights, kernels);
  EXPECT_NEAR(local_energy({501}, reached, 1, d), mean, 4 * error);
  // The Gaussian formula, for large N, is near as well.
  double gaussian = 0;
  for (const int field : reached)
    gaussian += normal((1 - 2 * d) * field / std::sqrt(501.0) / std::sqrt(4 * d * (1 - d)));
  EXPECT_NEAR(gaussian / 200, mean, 0.01);
}

}  // namespace replicas::solve
