#include <gtest/gtest.h>

#include <algorithm>

#include "engine/cpu/instructions.h"
#include "engine/engine.h"
#include "engine/plain/plain_engine.h"
#include "parity/agreement.h"
#include "parity/network_cases.h"

namespace replicas {
namespace {

/// Every instruction set of this processor against the plain engine in double.
class CpuParity : public testing::TestWithParam<NetworkCase> {
 protected:
  CpuParity() : ensemble_(ensemble_of(GetParam())), start_(start_of(ensemble_)), plain_(ensemble_) {
    plain_.load(start_);
    for (const std::string& instructions : cpu::available_instructions()) {
      engines_.push_back(make_engine({"cpu", 1, instructions}, ensemble_));
      engines_.back()->load(start_);
    }
  }
  std::vector<float> moved(const Engine& engine) const {  // w - start: the step itself, not what it is added to
    std::vector<float> w = engine.weights();
    for (std::size_t i = 0; i < w.size(); ++i) w[i] -= start_[i];
    return w;
  }

  Ensemble ensemble_;
  std::vector<float> start_;
  PlainEngine<double> plain_;
  std::vector<std::unique_ptr<Engine>> engines_;
};

// float32 weights near 1 are rounded to 6e-8; the bound is the one of the design between any two backends.
TEST_P(CpuParity, OneStepAgrees) {
  plain_.advance(5, 6);
  for (const auto& engine : engines_) {
    engine->advance(5, 6);
    EXPECT_LT(relative_distance(engine->weights(), plain_.weights()), 2e-6) << engine->name();
    // The step is small: 3 % of it is 2e-6 of the weights, so look at the step too, with its rounding noise.
    EXPECT_LT(relative_distance(moved(*engine), moved(plain_)), 1e-4) << engine->name();
  }
}

TEST_P(CpuParity, TenStepsAgree) {
  const std::vector<ReplicaSums> expected = plain_.advance(0, 10);
  for (const auto& engine : engines_) {
    const std::vector<ReplicaSums> sums = engine->advance(0, 10);
    EXPECT_LT(relative_distance(engine->weights(), plain_.weights()), 1e-4) << engine->name();
    for (std::size_t r = 0; r < sums.size(); ++r) {
      EXPECT_EQ(sums[r].count, expected[r].count);
      EXPECT_NEAR(sums[r].loss, expected[r].loss, 1e-5 * expected[r].loss) << engine->name();
      EXPECT_NEAR(sums[r].loss2, expected[r].loss2, 2e-5 * expected[r].loss2) << engine->name();
      EXPECT_NEAR(sums[r].gradient2, expected[r].gradient2, 1e-4 * expected[r].gradient2) << engine->name();
      EXPECT_NEAR(sums[r].gradient_product, expected[r].gradient_product, 1e-4 * expected[r].gradient2)
          << engine->name();
      EXPECT_EQ(sums[r].wrong, expected[r].wrong) << engine->name();
      EXPECT_NEAR(sums[r].largest_weight, expected[r].largest_weight, 1e-5 * expected[r].largest_weight);
      EXPECT_TRUE(sums[r].finite);
    }
  }
}

TEST_P(CpuParity, GradientsAgree) {
  const std::vector<float> expected = plain_.loss_gradients();
  for (const auto& engine : engines_)
    EXPECT_LT(relative_distance(engine->loss_gradients(), expected), 1e-6) << engine->name();
}

TEST_P(CpuParity, HessianProductsAgree) {
  std::vector<float> directions(start_.size());
  for (std::size_t i = 0; i < directions.size(); ++i) directions[i] = noise(1, Purpose::hutchinson, 0, 0, 0, i);
  const std::vector<float> expected = plain_.loss_hessian_products(directions);
  for (const auto& engine : engines_)
    EXPECT_LT(relative_distance(engine->loss_hessian_products(directions), expected), 3e-6) << engine->name();
}

TEST_P(CpuParity, ExampleLossesAgree) {
  const ExampleLosses expected = plain_.example_losses();
  const Network& network = network_in(ensemble_);
  const auto other = network_system(network, {random_dataset(network, GetParam().examples + 5, 99, 0)});
  const ExampleLosses expected_other = plain_.example_losses(*other);
  for (const auto& engine : engines_) {
    const ExampleLosses losses = engine->example_losses();
    EXPECT_LT(relative_distance(losses.losses, expected.losses), 1e-6) << engine->name();
    EXPECT_EQ(losses.wrong, expected.wrong) << engine->name();
    const ExampleLosses shown = engine->example_losses(*other);
    EXPECT_LT(relative_distance(shown.losses, expected_other.losses), 1e-6) << engine->name();
    EXPECT_EQ(shown.wrong, expected_other.wrong) << engine->name();
  }
}

TEST_P(CpuParity, TiedOutputsAreWrong) {
  for (const std::string& instructions : cpu::available_instructions())
    expect_ties_to_be_wrong(ensemble_, [&](const Ensemble& e) { return make_engine({"cpu", 1, instructions}, e); });
  expect_ties_to_be_wrong(ensemble_, [](const Ensemble& e) { return std::make_unique<PlainEngine<double>>(e); });
  expect_ties_to_be_wrong(ensemble_, [](const Ensemble& e) { return std::make_unique<PlainEngine<float>>(e); });
}

INSTANTIATE_TEST_SUITE_P(Shapes, CpuParity, testing::ValuesIn(network_cases()), [](const auto& info) {
  std::string text = std::to_string(info.index) + "_" + describe(info.param);
  for (char& c : text)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return text;
});

}  // namespace

void PrintTo(const NetworkCase& c, std::ostream* stream) { *stream << describe(c); }

}  // namespace replicas
