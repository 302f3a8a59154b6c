// The loop over chunks of steps: calls of the length that an engine likes, samples where they belong.
#include "run/sweep.h"

#include <gtest/gtest.h>

#include "formula/forwarding_sampler.h"
#include "formula/tiny_ensemble.h"

namespace replicas {
namespace {

/// The plain sampler, with another liking for calls, writing down which it got.
using Calls = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
class Listening final : public ForwardingSampler {
 public:
  Listening(const Ensemble& ensemble, double call_flops, Calls* calls)
      : ForwardingSampler(ensemble), call_flops_(call_flops), calls_(calls) {}

  double call_flops() const override { return call_flops_; }
  std::vector<ReplicaSums> advance(std::uint64_t first, std::uint64_t last) override {
    if (calls_ != nullptr) calls_->emplace_back(first, last);
    return ForwardingSampler::advance(first, last);
  }

 private:
  double call_flops_;
  Calls* calls_;
};

Engine listening(const Ensemble& ensemble, double call_flops, Calls* calls = nullptr) {
  return engine_with<Listening>(ensemble, call_flops, calls);
}

const Ensemble ensemble = tiny_ensemble(2);
const double step_flops = 2 * ensemble.system->flops_per_step();  // of both replicas

TEST(Sweep, CallsAreTheLongestPartsOfASampleIntervalThatAnEngineLikes) {
  const auto chunk = [](double steps) { return chunk_steps(listening(ensemble, steps * step_flops), 50); };
  EXPECT_EQ(chunk(1000), 50u);
  EXPECT_EQ(chunk(49), 25u);
  EXPECT_EQ(chunk(11), 10u);
  EXPECT_EQ(chunk(1), 1u);
  EXPECT_EQ(chunk(0.1), 1u);  // no call is shorter
}

// A run that one engine leaves in the middle of an interval, and another takes up that likes longer calls.
TEST(Sweep, AnotherEngineGoesOnToTheNextSample) {
  SweepPlan plan{.steps = 200};
  plan.schedule = make_schedule(ensemble, 200, 200, 0, 50);
  Measurements measured{.ensemble = ensemble};
  measured.sample_interval = 50;
  Timer timer;
  Calls hasty_calls, patient_calls;
  Engine hasty = listening(ensemble, 10 * step_flops, &hasty_calls),
         patient = listening(ensemble, 1e12, &patient_calls);
  hasty.load(normal_weights(ensemble));
  sweep(hasty, plan, measured, timer, {}, [&] { return measured.steps == 80; });
  patient.load(hasty.weights());
  sweep(patient, plan, measured, timer, {}, [] { return false; });

  EXPECT_EQ(hasty_calls.size(), 8u);
  const std::vector<std::pair<std::uint64_t, std::uint64_t>> rest = {{80, 100}, {100, 150}, {150, 200}};
  EXPECT_EQ(patient_calls, rest);
  std::vector<std::uint64_t> sampled;
  for (const Sample& sample : measured.samples) sampled.push_back(sample.step);
  EXPECT_EQ(sampled, (std::vector<std::uint64_t>{50, 100, 150, 200}));

  // Nothing is counted twice or left out: step 0, 10, ... 190 of each replica.
  for (std::size_t r = 0; r < 2; ++r) {
    std::uint64_t count = 0;
    for (const std::vector<ReplicaSums>& cell : measured.cells) count += cell[r].count;
    EXPECT_EQ(count, 20u);
  }
  // The sample says what the engine says at that moment.
  EXPECT_EQ(measured.samples.back()[recorded::weight_norm2], patient.weight_norms2());
  const ExampleLosses losses = patient.example_losses();
  double mean = 0;
  int active = 0;
  for (std::size_t p = 0; p < 6; ++p) {
    const auto loss = static_cast<double>(losses.losses[p]);
    mean += loss / 6;
    active += loss / 6 > active_thresholds[1] * ensemble.temperatures[0];
  }
  EXPECT_NEAR(measured.samples.back()[recorded::loss][0], mean, 1e-7 * mean);
  EXPECT_EQ(measured.samples.back()[recorded::active_points][1], static_cast<float>(active));
}

// In a hurry a sample is left to the next process, which takes it first; nothing of it is there twice.
TEST(Sweep, ASampleThatWasGivenUpIsTakenByTheNextProcess) {
  SweepPlan plan{.steps = 400};
  plan.schedule = make_schedule(ensemble, 400, 400, 100, 10);
  const auto begin = [] {
    Measurements measured{.ensemble = ensemble};
    measured.burn_in = 100;
    measured.sample_interval = 10;
    return measured;
  };
  Timer timer;
  Measurements whole = begin(), broken = begin();
  PlainEngine<float> engine(ensemble);
  engine.load(normal_weights(ensemble));
  sweep(engine, plan, whole, timer, {}, [] { return false; });

  std::vector<float> weights = normal_weights(ensemble);
  plan.hurry = [] { return true; };
  int processes = 0;
  for (std::uint64_t last = 0; broken.steps < 400; ++processes) {
    PlainEngine<float> next(ensemble);
    next.load(weights);
    sweep(next, plan, broken, timer, {}, [&] { return broken.steps > last && broken.steps < 400; });
    if (broken.steps > 100 && broken.steps < 400) {
      EXPECT_TRUE(broken.samples.empty() || broken.samples.back().step < broken.steps);
    }
    last = broken.steps;
    weights = next.weights();
  }
  EXPECT_EQ(processes, 40);
  const auto steps = [](const auto& records) {
    std::vector<std::uint64_t> all;
    for (const auto& record : records) all.push_back(record.step);
    return all;
  };
  EXPECT_EQ(steps(broken.warmup), steps(whole.warmup));
  EXPECT_EQ(steps(broken.samples), steps(whole.samples));
  EXPECT_EQ(steps(broken.weight_samples), steps(whole.weight_samples));
  EXPECT_EQ(steps(broken.curvature_checks), steps(whole.curvature_checks));
  for (std::size_t i = 0; i < whole.samples.size(); ++i)
    EXPECT_EQ(broken.samples[i][recorded::loss], whole.samples[i][recorded::loss]);
  EXPECT_EQ(broken.curvature_checks.back()[recorded::largest_eigenvalue],
            whole.curvature_checks.back()[recorded::largest_eigenvalue]);
}

}  // namespace
}  // namespace replicas
