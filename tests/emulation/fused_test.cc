// The fused kernels on the emulated device, in every schedule; theirs and the batched kernels' barriers taken away in
// turn.
#include <gtest/gtest.h>

#include "emulation/emulated_engine.h"
#include "emulation/emulator.h"
#include "model/error.h"
#include "parity/agreement.h"

namespace replicas {
namespace {

using emulation::Schedule;

/// A network for one compiled shape.
struct Fused {
  NetworkCase network;
  std::string kernel;
};

std::vector<Fused> fused_cases() {
  std::vector<Fused> cases;
  for (const gpu::FusedKernel& kernel : gpu::fused_kernels()) {
    NetworkCase c{.widths = {kernel.widths.begin(), kernel.widths.end()}, .examples = kernel.examples};
    c.activation = kernel.activation;
    cases.push_back({c, std::string(kernel.name)});
  }
  return cases;
}

class FusedKernels : public testing::TestWithParam<Fused> {
 protected:
  ~FusedKernels() override { emulation::settings() = {}; }
  MakeEngine make() const {
    return [](const Ensemble& ensemble) { return emulated(ensemble, GetParam().kernel); };
  }
};

TEST_P(FusedKernels, OneStepAgrees) { expect_one_step_agrees(ensemble_of(GetParam().network), make()); }

// Fewer examples than compiled, both rules, every confinement, two data sets.
TEST_P(FusedKernels, TenStepsAgree) {
  using Kind = Confinement::Kind;
  NetworkCase c = GetParam().network;
  if (c.widths[1] >= 100) {  // a second each: one case
    c.update = Update::lm;
    return expect_ten_steps_agree(ensemble_of(c), make());
  }
  expect_ten_steps_agree(ensemble_of(c), make());
  c.examples -= 7;
  c.datasets = 2;
  for (const Update update : {Update::em, Update::lm})
    for (const Confinement& confinement : {Confinement{Kind::none, 0, false}, Confinement{Kind::prior, 0.7, true},
                                           Confinement{Kind::decay, 0.1, false}, Confinement{Kind::anchor, 2, false}}) {
      c.update = update;
      c.confinement = confinement;
      expect_ten_steps_agree(ensemble_of(c), make());
    }
}

std::string fused_name(const testing::TestParamInfo<Fused>& info) {
  std::string text = info.param.kernel + "_" + describe(info.param.network);
  for (char& c : text)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return text;
}
INSTANTIATE_TEST_SUITE_P(Shapes, FusedKernels, testing::ValuesIn(fused_cases()), fused_name);

/// Weights and sums after three steps of one replica: measured at the first.
std::vector<double> outcome(const Ensemble& ensemble, const std::string& kernel) {
  const auto engine = emulated(ensemble, kernel);
  engine->load(start_of(ensemble));
  const std::vector<ReplicaSums> sums = engine->advance(0, 3);
  std::vector<double> result;
  for (const float w : engine->weights()) result.push_back(w);
  for (const ReplicaSums& s : sums)
    for (const double v : {s.loss, s.loss2, s.gradient2, s.gradient_product, s.wrong, s.largest_weight})
      result.push_back(v);
  return result;
}

bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());  // NaN equals nothing
}

Ensemble one_replica(const Fused& fused) {
  Ensemble ensemble = ensemble_of(fused.network);
  ensemble.temperatures.resize(1);
  ensemble.step_sizes.resize(1);
  ensemble.replicas = 1;
  return ensemble;
}

/// The kernel of two warps: small, and its warps can overtake each other.
Fused two_warps() {
  for (const Fused& fused : fused_cases())
    if (fused.kernel == "block" && fused.network.widths[1] == 32) return fused;
  ADD_FAILURE() << "no kernel of two warps";
  return fused_cases().front();
}

TEST(FusedBarriers, TheScheduleOfThreadsChangesNoBit) {
  const Fused fused = two_warps();
  const Ensemble ensemble = one_replica(fused);
  const std::vector<double> expected = outcome(ensemble, fused.kernel);
  for (const Schedule schedule : emulation::schedules) {
    emulation::settings().schedule = schedule;
    EXPECT_TRUE(same(outcome(ensemble, fused.kernel), expected)) << static_cast<int>(schedule);
  }
  emulation::settings() = {};
}

// Each barrier is needed, and the emulator notices when it is missing: in some schedule a number changes.
void expect_each_barrier_is_needed(const Ensemble& ensemble, const std::string& kernel, std::size_t at_least) {
  emulation::barriers_seen().clear();
  const std::vector<double> expected = outcome(ensemble, kernel);
  const std::set<std::string> barriers = emulation::barriers_seen();
  EXPECT_GE(barriers.size(), at_least);
  for (const std::string& barrier : barriers) {
    bool noticed = false;
    for (const Schedule schedule : emulation::schedules) {
      emulation::settings() = {schedule, barrier};
      try {
        noticed = noticed || !same(outcome(ensemble, kernel), expected);
      } catch (const std::runtime_error& deadlock) {
        noticed = true;
      }
    }
    EXPECT_TRUE(noticed) << "nothing changes without the barrier at " << barrier;
  }
  emulation::settings() = {};
}

TEST(Barriers, OfAFusedKernelEachOneTakenAwayIsNoticed) {
  const Fused fused = two_warps();
  expect_each_barrier_is_needed(one_replica(fused), fused.kernel, 10);
}
TEST(Barriers, OfTheBatchedKernelsEachOneTakenAwayIsNoticed) {
  expect_each_barrier_is_needed(one_replica(two_warps()), "batched", 6);
}

TEST(ChooseKernel, TakesAFusedKernelWhereOneFitsAndSaysWhy) {
  const std::size_t shared = 232448;
  const Network small({10, 32, 32, 2}, Activation::relu), medium({20, 100, 100, 10}, Activation::tanh);
  EXPECT_EQ(gpu::choose_kernel(small, 64, "auto", shared).fused->name, "warp");
  EXPECT_EQ(gpu::choose_kernel(small, 64, "block", shared).fused->threads, 64);
  EXPECT_EQ(gpu::choose_kernel(small, 64, "batched", shared).fused, nullptr);
  EXPECT_EQ(gpu::choose_kernel(medium, 200, "auto", shared).fused->name, "block");
  const auto reason = [&](const Network& network, int examples, std::size_t memory) {
    const gpu::KernelChoice choice = gpu::choose_kernel(network, examples, "auto", memory);
    return choice.fused == nullptr ? choice.reason : "fused";
  };
  EXPECT_EQ(reason(small, 65, shared), "no fused kernel was compiled for 10-32-32-2 with 65 examples");
  EXPECT_EQ(reason(small, 20, shared), "no fused kernel was compiled for 10-32-32-2 with 20 examples");
  EXPECT_EQ(reason(Network({10, 32, 2}), 64, shared), "fused kernels have two hidden layers");
  EXPECT_EQ(reason(Network({10, 32, 32, 2}, Activation::gelu), 64, shared), "fused kernels compute tanh and relu");
  EXPECT_EQ(reason(Network({10, 32, 32, 2}, Activation::relu, Loss::mse), 64, shared),
            "fused kernels compute the softmax loss");
  EXPECT_NE(reason(medium, 200, 166912).find("exceeds the 166912 bytes"), std::string::npos);  // A100
  EXPECT_THROW(gpu::choose_kernel(medium, 200, "warp", shared), Error);
  EXPECT_THROW(gpu::choose_kernel(medium, 200, "fast", shared), Error);
}

}  // namespace
}  // namespace replicas
