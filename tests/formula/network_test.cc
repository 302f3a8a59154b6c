#include "model/network.h"

#include <gtest/gtest.h>

#include <set>

#include "model/dataset.h"
#include "model/error.h"
#include "physics/noise.h"

namespace replicas {
namespace {

TEST(Network, DefaultHasTheKnownSize) {
  const Network network(parse_widths("10-24-24-3"));
  EXPECT_EQ(network.weights(), 939u);  // 240 + 24 + 576 + 24 + 72 + 3
  EXPECT_EQ(Network(parse_widths("100-256-256-10")).weights(), 94218u);
  EXPECT_DOUBLE_EQ(Network(parse_widths("10-32-32-2")).flops_per_step(64), 499712.0);
}

// Rows (one input's fan-out vector, or one bias vector) start at multiples of 4; nothing else is skipped.
TEST(Network, NoiseIndexPadsEveryRowToFour) {
  const Network network(parse_widths("2-3-5"), Activation::tanh, Loss::softmax, true);
  const std::vector<std::uint64_t> expected = {0,  1,  2,  4,  5,  6,  8,  9,  10, 12, 13, 14, 15, 16, 20,
                                               21, 22, 23, 24, 28, 29, 30, 31, 32, 36, 37, 38, 39, 40};
  ASSERT_EQ(network.weights(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(network.noise_index(i), expected[i]) << i;
  EXPECT_EQ(network.noise_blocks(), 11u);  // 44 / 4
}

// Every (purpose, replica, step, weight) of a small run names a counter of its own, and every block a word of its own.
TEST(Network, NoTwoDrawsShareACounter) {
  const Network network(parse_widths("2-3-5"));
  std::set<std::array<std::uint64_t, 3>> seen;
  std::size_t draws = 0;
  for (const Purpose purpose : {Purpose::langevin, Purpose::pilot, Purpose::initial_weights, Purpose::hutchinson})
    for (std::uint64_t replica = 0; replica < 5; ++replica)
      for (std::uint64_t step = 0; step < 50; ++step)
        for (std::size_t weight = 0; weight < network.weights(); ++weight) {
          const std::uint64_t index = network.noise_index(weight);
          const std::uint64_t low = step * network.noise_blocks() + index / 4;
          seen.insert({(static_cast<std::uint64_t>(purpose) << 56) | replica, low, index % 4});
          ++draws;
        }
  EXPECT_EQ(seen.size(), draws);
}

// The words themselves: distinct counters under one key give distinct blocks (Philox is a bijection for a fixed key).
TEST(Network, NoBlockOfWordsRepeats) {
  std::set<Words> seen;
  for (std::uint64_t replica = 0; replica < 4; ++replica)
    for (std::uint64_t step = 0; step < 100; ++step)
      for (std::uint64_t block = 0; block < 11; ++block)
        seen.insert(noise_words(1, Purpose::langevin, replica, 11, step, block));
  EXPECT_EQ(seen.size(), 4u * 100u * 11u);
}

// One output of the hinge loss tells two classes by its sign; several outputs are as many classes.
TEST(Network, HingeTakesOneOutputOrSeveral) {
  EXPECT_EQ(Network({4, 3, 1}, Activation::tanh, Loss::hinge).classes(), 2);
  EXPECT_EQ(Network({4, 3, 5}, Activation::tanh, Loss::hinge).classes(), 5);
}

TEST(Network, RefusesOutputsThatTheLossCannotUse) {
  EXPECT_THROW(Network({10, 5, 1}, Activation::tanh, Loss::softmax), Error);
  EXPECT_THROW(Network({10, 5, 2}, Activation::tanh, Loss::logistic), Error);
  for (const char* text : {"", "10", "-", "10-", "10-0", "10--3", "a-b", "10-70000", "1 0-3"})
    EXPECT_THROW(parse_widths(text), Error) << text;
}

TEST(Dataset, DependsOnSeedAndNumberAndHasBalancedLabels) {
  const Network network(parse_widths("10-24-3"));
  const Dataset first = random_dataset(network, 3000, 1, 0);
  EXPECT_EQ(first.values, random_dataset(network, 3000, 1, 0).values);
  EXPECT_NE(first.values, random_dataset(network, 3000, 1, 1).values);
  EXPECT_NE(first.labels, random_dataset(network, 3000, 2, 0).labels);
  std::array<int, 3> counts{};
  for (const int label : first.labels) ++counts.at(static_cast<std::size_t>(label));
  // Binomial(3000, 1/3): standard deviation sqrt(3000 / 3 * 2 / 3) = 25.8; 5.73 of them = 148.
  for (const int count : counts) EXPECT_NEAR(count, 1000, 148);
  double sum = 0, sum2 = 0;
  for (const float x : first.values) sum += x, sum2 += static_cast<double>(x) * x;
  // 30000 standard normals: the sum has deviation sqrt(30000) = 173, the sum of squares sqrt(60000) = 245.
  EXPECT_NEAR(sum, 0, 5.73 * 173.2);
  EXPECT_NEAR(sum2, 30000, 5.73 * 244.9);
}

}  // namespace
}  // namespace replicas
