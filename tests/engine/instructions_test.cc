#include <gtest/gtest.h>

#include "engine/cpu/instructions.h"
#include "engine/engine.h"
#include "model/error.h"
#include "parity/network_cases.h"

namespace replicas {
namespace {

struct Outcome {
  std::vector<float> weights, gradients, products, losses;
  std::vector<std::uint8_t> wrong;
  std::vector<ReplicaSums> sums;
};

Outcome outcome(const Ensemble& ensemble, const std::string& instructions) {
  const auto engine = make_engine({"cpu", 1, instructions}, ensemble);
  engine->load(start_of(ensemble));
  Outcome result;
  result.sums = engine->advance(1, 9);
  result.weights = engine->weights();
  result.gradients = engine->loss_gradients();
  result.products = engine->loss_hessian_products(start_of(ensemble));
  const ExampleLosses losses = engine->example_losses();
  result.losses = losses.losses;
  result.wrong = losses.wrong;
  return result;
}

TEST(Instructions, EverySetGivesTheSameBits) {
  const std::vector<std::string> sets = cpu::available_instructions();
  if (sets.size() < 2) GTEST_SKIP() << "this processor runs the generic kernels only";
  for (const NetworkCase& c : network_cases()) {
    const Ensemble ensemble = ensemble_of(c);
    const Outcome expected = outcome(ensemble, sets.front());
    for (std::size_t i = 1; i < sets.size(); ++i) {
      const Outcome other = outcome(ensemble, sets[i]);
      const std::string what = describe(c) + ": " + sets[i] + " against " + sets.front();
      EXPECT_EQ(other.weights, expected.weights) << what;
      EXPECT_EQ(other.gradients, expected.gradients) << what;
      EXPECT_EQ(other.products, expected.products) << what;
      EXPECT_EQ(other.losses, expected.losses) << what;
      EXPECT_EQ(other.wrong, expected.wrong) << what;
      for (std::size_t r = 0; r < expected.sums.size(); ++r) {
        EXPECT_EQ(other.sums[r].loss, expected.sums[r].loss) << what;
        EXPECT_EQ(other.sums[r].loss2, expected.sums[r].loss2) << what;
        EXPECT_EQ(other.sums[r].gradient2, expected.sums[r].gradient2) << what;
        EXPECT_EQ(other.sums[r].gradient4, expected.sums[r].gradient4) << what;
        EXPECT_EQ(other.sums[r].gradient_product, expected.sums[r].gradient_product) << what;
        EXPECT_EQ(other.sums[r].wrong, expected.sums[r].wrong) << what;
        EXPECT_EQ(other.sums[r].largest_weight, expected.sums[r].largest_weight) << what;
      }
    }
  }
}

TEST(Instructions, AnUnknownSetIsRefused) { EXPECT_THROW(make_engine({"cpu", 1, "mmx"}, ensemble_of({})), Error); }

TEST(Instructions, TheEngineSaysWhatItRunsOn) {
  EXPECT_EQ(make_engine({"cpu", 2, "generic"}, ensemble_of({}))->name(), "cpu (generic, 2 threads)");
  EXPECT_EQ(make_engine({"cpu", 1, "generic"}, ensemble_of({}))->name(), "cpu (generic, 1 thread)");
}

}  // namespace
}  // namespace replicas
