// The batched path, whole, on the emulated device: every layout, kernel and stand-in product against the plain engine.
#include <gtest/gtest.h>

#include <functional>
#include <numeric>
#include <span>

#include "ceilings.h"
#include "emulation/device_size.h"
#include "emulation/emulated_engine.h"
#include "memory_plan.h"
#include "model/error.h"
#include "parity/agreement.h"
#include "parity/slices_agree.h"

namespace replicas {
namespace {

class EmulatedEngine : public testing::TestWithParam<NetworkCase> {
 protected:
  Ensemble ensemble_ = ensemble_of(GetParam());
  MakeEngine make_ = [](const Ensemble& ensemble) { return emulated(ensemble); };
};

TEST_P(EmulatedEngine, KeepsLoadedWeightsAndSquaresThem) {
  const auto engine = emulated(ensemble_);
  const std::vector<float> start = start_of(ensemble_);
  engine->load(start);
  EXPECT_EQ(engine->weights(), start);
  const std::vector<float> norms2 = engine->weight_norms2();
  ASSERT_EQ(norms2.size(), ensemble_.replica_count());
  const std::size_t n = ensemble_.weights();
  for (std::size_t r = 0; r < norms2.size(); ++r) {
    const std::span<const float> own = std::span(start).subspan(r * n, n);
    const double expected =
        std::inner_product(own.begin(), own.end(), own.begin(), 0.0, std::plus<>(),
                           [](float a, float b) { return static_cast<double>(a) * static_cast<double>(b); });
    EXPECT_NEAR(norms2[r], expected, 6e-8 * expected);  // rounded to float once
  }
}
TEST_P(EmulatedEngine, OneStepAgrees) { expect_one_step_agrees(ensemble_, make_); }
TEST_P(EmulatedEngine, DerivativesAgree) { expect_derivatives_agree(ensemble_, make_); }
TEST_P(EmulatedEngine, TiedOutputsAreWrong) { expect_ties_to_be_wrong(ensemble_, make_); }

// Sums, and steps from a graph: one case in four, since the same kernels run in all.
std::vector<NetworkCase> one_in_four() {
  std::vector<NetworkCase> few;
  const std::vector<NetworkCase> all = network_cases();
  for (std::size_t i = 0; i < all.size(); i += 4) few.push_back(all[i]);
  return few;
}
class EmulatedSteps : public EmulatedEngine {};
TEST_P(EmulatedSteps, TenStepsAgree) { expect_ten_steps_agree(ensemble_, make_); }

TEST(EmulatedSlices, HaveTheBitsOfTheWhole) {
  const Confinement anchored = {Confinement::Kind::anchor, 2, false};
  for (const NetworkCase& c : {NetworkCase{.update = Update::lm, .confinement = anchored, .datasets = 2},
                               NetworkCase{.widths = {5, 9, 2}, .examples = 21, .datasets = 2}})
    expect_slices_to_have_the_bits_of_the_whole(ensemble_of(c),
                                                [](const Ensemble& ensemble) { return emulated(ensemble); });
}

std::string case_name(const testing::TestParamInfo<NetworkCase>& info) {
  std::string text = std::to_string(info.index) + "_" + describe(info.param);
  for (char& c : text)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return text;
}
INSTANTIATE_TEST_SUITE_P(Shapes, EmulatedEngine, testing::ValuesIn(network_cases()), case_name);
INSTANTIATE_TEST_SUITE_P(Shapes, EmulatedSteps, testing::ValuesIn(one_in_four()), case_name);

// Steps beyond one graph, a call that ends within one, another number of slots, other companions: the same bits.
TEST(EmulatedBatched, BitsDoNotDependOnCallsBlocksOrCompany) {
  const Ensemble ensemble = ensemble_of({.update = Update::lm, .datasets = 2});
  const auto one = emulated(ensemble), two = emulated(ensemble, "batched", 1);
  one->load(start_of(ensemble));
  two->load(start_of(ensemble));
  const std::vector<ReplicaSums> whole = one->advance(3, 15), first = two->advance(3, 5), second = two->advance(5, 15);
  EXPECT_EQ(one->weights(), two->weights());
  for (std::size_t r = 0; r < whole.size(); ++r) {
    EXPECT_EQ(whole[r].count, first[r].count + second[r].count);
    EXPECT_DOUBLE_EQ(whole[r].loss, first[r].loss + second[r].loss);
  }
  Ensemble some = ensemble;
  some.temperatures.resize(1);
  some.dynamics.step_sizes.resize(1);
  const auto few = emulated(some);
  few->load(start_of(some));
  few->advance(3, 15);
  const std::vector<float> together = one->weights(), alone = few->weights();
  EXPECT_TRUE(std::equal(alone.begin(), alone.end(), together.begin()));
}

TEST(EmulatedBatched, NamesTheReplicaThatLeftTheFiniteNumbers) {
  const Ensemble ensemble = ensemble_of({});
  std::vector<float> start = start_of(ensemble);
  start[ensemble.weights() + 3] = std::nanf("");
  start[3 * ensemble.weights()] = -1234.5f;
  const auto engine = emulated(ensemble);
  engine->load(start);
  const std::vector<ReplicaSums> sums = engine->advance(0, 1);
  EXPECT_TRUE(sums[0].finite);
  EXPECT_FALSE(sums[1].finite);
  EXPECT_TRUE(sums[2].finite);
  EXPECT_EQ(sums[3].largest_weight, 1234.5);
}

TEST(EmulatedBatched, TooLittleMemoryIsRefusedWithTheFigure) {
  const auto size = emulation::device_size();
  emulation::device_size().memory_bytes = 1 << 20;
  try {
    emulated(ensemble_of({}));
    ADD_FAILURE() << "an engine in 1 MB";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::out_of_memory);
    EXPECT_NE(std::string(error.what()).find("0.8 GB of GPU memory"), std::string::npos) << error.what();
  }
  emulation::device_size() = size;
}

TEST(EmulatedBatched, CeilingsAreMeasured) {
  const auto size = emulation::device_size();
  emulation::device_size().memory_bytes = 1 << 20;
  const GpuCeilings best = gpu::measure_ceilings(0, 0.001);
  emulation::device_size() = size;
  EXPECT_GT(best.copied_bytes, 0);
  EXPECT_GT(best.multiply_add_flops, 0);
  EXPECT_GT(best.normals, 0);
}

TEST(EmulatedBatched, BlocksHaveTheSizeThatTheNetworkSays) {
  EXPECT_EQ(gpu::slots_of(Network({10, 32, 32, 2}), 64), 512);      // S
  EXPECT_EQ(gpu::slots_of(Network({20, 100, 100, 10}), 200), 112);  // M
  EXPECT_EQ(gpu::slots_of(Network({100, 256, 256, 10}), 1000), 8);  // L
  EXPECT_EQ(gpu::slots_of(Network({784, 1000, 10}), 60000), 1);     // one replica exceeds the cache
}

}  // namespace

void PrintTo(const NetworkCase& c, std::ostream* stream) { *stream << describe(c); }

}  // namespace replicas
