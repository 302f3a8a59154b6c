// What runs at T = 0 say of their training, on runs written by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "formula/hand_made.h"
#include "formula/judged.h"
#include "observe/statistics/distributions.h"
#include "system/network/network_layers.h"

namespace replicas {
namespace {

using enum Verdict::Kind;

/// Three replicas of a 3-4-3 network at T = 0: losses 8, 4, 2, 1, then 8, 6, 4, 2, and between, at steps 10 to 40,
/// weights that start as w, have not moved at step 10, and are twice w in the last layer at step 40.
Measurements trained() {
  Measurements run = hand_made(3, {0.0});
  run.ensemble.confinement = {Confinement::Kind::none, 0};
  run.ensemble.anchor.clear();
  run.gradient_descent = true;
  run.steps = 40;
  run.sample_interval = 10;
  const std::vector<std::vector<float>> losses = {{8, 8, 8}, {4, 6, 5}, {2, 4, 3}, {1, 2, 1.5}};
  for (std::size_t i = 0; i < 4; ++i)
    run.samples.push_back(sample_of(10 * (i + 1), losses[i], {1, 1, 1}, std::vector<float>(9)));
  run.start_weights = normal_weights(run.ensemble);
  for (const std::uint64_t step : {10u, 40u}) {
    WeightSample sample;
    sample.step = step;
    std::vector<float>& weights = sample[recorded::weights];
    weights = run.start_weights;
    const std::size_t n = run.ensemble.weights(), last = network_in(run.ensemble).layers().back().weight;
    for (std::size_t r = 0; step == 40 && r < 3; ++r)
      for (std::size_t i = last; i < n; ++i) weights[r * n + i] *= 2;
    run.weight_samples.push_back(sample);
  }
  return run;
}

std::vector<Curve> curves_of(const Measurements& run) {
  const Digest digest(run);
  Ensemble ensemble = run.ensemble;
  ensemble.dynamics.step_sizes.assign(ensemble.temperatures.size(), 0.1);
  const PlainEngine<float> engine(ensemble);
  std::vector<Curve> found;
  for (const CurveMaker make : curve_makers())
    for (Curve& curve : make({digest, engine, Results()}))
      if (curve.group == "training") found.push_back(std::move(curve));
  return found;
}

const Curve& named(const std::vector<Curve>& curves, std::string_view name) {
  for (const Curve& curve : curves)
    if (curve.name == name) return curve;
  throw std::runtime_error("no curve " + std::string(name));
}

TEST(TrainingCurves, AreMeansOverReplicasWithTheirErrors) {
  Measurements run = trained();
  run.ensemble.dynamics.batch = {.size = 3};  // of 6 examples
  const std::vector<Curve> curves = curves_of(run);
  const Curve& loss = named(curves, "training_loss");
  EXPECT_EQ(loss.axis().values, (std::vector<double>{10, 20, 30, 40}));
  EXPECT_EQ(loss.values, (std::vector<double>{8, 5, 3, 1.5}));
  EXPECT_EQ(named(curves, "training_epoch").values, (std::vector<double>{5, 10, 15, 20}));
  // 4, 6 and 5 have a variance of 1: their mean 1/3.
  EXPECT_NEAR(named(curves, "training_loss_error").values[1], student_widening(2) / std::sqrt(3.0), 1e-12);
  double length = 0;
  for (std::size_t r = 0; r < 3; ++r) {
    const auto own = std::span(run.start_weights).subspan(31 * r, 31);
    const std::vector<double> weights(own.begin(), own.end());
    const Evaluation<double> pass = run.ensemble.system->evaluate(0, std::span<const double>(weights), {});
    double square = 0;
    for (const double each : pass.gradient) square += each * each;
    length += std::sqrt(square) / 3;
  }
  EXPECT_NEAR(named(curves, "training_gradient_norm").values[0], length, 1e-5);
}

// With the last layer doubled, features stay and outputs double: their kernel becomes four times itself, and the
// tangent kernel grows in the part of the layers below.
TEST(TrainingCurves, SayWhatChangedSinceTheStart) {
  const Measurements run = trained();
  const std::vector<Curve> curves = curves_of(run);
  const Curve& features = named(curves, "feature_change");
  ASSERT_EQ(features.values.size(), 4u);  // looks x layers
  EXPECT_EQ(features.axis().values, (std::vector<double>{1, 2}));
  for (const std::size_t place : {0u, 1u, 2u}) EXPECT_EQ(features.values[place], 0) << place;
  EXPECT_NEAR(features.values[3], 1, 1e-6);
  EXPECT_NEAR(named(curves, "feature_kernel_change").values[3], 3, 1e-5);
  double size = 0;
  for (std::size_t r = 0; r < 3; ++r) {
    double sum = 0;
    const auto own = std::span<const float>(run.start_weights).subspan(31 * r, 31);
    const std::vector<LayerValues> layers = run.ensemble.system->layer_values(0, own, 6);
    for (const double z : layers.back().before) sum += z * z;
    size += std::sqrt(sum / 18) / 3;
  }
  EXPECT_NEAR(named(curves, "preactivation_change").values[3], size, 1e-6);
  EXPECT_EQ(named(curves, "tangent_kernel_change").values[0], 0);
  EXPECT_GT(named(curves, "tangent_kernel_change").values[1], 0.1);
  Measurements warm = run;
  warm.gradient_descent = false;
  EXPECT_TRUE(curves_of(warm).empty());
}

// A step along -grad of half the squared error moves outputs by -eta K e / P, K the tangent kernel: so it is the one
// that is meant, step factors and biases included.
TEST(TangentKernel, SaysHowASmallStepMovesTheOutputs) {
  Network network({3, 5, 4, 1}, Activation::softplus, Loss::mse);
  Layout layout = network.layout();
  for (std::size_t b = 0; b < layout.blocks().size(); ++b) layout[b].step_factor = 0.5 + 0.3 * static_cast<double>(b);
  network = network.with(layout);
  const Dataset data = random_dataset(network, 7, 3, 0);
  std::vector<float> start;
  for (std::size_t i = 0; i < network.weights(); ++i)
    start.push_back(0.5f * noise(3, Purpose::initial_weights, 0, 99, 0, i));
  const std::vector<double> kernel = tangent_kernel(network, data, start, 7);
  const auto system = network_system(network, {data});
  const Evaluation<double> pass =
      system->evaluate(0, std::span<const double>(std::vector<double>(start.begin(), start.end())), {});
  std::vector<float> moved = start;
  constexpr double eta = 0.02;
  for (const Block& block : layout.blocks())
    for (std::size_t i = block.offset; i < block.end(); ++i)
      moved[i] = static_cast<float>(static_cast<double>(start[i]) - eta * block.step_factor * pass.gradient[i]);
  const LayerValues before = layer_values(network, data, start, 7).back(),
                    after = layer_values(network, data, moved, 7).back();
  double difference = 0, size = 0;
  for (std::size_t n = 0; n < 7; ++n) {
    double expected = 0;
    for (std::size_t m = 0; m < 7; ++m)
      expected -= eta * kernel[n * 7 + m] * (before.before[m] - static_cast<double>(data.targets[m])) / 7;
    difference += std::pow(after.before[n] - before.before[n] - expected, 2);
    size += expected * expected;
  }
  EXPECT_LT(std::sqrt(difference / size), 0.05);  // what is of second order in the step
}

Curve over_steps(const char* name, const char* axis, std::vector<double> steps, std::vector<double> values) {
  return {.name = name,
          .values = std::move(values),
          .axes = {temperature_axis({0.0}), {.name = axis, .values = std::move(steps)}},
          .group = "training"};
}

TEST(TrainingVerdicts, AreSaidAtTheirThresholds) {
  Measurements run = trained();
  const auto said = [&](double late, double last, double kernel, double step_curvature) {
    Results results;
    results.curves = {over_steps("training_loss", "training_step", {10, 80, 100}, {1, late, last}),
                      over_steps("tangent_kernel_change", "training_look", {10, 100}, {0, kernel})};
    results.columns = {column("step_curvature", {step_curvature}, {0.0})};
    return judge_training(Digest(run), results);
  };
  EXPECT_FALSE(sentence_of(said(0.1, 0.0949, 0.2, 1), "training", note).empty());
  EXPECT_NE(sentence_of(said(0.1, 0.094, 0.2, 1), "training", note).find("has not converged: L fell by 6 %"),
            std::string::npos);
  EXPECT_TRUE(sentence_of(said(0.1, 0.0951, 0.2, 1), "training", note).empty());
  EXPECT_NE(sentence_of(said(0.1, 0.106, 0.2, 1), "training", note).find("L rose by 6 %"), std::string::npos);
  EXPECT_NE(all_of(said(0.1, 0.1, 0.2, 1.91)).find("at the edge of stability"), std::string::npos);
  EXPECT_NE(all_of(said(0.1, 0.1, 0.2, 2.2)).find("above the edge of stability"), std::string::npos);
  EXPECT_EQ(all_of(said(0.1, 0.1, 0.2, 1.89)).find("edge"), std::string::npos);
  EXPECT_NE(all_of(said(0.1, 0.1, 0.049, 1)).find("kernel is frozen"), std::string::npos);
  EXPECT_NE(all_of(said(0.1, 0.1, 0.051, 1)).find("features were learned"), std::string::npos);
  EXPECT_EQ(all_of(said(0.6, 0.6, 0.01, 1)).find("kernel"), std::string::npos);  // nothing was learned by anything
  run.ensemble.dynamics.momentum = 0.5;                                          // stable below 3
  EXPECT_EQ(all_of(said(0.1, 0.1, 0.2, 2.84)).find("edge"), std::string::npos);
  EXPECT_NE(all_of(said(0.1, 0.1, 0.2, 2.86)).find("at the edge of stability"), std::string::npos);
  EXPECT_NE(all_of(said(0.1, 0.1, 0.2, 3.16)).find("stable below 3."), std::string::npos);
  run.ensemble.dynamics.momentum = 0;
  run.gradient_descent = false;
  EXPECT_TRUE(said(0.1, 0.094, 0.2, 3).empty());
}

}  // namespace
}  // namespace replicas
