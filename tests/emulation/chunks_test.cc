// The element-wise kernels of the batched path share examples by chunks and columns by fours: every edge of both, and
// that neither changes a bit.
#include <gtest/gtest.h>

#include "emulation/emulated_engine.h"
#include "emulation/emulator.h"
#include "example_split.h"
#include "parity/agreement.h"

namespace replicas {

void PrintTo(const NetworkCase& c, std::ostream* stream);  // in gpu_engine_test.cc

namespace {

TEST(ExampleSplit, ChunksCoverTheExamplesAndRowsFillThem) {
  for (const int outputs : {1, 2, 4, 5, 31, 32, 33, 100, 128, 130, 255, 256, 257, 260, 1000, 5000})
    for (const int examples : {1, 2, 31, 32, 33, 64, 65, 200, 255, 256, 257, 1000, 60000, 1000000}) {
      const gpu::ExampleSplit split = gpu::split_examples(examples, outputs);
      EXPECT_GE(split.down, 4) << outputs;  // the threads of a block are as many as the columns of a tile
      EXPECT_LE(split.down, 32) << outputs;
      EXPECT_EQ(split.chunk % split.down, 0) << examples << " x " << outputs;
      EXPECT_GE(split.chunks * split.chunk, examples);
      EXPECT_LT((split.chunks - 1) * split.chunk, examples);
      EXPECT_LE(split.chunks, 256);
    }
}

TEST(ExampleSplit, KeepsAnH100BusyWithTheWorkloads) {
  const auto text = [](const gpu::ExampleSplit& split) {
    return std::to_string(split.down) + " " + std::to_string(split.chunk) + " " + std::to_string(split.chunks);
  };
  EXPECT_EQ(text(gpu::split_examples(1000, 256)), "4 32 32");  // L: 256 blocks in 8 slots
  EXPECT_EQ(text(gpu::split_examples(200, 100)), "10 70 3");   // M: 336 blocks in 112 slots
  EXPECT_EQ(text(gpu::split_examples(64, 32)), "32 64 1");     // S: 512 blocks
}

std::vector<NetworkCase> edges() {
  std::vector<NetworkCase> cases;
  for (const int examples : {1, 63, 64, 65, 193}) {  // chunks of the loss; the first layer is the last
    cases.push_back({.widths = {3, 10}, .examples = examples});
    cases.push_back({.widths = {3, 10}, .examples = examples, .bias = false});
    cases.push_back({.widths = {3, 5, 8}, .examples = examples, .activation = Activation::gelu});
  }
  for (const int examples : {31, 32, 33, 65}) cases.push_back({.widths = {2, 256, 3}, .examples = examples});
  for (const int examples : {55, 56, 57, 113}) cases.push_back({.widths = {2, 130, 5, 4}, .examples = examples});
  for (const int examples : {255, 256, 257}) cases.push_back({.widths = {2, 6, 7, 3}, .examples = examples});
  cases.push_back({.widths = {2, 257, 3}, .examples = 70, .activation = Activation::relu});
  cases.push_back({.widths = {2, 5, 260, 3}, .examples = 113, .activation = Activation::gelu});
  cases.push_back({.widths = {2, 5, 260, 3}, .examples = 113, .bias = false});
  cases.push_back({.widths = {3, 6, 1}, .examples = 300, .loss = Loss::logistic});
  cases.push_back({.widths = {3, 1}, .examples = 130, .loss = Loss::logistic});
  cases.push_back({.widths = {3, 6, 5}, .examples = 300, .loss = Loss::mse});
  cases.push_back({.widths = {3, 5}, .examples = 130, .loss = Loss::mse});
  cases.push_back({.widths = {2, 64}, .examples = 70});       // as many outputs as threads
  cases.push_back({.widths = {2, 100}, .examples = 70});      // logits with tangents do not fit shared memory
  cases.push_back({.widths = {2, 4, 200}, .examples = 130});  // nor do the logits alone
  return cases;
}

class Chunks : public testing::TestWithParam<NetworkCase> {
 protected:
  Ensemble ensemble_ = ensemble_of(GetParam());
  MakeEngine make_ = [](const Ensemble& ensemble) { return emulated(ensemble); };
};
TEST_P(Chunks, OneStepAgrees) { expect_one_step_agrees(ensemble_, make_); }
TEST_P(Chunks, DerivativesAgree) { expect_derivatives_agree(ensemble_, make_); }
INSTANTIATE_TEST_SUITE_P(Edges, Chunks, testing::ValuesIn(edges()));

// What is summed over chunks and measured: losses of several chunks, biases of several layers.
TEST(ChunksOfSums, TenStepsAgree) {
  const MakeEngine make = [](const Ensemble& ensemble) { return emulated(ensemble); };
  expect_ten_steps_agree(ensemble_of({.widths = {3, 10}, .examples = 193}), make);
  expect_ten_steps_agree(ensemble_of({.widths = {3, 6, 40, 5}, .examples = 300, .loss = Loss::mse}), make);
  expect_ten_steps_agree(ensemble_of({.widths = {3, 6, 1}, .examples = 65, .loss = Loss::logistic}), make);
  expect_ten_steps_agree(ensemble_of({.widths = {2, 4, 200}, .examples = 65, .bias = false}), make);
}

/// All that an engine computes, one after the other.
std::vector<double> everything(const Ensemble& ensemble, int slots) {
  const auto engine = emulated(ensemble, "batched", slots);
  engine->load(start_of(ensemble));
  std::vector<double> result;
  for (const ReplicaSums& s : engine->advance(0, 4))
    for (const double v : {s.loss, s.loss2, s.gradient2, s.gradient_product, s.wrong, s.largest_weight})
      result.push_back(v);
  const std::vector<float> weights = engine->weights();
  for (const std::vector<float>& values : {weights, engine->loss_gradients(), engine->loss_hessian_products(weights)})
    result.insert(result.end(), values.begin(), values.end());
  return result;
}

// With 6 outputs in the first layer, two and four slots are read four numbers at a time, one and three singly.
TEST(ChunksOfBits, WideAndSingleAccessesGiveTheSame) {
  for (const Activation activation : {Activation::tanh, Activation::gelu}) {
    const Ensemble ensemble = ensemble_of({.widths = {3, 6, 8, 5}, .examples = 270, .activation = activation});
    const std::vector<double> expected = everything(ensemble, 1);
    for (const int slots : {2, 3, 4, 5}) EXPECT_EQ(everything(ensemble, slots), expected) << slots << " slots";
  }
}

TEST(ChunksOfBits, TheScheduleOfThreadsChangesNone) {
  const Ensemble ensemble = ensemble_of({.widths = {3, 6, 8, 5}, .examples = 130});
  const std::vector<double> expected = everything(ensemble, 2);
  for (const emulation::Schedule schedule : emulation::schedules) {
    emulation::settings().schedule = schedule;
    EXPECT_EQ(everything(ensemble, 2), expected) << "schedule " << static_cast<int>(schedule);
  }
  emulation::settings() = {};
}

}  // namespace
}  // namespace replicas
