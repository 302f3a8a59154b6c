// Gradients over batches on the fast engine, against the plain one in double; every instruction set, every draw.
#include <gtest/gtest.h>

#include "engine/cpu/instructions.h"
#include "model/error.h"
#include "parity/agreement.h"
#include "parity/slices_agree.h"

namespace replicas {
namespace {

struct BatchCase {
  NetworkCase network;
  Batch batch;
};

std::vector<BatchCase> batch_cases() {
  using Draw = Batch::Draw;
  return {{{.widths = {7, 19, 3}}, {.size = 5}},
          {{.widths = {7, 19, 3}}, {.size = 1, .draw = Draw::epoch}},
          {{.widths = {20, 33, 2}, .loss = Loss::mse}, {.size = 16, .draw = Draw::epoch}},
          {{.widths = {6, 17, 1}, .loss = Loss::mse, .update = Update::lm}, {.size = 17}},
          {{.widths = {6, 17, 1}, .activation = Activation::gelu, .loss = Loss::logistic, .update = Update::lm},
           {.size = 20, .draw = Draw::epoch, .shared = true}},
          {{.widths = {3, 2}, .activation = Activation::relu, .datasets = 2}, {.size = 9, .shared = true}},
          {{.widths = {7, 19, 45, 3}, .examples = 200, .update = Update::lm, .datasets = 2}, {.size = 64}},
          {{.widths = {7, 19, 3}}, {.size = 37}}};
}

class Batches : public testing::TestWithParam<std::size_t> {
 protected:
  Ensemble ensemble() const {
    const BatchCase own = batch_cases()[GetParam()];
    Ensemble result = ensemble_of(own.network);
    result.dynamics.batch = own.batch;
    return result;
  }
};

TEST_P(Batches, StepsAgreeOnAllInstructionSets) {
  for (const std::string& instructions : cpu::available_instructions()) {
    const MakeEngine make = [&](const Ensemble& e) { return make_engine({"cpu", 2, instructions}, e); };
    expect_one_step_agrees(ensemble(), make);
    expect_ten_steps_agree(ensemble(), make);
  }
}

TEST_P(Batches, BitsDoNotDependOnCallsThreadsOrSlices) {
  const auto engine = [&](int threads) {
    auto made = make_engine({"cpu", threads}, ensemble());
    made->load(start_of(ensemble()));
    return made;
  };
  const auto one = engine(1), three = engine(3);
  const std::vector<ReplicaSums> sums = one->advance(0, 23);
  three->advance(0, 4);
  three->advance(4, 11);
  const std::vector<ReplicaSums> last = three->advance(11, 23);
  EXPECT_EQ(one->weights(), three->weights());
  EXPECT_EQ(sums[0].count, 8u);  // of steps 0, 3, ... 21
  EXPECT_EQ(last[0].count, 4u);
  expect_slices_to_have_the_bits_of_the_whole(ensemble(), [](const Ensemble& e) { return make_engine({"cpu", 2}, e); });
}

INSTANTIATE_TEST_SUITE_P(Cases, Batches, testing::Range<std::size_t>(0, 8));

// A batch of all examples is all of them in another order; what is measured is of all in any case.
TEST(Batches, MeasureAllExamples) {
  Ensemble whole = ensemble_of(NetworkCase{}), some = whole;
  some.dynamics.batch = {.size = 3};
  const auto all = make_engine({"cpu", 1}, whole), few = make_engine({"cpu", 1}, some);
  all->load(start_of(whole));
  few->load(start_of(whole));
  const std::vector<ReplicaSums> expected = all->advance(0, 1), sums = few->advance(0, 1);
  for (std::size_t r = 0; r < sums.size(); ++r) {
    EXPECT_EQ(sums[r].count, 1u);
    EXPECT_EQ(sums[r].loss, expected[r].loss);
    EXPECT_EQ(sums[r].gradient2, expected[r].gradient2);
    EXPECT_EQ(sums[r].wrong, expected[r].wrong);
  }
  EXPECT_NE(all->weights(), few->weights());
}

TEST(Batches, LargerThanTheDataAreRefused) {
  Ensemble ensemble = ensemble_of(NetworkCase{});
  ensemble.dynamics.batch = {.size = 38};
  EXPECT_THROW(make_engine({"cpu", 1}, ensemble), Error);
  EXPECT_THROW(make_engine({"plain"}, ensemble), Error);
}

}  // namespace
}  // namespace replicas
