// Gradients over batches on the fast engine, against the plain one in double; every instruction set, every draw.
#include <gtest/gtest.h>

#include "engine/cpu/instructions.h"
#include "model/error.h"
#include "model/example_source.h"
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
          {{.widths = {7, 19, 3}}, {.size = 37}},
          {{.widths = {7, 19, 3}, .datasets = 2}, {.size = 50, .draw = Draw::online}},
          {{.widths = {5, 17, 1}, .loss = Loss::mse}, {.size = 21, .draw = Draw::online}},
          {{.widths = {6, 17, 2}, .activation = Activation::relu, .loss = Loss::mse, .update = Update::lm},
           {.size = 3, .draw = Draw::online, .shared = true}}};
}

/// Real targets, and so no labels: the first input squared.
class Squares final : public ExampleSource {
 public:
  explicit Squares(const Network& network) : random_(network) {}
  void draw(const ExampleDraw& draw, Dataset& into) const override {
    random_.draw(draw, into);
    into.labels.clear();
    for (std::size_t n = 0; n < into.targets.size(); ++n)
      into.targets[n] = std::pow(into.values[n * static_cast<std::size_t>(into.inputs)], 2.0f);
  }

 private:
  RandomExamples random_;
};

/// One output: real targets; else what data sets at random have.
std::shared_ptr<const ExampleSource> law_of(const Ensemble& ensemble) {
  const Network& network = as_network(*ensemble.system)->network();
  if (network.outputs() > 1) return std::make_shared<RandomExamples>(network);
  return std::make_shared<Squares>(network);
}

class Batches : public testing::TestWithParam<std::size_t> {
 protected:
  Ensemble ensemble() const {
    const BatchCase own = batch_cases()[GetParam()];
    Ensemble result = ensemble_of(own.network);
    result.dynamics.batch = own.batch;
    if (own.batch.online()) result.fresh = law_of(result);
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

INSTANTIATE_TEST_SUITE_P(Cases, Batches, testing::Range<std::size_t>(0, batch_cases().size()));

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

// Replicas of one data set that see the same fresh examples take the same path at T = 0 from the same start; each with
// its own, they part. The same step of another seed, and another step, have other examples.
TEST(Batches, FreshOnesAreOfAReplicaOrOfADataSet) {
  const auto weights_after = [](bool shared, std::uint64_t seed, std::uint64_t first) {
    Ensemble ensemble = ensemble_of(NetworkCase{.widths = {5, 4, 3}});
    ensemble.temperatures = {0};
    ensemble.confinement = {.kind = Confinement::Kind::none, .strength = 0};
    ensemble.dynamics.step_sizes = {0.1};
    ensemble.dynamics.batch = {.size = 8, .draw = Batch::Draw::online, .shared = shared};
    ensemble.fresh = law_of(ensemble);
    ensemble.seed = seed;
    const auto engine = make_engine({"cpu", 1}, ensemble);
    engine->load(std::vector<float>(2 * ensemble.weights(), 0.1f));
    engine->advance(first, first + 5);
    const std::vector<float> w = engine->weights();
    const auto half = w.begin() + static_cast<std::ptrdiff_t>(ensemble.weights());
    return std::pair(std::vector(w.begin(), half), std::vector(half, w.end()));
  };
  const auto shared = weights_after(true, 1, 0), own = weights_after(false, 1, 0);
  EXPECT_EQ(shared.first, shared.second);
  EXPECT_NE(own.first, own.second);
  EXPECT_NE(own.first, shared.first);
  EXPECT_NE(own.first, weights_after(false, 2, 0).first);
  EXPECT_NE(own.first, weights_after(false, 1, 5).first);
}

TEST(Batches, FreshOnesNeedALaw) {
  Ensemble ensemble = ensemble_of(NetworkCase{});
  ensemble.dynamics.batch = {.size = 3, .draw = Batch::Draw::online};
  EXPECT_THROW(make_engine({"cpu", 1}, ensemble), Error);
  EXPECT_THROW(make_engine({"plain"}, ensemble), Error);
}

TEST(Batches, LargerThanTheDataAreRefused) {
  Ensemble ensemble = ensemble_of(NetworkCase{});
  ensemble.dynamics.batch = {.size = 38};
  EXPECT_THROW(make_engine({"cpu", 1}, ensemble), Error);
  EXPECT_THROW(make_engine({"plain"}, ensemble), Error);
}

}  // namespace
}  // namespace replicas
