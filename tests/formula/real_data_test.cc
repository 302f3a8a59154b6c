// Examples as patterns: medians of the training examples, labels, constant inputs, what is left for testing.
#include "solve/real_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace replicas::solve {

namespace {

/// Input 0 is the number of the row, input 1 its label times 3, input 2 always 7, input 3 minus the row.
RealData numbered(int rows) {
  RealData data;
  data.inputs = 4;
  for (int r = 0; r < rows; ++r) {
    data.labels.push_back(r % 3 == 0 ? 1 : -1);
    for (const int value : {r, 3 * data.labels.back(), 7, -r}) data.values.push_back(float(value));
  }
  return data;
}

}  // namespace

TEST(RealData, ThresholdsAreMediansOfTheTrainingExamplesAlone) {
  const RealData data = numbered(40);
  const Binarisation binarisation = binarise(data, 1, 0, 11);
  EXPECT_EQ(binarisation.constant, 1);
  std::vector<int> training = binarisation.training;
  std::set<int> all(training.begin(), training.end());
  all.insert(binarisation.others.begin(), binarisation.others.end());
  EXPECT_EQ(all.size(), 40u);  // each example once
  std::ranges::sort(training);
  EXPECT_EQ(binarisation.thresholds[0], float(training[5]));
  EXPECT_EQ(binarisation.thresholds[2], 7);
  const Machine machine{.inputs = 5};
  const Instance instance = real_instance(data, binarisation, binarisation.training, 1, 0, machine, 0);
  for (int a = 0; a < 11; ++a) {
    const int row = binarisation.training[std::size_t(a)], label = data.labels[std::size_t(row)];
    EXPECT_EQ(instance.patterns.sign(a, 0), label * (row > training[5] ? 1 : -1));
    EXPECT_EQ(instance.patterns.sign(a, 2), -label);  // not above its median, 7
    EXPECT_EQ(instance.patterns.sign(a, 4), label);   // the constant input
  }
}

TEST(RealData, ALargerLoadHasMoreOfTheSameExamplesAndInstancesDiffer) {
  const RealData data = numbered(40);
  const Binarisation few = binarise(data, 1, 0, 11), more = binarise(data, 1, 0, 21), other = binarise(data, 1, 1, 11);
  EXPECT_TRUE(std::ranges::equal(few.training, std::span(more.training).first(11)));
  EXPECT_NE(few.training, other.training);
}

TEST(RealData, TestErrorIsTheShareOfWrongLabels) {
  const RealData data = numbered(40);
  const Binarisation binarisation = binarise(data, 1, 0, 10);
  // Weights - + - - +: input 1, the label, is outvoted now and then.
  BitRows weights(1, 5);
  weights.set(0, 1, true);
  weights.set(0, 4, true);
  double wrong = 0;
  for (const int row : binarisation.others) {
    int field = 1;  // the constant input
    for (int i = 0; i < 4; ++i) {
      const bool plus = data.values[std::size_t(row * 4 + i)] > binarisation.thresholds[std::size_t(i)];
      field += (plus ? 1 : -1) * (i == 1 ? 1 : -1);
    }
    wrong += (field > 0 ? 1 : -1) != data.labels[std::size_t(row)] ? 1 : 0;
  }
  EXPECT_GT(wrong, 0);
  EXPECT_DOUBLE_EQ(real_error(data, binarisation, binarisation.others, {.inputs = 5}, weights), wrong / 30);
}

TEST(RealData, AParityMachineTakesTheLabelIntoItsFirstUnit) {
  RealData data = numbered(12);
  data.inputs = 6;
  data.values.resize(72, 1.0f);
  const Binarisation binarisation = binarise(data, 1, 0, 12);
  const Machine machine{.inputs = 3, .units = 2, .tree = true, .parity = true};
  const Instance with = real_instance(data, binarisation, binarisation.training, 1, 0, machine, 0);
  for (std::int8_t& label : data.labels) label = 1;
  const Instance without = real_instance(data, binarisation, binarisation.training, 1, 0, machine, 0);
  data = numbered(12);
  for (int a = 0; a < 12; ++a)
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(with.patterns.sign(2 * a, i),
                without.patterns.sign(2 * a, i) * data.labels[std::size_t(binarisation.training[std::size_t(a)])]);
      EXPECT_EQ(with.patterns.sign(2 * a + 1, i), without.patterns.sign(2 * a + 1, i));
    }
}

}  // namespace replicas::solve
