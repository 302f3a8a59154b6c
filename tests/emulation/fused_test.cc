// The fused kernels on the emulated device, in every schedule; theirs and the batched kernels' barriers taken away in
// turn.
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "emulation/device_size.h"
#include "emulation/emulated_engine.h"
#include "emulation/emulator.h"
#include "parity/agreement.h"
#include "parity/slices_agree.h"

namespace replicas {
namespace {

using emulation::Schedule;

/// A network for one compiled kernel, and what makes the engine choose it.
struct Fused {
  NetworkCase network;
  std::string kernel;
  int threads, multiprocessors;
};

std::vector<Fused> fused_cases() {
  std::vector<Fused> cases;
  for (const gpu::FusedKernel& kernel : gpu::fused_kernels()) {
    NetworkCase c{.widths = {kernel.widths.begin(), kernel.widths.end()}, .examples = kernel.examples};
    c.activation = kernel.activation;
    // The first of a name and a network is for few replicas per multiprocessor, the last for many.
    const bool first = std::none_of(cases.begin(), cases.end(), [&](const Fused& other) {
      return other.kernel == kernel.name && describe(other.network) == describe(c);
    });
    cases.push_back({c, std::string(kernel.name), kernel.threads, first ? 1000 : 0});
  }
  return cases;
}

/// The engine with this kernel, whatever the number of replicas.
std::unique_ptr<Engine> engine_of(const Fused& fused, const Ensemble& ensemble) {
  const int before = std::exchange(emulation::device_size().multiprocessors, fused.multiprocessors);
  auto engine = emulated(ensemble, fused.kernel);
  emulation::device_size().multiprocessors = before;
  const std::string threads = " " + std::to_string(fused.threads) + " threads";
  EXPECT_NE(engine->name().find(threads), std::string::npos) << engine->name();
  return engine;
}

class FusedKernels : public testing::TestWithParam<Fused> {
 protected:
  ~FusedKernels() override { emulation::settings() = {}; }
  MakeEngine make() const {
    return [](const Ensemble& ensemble) { return engine_of(GetParam(), ensemble); };
  }
};

TEST_P(FusedKernels, OneStepAgrees) { expect_one_step_agrees(ensemble_of(GetParam().network), make()); }
TEST_P(FusedKernels, TiedOutputsAreWrong) { expect_ties_to_be_wrong(ensemble_of(GetParam().network), make()); }

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

TEST_P(FusedKernels, SlicesHaveTheBitsOfTheWhole) {
  NetworkCase c = GetParam().network;
  if (c.widths[1] >= 100) return;  // seconds each, and the same source
  c.update = Update::lm;
  c.confinement = {Confinement::Kind::anchor, 2, false};
  c.datasets = 2;
  expect_slices_to_have_the_bits_of_the_whole(ensemble_of(c), make());
}

std::string fused_name(const testing::TestParamInfo<Fused>& info) {
  std::string text = std::to_string(info.param.threads) + "_threads_" + describe(info.param.network);
  for (char& c : text)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return text;
}
INSTANTIATE_TEST_SUITE_P(Shapes, FusedKernels, testing::ValuesIn(fused_cases()), fused_name);

/// Weights and sums after three steps of one replica: measured at the first. The largest weight is one of the second
/// warp's, so that a maximum without it is noticed.
std::vector<double> outcome(Engine& engine) {
  std::vector<float> start = start_of(engine.ensemble());
  start[40] = 3;
  engine.load(start);
  const std::vector<ReplicaSums> sums = engine.advance(0, 3);
  std::vector<double> result;
  for (const float w : engine.weights()) result.push_back(w);
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
  ensemble.dynamics.step_sizes.resize(1);
  ensemble.replicas = 1;
  return ensemble;
}

/// The kernel of four warps: small, its warps can overtake each other, and (unlike with two) none works on the same
/// rows all the time.
Fused four_warps() {
  for (const Fused& fused : fused_cases())
    if (fused.threads == 128 && fused.network.widths[1] == 32) return fused;
  ADD_FAILURE() << "no kernel of four warps";
  return fused_cases().front();
}

TEST(FusedBarriers, TheScheduleOfThreadsChangesNoBit) {
  const Fused fused = four_warps();
  const Ensemble ensemble = one_replica(fused);
  const std::vector<double> expected = outcome(*engine_of(fused, ensemble));
  for (const Schedule schedule : emulation::schedules) {
    emulation::settings().schedule = schedule;
    EXPECT_TRUE(same(outcome(*engine_of(fused, ensemble)), expected)) << static_cast<int>(schedule);
  }
  emulation::settings() = {};
}

// The number of replicas decides how many threads work on each, so that must not change a bit.
TEST(FusedKernelsOfOneNetwork, GiveTheSameBits) {
  std::map<std::string, std::vector<double>> bits;
  int compared = 0;
  for (const Fused& fused : fused_cases()) {
    const std::vector<double> result = outcome(*engine_of(fused, one_replica(fused)));
    const auto [first, is_new] = bits.emplace(describe(fused.network), result);
    EXPECT_TRUE(same(result, first->second)) << fused.threads << " threads, " << describe(fused.network);
    compared += is_new ? 0 : 1;
  }
  EXPECT_EQ(compared, 5);
}

// Each barrier is needed, and the emulator notices when it is missing: in some schedule a number changes.
void expect_each_barrier_is_needed(const std::function<std::unique_ptr<Engine>()>& make, std::size_t at_least) {
  emulation::barriers_seen().clear();
  const std::vector<double> expected = outcome(*make());
  const std::set<std::string> barriers = emulation::barriers_seen();
  EXPECT_GE(barriers.size(), at_least);
  for (const std::string& barrier : barriers) {
    bool noticed = false;
    for (const Schedule schedule : emulation::schedules) {
      emulation::settings() = {schedule, barrier};
      try {
        noticed = noticed || !same(outcome(*make()), expected);
      } catch (const std::runtime_error& deadlock) {
        noticed = true;
      }
    }
    EXPECT_TRUE(noticed) << "nothing changes without the barrier at " << barrier;
  }
  emulation::settings() = {};
}

TEST(Barriers, OfAFusedKernelEachOneTakenAwayIsNoticed) {
  expect_each_barrier_is_needed([] { return engine_of(four_warps(), one_replica(four_warps())); }, 12);
}
TEST(Barriers, OfTheBatchedKernelsEachOneTakenAwayIsNoticed) {
  expect_each_barrier_is_needed([] { return emulated(one_replica(four_warps())); }, 6);
}

}  // namespace
}  // namespace replicas
