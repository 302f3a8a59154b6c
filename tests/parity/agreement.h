#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "engine/plain/plain_engine.h"
#include "formula/changed_system.h"
#include "parity/network_cases.h"

namespace replicas {

using MakeEngine = std::function<std::unique_ptr<Engine>(const Ensemble&)>;

/// One step within 2e-6 of the plain engine in double, and the step itself (not only what it is added to) within 1e-4.
inline void expect_one_step_agrees(const Ensemble& ensemble, const MakeEngine& make) {
  const std::vector<float> start = start_of(ensemble);
  PlainEngine<double> plain(ensemble);
  const auto engine = make(ensemble);
  plain.load(start);
  engine->load(start);
  plain.advance(5, 6);
  engine->advance(5, 6);
  std::vector<float> own = engine->weights(), expected = plain.weights();
  EXPECT_LT(relative_distance(own, expected), 2e-6) << engine->name();
  for (std::size_t i = 0; i < start.size(); ++i) own[i] -= start[i], expected[i] -= start[i];
  EXPECT_LT(relative_distance(own, expected), 1e-4) << engine->name();
}

/// Ten steps: weights within 1e-4, sums within the rounding of float32.
inline void expect_ten_steps_agree(const Ensemble& ensemble, const MakeEngine& make) {
  PlainEngine<double> plain(ensemble);
  const auto engine = make(ensemble);
  plain.load(start_of(ensemble));
  engine->load(start_of(ensemble));
  const std::vector<ReplicaSums> expected = plain.advance(0, 10), sums = engine->advance(0, 10);
  EXPECT_LT(relative_distance(engine->weights(), plain.weights()), 1e-4) << engine->name();
  for (std::size_t r = 0; r < sums.size(); ++r) {
    EXPECT_EQ(sums[r].count, expected[r].count);
    EXPECT_NEAR(sums[r].loss, expected[r].loss, 1e-5 * expected[r].loss);
    EXPECT_NEAR(sums[r].loss2, expected[r].loss2, 2e-5 * expected[r].loss2);
    EXPECT_NEAR(sums[r].gradient2, expected[r].gradient2, 1e-4 * expected[r].gradient2);
    EXPECT_NEAR(sums[r].gradient4, expected[r].gradient4, 2e-4 * expected[r].gradient4);
    EXPECT_NEAR(sums[r].gradient_product, expected[r].gradient_product, 1e-4 * expected[r].gradient2);
    EXPECT_EQ(sums[r].wrong, expected[r].wrong);
    EXPECT_NEAR(sums[r].largest_weight, expected[r].largest_weight, 1e-5 * expected[r].largest_weight);
    EXPECT_TRUE(sums[r].finite);
  }
}

/// Gradients within 1e-6, Hessian products within 3e-6, example losses within 1e-6 and the same wrong labels, on the
/// ensemble's data sets and on another one of another size.
inline void expect_derivatives_agree(const Ensemble& ensemble, const MakeEngine& make) {
  PlainEngine<double> plain(ensemble);
  const auto engine = make(ensemble);
  plain.load(start_of(ensemble));
  engine->load(start_of(ensemble));
  EXPECT_LT(relative_distance(engine->loss_gradients(), plain.loss_gradients()), 1e-6);
  std::vector<float> directions(engine->weights().size());
  for (std::size_t i = 0; i < directions.size(); ++i) directions[i] = noise(1, Purpose::hutchinson, 0, 0, 0, i);
  EXPECT_LT(relative_distance(engine->loss_hessian_products(directions), plain.loss_hessian_products(directions)),
            3e-6);
  const Network& network = network_in(ensemble);
  const auto other = network_system(network, {random_dataset(network, ensemble.examples() + 5, 99, 0)});
  for (const System* const shown : {ensemble.system.get(), other.get(), ensemble.system.get()}) {
    const ExampleLosses losses = engine->example_losses(*shown), expected = plain.example_losses(*shown);
    EXPECT_LT(relative_distance(losses.losses, expected.losses), 1e-6);
    EXPECT_EQ(losses.wrong, expected.wrong);
  }
}

/// All weights zero, or all inputs and biases: the logits tie, so every label is wrong, in a step and by example. Only
/// the plain engine in double could disagree with float by a rounding; here nothing is rounded.
inline void expect_ties_to_be_wrong(const Ensemble& ensemble, const MakeEngine& make) {
  const std::size_t n = ensemble.weights();
  Ensemble unseen = ensemble;
  change_datasets(unseen, [](std::vector<Dataset>& all) {
    for (Dataset& dataset : all) std::ranges::fill(dataset.values, 0.0f);
  });
  std::vector<float> without_biases = start_of(ensemble);
  for (std::size_t r = 0; r < ensemble.replica_count(); ++r)
    for (const Layer& layer : network_in(ensemble).layers())
      if (network_in(ensemble).bias())
        std::fill_n(without_biases.begin() + static_cast<std::ptrdiff_t>(r * n + layer.bias), layer.outputs, 0.0f);
  for (const auto& [tied, start] :
       {std::pair{ensemble, std::vector<float>(without_biases.size(), 0.0f)}, std::pair{unseen, without_biases}}) {
    const auto engine = make(tied);
    engine->load(start);
    const std::vector<std::uint8_t> wrong = engine->example_losses().wrong;
    const std::vector<ReplicaSums> sums = engine->advance(0, 1);
    const auto examples = static_cast<std::size_t>(tied.examples());
    const bool labelled = tied.system->capabilities().labels;
    EXPECT_EQ(wrong, std::vector<std::uint8_t>(tied.replica_count() * examples, labelled ? 1 : 0)) << engine->name();
    for (const ReplicaSums& sum : sums)
      EXPECT_EQ(sum.wrong, labelled ? static_cast<double>(examples) : 0) << engine->name();
  }
}

}  // namespace replicas
