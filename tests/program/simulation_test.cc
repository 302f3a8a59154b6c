// A run as an object, by a caller in C++: what the command line never asks of it.
#include "run/simulation.h"

#include <cmath>
#include <limits>

#include "expect_error.h"
#include "program/temporary_directory.h"

namespace replicas {
namespace {

class SimulationTest : public TemporaryDirectory {
 protected:
  Request small() const {
    Request request;
    request.physics.temperatures = {1e-3, 1e-2};
    request.physics.widths = {3, 4, 2};
    request.physics.replicas = 4;
    request.physics.examples = 6;
    request.physics.steps = 800;
    request.given = {"temps", "network", "replicas", "examples", "steps"};
    request.control.out = (directory_ / "run").string();
    request.control.engine = {.backend = "cpu", .threads = 1};
    return request;
  }
  static std::vector<float> elsewhere(const Simulation& run) {
    std::vector<float> weights = run.weights();
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = 0.25f * std::cos(static_cast<float>(i));
    return weights;
  }
};

TEST_F(SimulationTest, GoesOnFromTheWeightsThatWereSet) {
  Simulation run(small());
  expect_error([&] { run.set_weights(std::vector<float>(8)); }, ErrorKind::bad_value, "not prepared");
  run.prepare();
  const std::vector<float> own = elsewhere(run);
  run.set_weights(own);
  EXPECT_EQ(run.weights(), own);
  EXPECT_EQ(run.measured().weights_set.size(), 1u);
  EXPECT_FALSE(run.measured().two_starts);  // both kinds of start are gone
  double sum = 0;
  const ExampleLosses losses = run.engine().example_losses();
  for (std::size_t i = 0; i < 6; ++i) sum += static_cast<double>(losses.losses[i]);
  EXPECT_DOUBLE_EQ(run.measured().start_loss[0], sum / 6);
  run.advance(run.steps());
  expect_error([&] { run.set_weights(own); }, ErrorKind::bad_value, "all 800 steps are done");
  const Results results = run.complete();
  EXPECT_EQ(results.attributes.at("weights_set_at_steps"), "0");
  expect_error([&] { run.set_weights(own); }, ErrorKind::bad_value, "finished");
}

TEST_F(SimulationTest, RefusesWeightsThatNoReplicaMayHave) {
  Simulation run(small());
  run.prepare();
  const std::vector<float> before = run.weights();
  std::vector<float> own = elsewhere(run);
  expect_error([&] { run.set_weights(std::span(own).first(5)); }, ErrorKind::bad_value, "5 weights were given");
  for (const float wrong : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -1.5e6f}) {
    own[27] = wrong;  // 26 weights each: the second of replica 1
    expect_error([&] { run.set_weights(own); }, ErrorKind::bad_value, "weight 1 of replica 1 is");
  }
  EXPECT_EQ(run.weights(), before);
  EXPECT_TRUE(run.measured().weights_set.empty());
}

TEST_F(SimulationTest, RemembersAcrossACheckpointThatWeightsWereSet) {
  std::vector<float> own, saved;
  std::uint64_t at = 0;
  {
    Simulation run(small());
    run.prepare();
    run.advance(200);
    at = run.step();
    own = elsewhere(run);
    run.set_weights(own);
    run.advance(400);
    run.checkpoint();
    saved = run.weights();
  }
  Simulation again(small());
  EXPECT_EQ(again.step(), 400u);  // before `prepare`, too
  again.prepare();
  EXPECT_EQ(again.weights(), saved);
  ASSERT_EQ(again.measured().weights_set.size(), 1u);
  EXPECT_EQ(again.measured().weights_set[0].step, at);
  EXPECT_FALSE(again.measured().two_starts);
}

// Each of three states at one step is what the next process begins with, and what another run may begin with.
TEST_F(SimulationTest, SavesWeightsThatWereSetAtAStepThatIsSaved) {
  for (const float value : {0.5f, 0.25f, 0.125f}) {
    {
      Simulation run(small());
      run.prepare();
      std::vector<float> own(run.weights().size(), value);
      run.set_weights(own);
      run.checkpoint();
    }
    Simulation again(small());
    again.prepare();
    EXPECT_EQ(again.step(), 0u);
    EXPECT_EQ(again.weights(), std::vector<float>(again.weights().size(), value));
    const ExampleLosses losses = again.engine().example_losses();
    double sum = 0;
    for (std::size_t i = 0; i < 6; ++i) sum += static_cast<double>(losses.losses[i]);
    EXPECT_DOUBLE_EQ(again.measured().start_loss[0], sum / 6);
  }
  Simulation last(small());
  last.prepare();
  EXPECT_EQ(last.measured().weights_set.size(), 3u);
}

TEST_F(SimulationTest, SaysBeforeEveryCommitWhichStateIsSaved) {
  std::vector<std::uint64_t> steps;
  Simulation run(small(), {.before_commit = [&](std::uint64_t step) { steps.push_back(step); }});
  run.prepare();
  run.advance(200);
  run.checkpoint();
  run.checkpoint();  // nothing is new
  run.advance(run.steps());
  run.complete();
  EXPECT_EQ(steps, (std::vector<std::uint64_t>{0, 200, 800}));
}

}  // namespace
}  // namespace replicas
