#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
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

/// The summaries are what single examples add up to, with some thresholds between their losses.
inline void expect_summaries_of(const ExampleLosses& examples, const Landscape& landscape, const WeightBatch& batch,
                                const System& shown) {
  const auto size = static_cast<std::size_t>(shown.examples());
  std::vector<double> thresholds;
  for (std::size_t r = 0; r < batch.count(); ++r)
    for (const std::size_t i : {std::size_t{0}, size / 2})
      thresholds.push_back(static_cast<double>(examples.losses[r * size + i]) * (i == 0 ? 1 : 0.999));
  const LossSummaries found = landscape.loss_summaries(batch, shown, thresholds);
  for (std::size_t r = 0; r < batch.count(); ++r) {
    double sum = 0, squares = 0;
    std::int32_t wrong = 0, above[2] = {0, 0};
    for (std::size_t i = r * size; i < (r + 1) * size; ++i) {
      sum += static_cast<double>(examples.losses[i]);
      squares += static_cast<double>(examples.losses[i]) * static_cast<double>(examples.losses[i]);
      wrong += examples.wrong[i];
      for (std::size_t c = 0; c < 2; ++c) above[c] += static_cast<double>(examples.losses[i]) > thresholds[2 * r + c];
    }
    EXPECT_NEAR(found.mean[r], sum / static_cast<double>(size), 1e-14 * sum);
    EXPECT_NEAR(found.squares[r], squares / static_cast<double>(size), 1e-14 * squares);
    EXPECT_EQ(found.wrong[r], wrong);
    for (std::size_t c = 0; c < 2; ++c) EXPECT_EQ(found.above[2 * r + c], above[c]);
  }
}

/// Four products with G of the loss, made orthogonal where the landscape keeps them and on the host: the same numbers
/// to the rounding of their vectors to float, the same vectors, dots and sums. The first replica's space is said to
/// have ended before the third product.
inline void expect_krylov_bases_agree(const Landscape& landscape, const WeightBatch& weights,
                                      std::span<const float> directions) {
  const std::size_t n = weights.each(), count = weights.count();
  const auto own = landscape.krylov_basis(count, 5);
  HostKrylovBasis host(2);
  const auto placed = landscape.place_directions(directions, weights.datasets());
  own->start(*placed);
  host.start(*placed);
  std::vector<std::uint8_t> ended(count, 0);
  for (int i = 0; i < 4; ++i) {
    if (i >= 2) ended[0] = 1;
    EXPECT_LT(relative_distance(own->last().weights(), host.last().weights()), 1e-6);
    const auto products = landscape.gauss_newton_products(weights, own->last());
    const std::vector<KrylovStep> found = own->add(*products, ended), expected = host.add(*products, ended);
    for (std::size_t r = 0; r < count; ++r) {
      if (ended[r] != 0) continue;
      EXPECT_NEAR(found[r].diagonal, expected[r].diagonal, 1e-6 * std::sqrt(expected[r].before));
      EXPECT_NEAR(found[r].before, expected[r].before, 1e-12 * expected[r].before);
      EXPECT_NEAR(found[r].after, expected[r].after, 1e-5 * expected[r].before);
    }
  }
  ASSERT_EQ(own->size(), 5u);
  const std::vector<float> third = own->values(3), fourth = own->values(4);  // of the first: its last once more
  EXPECT_TRUE(std::equal(third.begin(), third.begin() + static_cast<std::ptrdiff_t>(n), fourth.begin()));
  std::vector<double> coefficients(5 * count);
  for (std::size_t i = 0; i < coefficients.size(); ++i) coefficients[i] = std::sin(static_cast<double>(i + 1));
  const auto combined = own->combine(coefficients), same = host.combine(coefficients);
  EXPECT_LT(relative_distance(combined->weights(), same->weights()), 1e-5);
  // A basis that another process wrote down.
  const auto read = landscape.krylov_basis(count, 5);
  for (std::size_t j = 0; j < 5; ++j) read->append(HostBatch<float>(own->values(j), weights.datasets()));
  EXPECT_EQ(read->combine(coefficients)->weights(), combined->weights());
  const std::vector<float> x = combined->weights();
  const std::vector<double> dots = landscape.dots(*combined, *placed);
  for (std::size_t r = 0; r < count; ++r) {
    double sum = 0, size = 0;
    for (std::size_t i = r * n; i < (r + 1) * n; ++i) {
      sum += static_cast<double>(x[i]) * static_cast<double>(directions[i]);
      size += std::fabs(static_cast<double>(x[i]) * static_cast<double>(directions[i]));
    }
    EXPECT_NEAR(dots[r], sum, 1e-13 * size);
  }
  const auto total = landscape.place_directions(directions, weights.datasets());
  landscape.add(*total, *combined, 3);
  const std::vector<float> added = total->weights();
  for (std::size_t i = 0; i < added.size(); ++i) EXPECT_EQ(added[i], directions[i] + x[i] / 3);
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
  EXPECT_LT(relative_distance(engine->landscape().gauss_newton_products(engine->sampler().state(), directions),
                              plain.landscape().gauss_newton_products(plain.sampler().state(), directions)),
            3e-6);
  const Network& network = network_in(ensemble);
  // G of few examples has few eigenvectors, and what is left of a product then is rounding. Large networks have nothing
  // to add, and emulated threads take long to meet.
  if (ensemble.examples() * network.outputs() > 12 && ensemble.weights() > 12 && ensemble.weights() < 300)
    expect_krylov_bases_agree(engine->landscape(), engine->sampler().state(), directions);
  const auto other = network_system(network, {random_dataset(network, ensemble.examples() + 5, 99, 0)});
  for (const System* const shown : {ensemble.system.get(), other.get(), ensemble.system.get()}) {
    const ExampleLosses losses = engine->example_losses(*shown), expected = plain.example_losses(*shown);
    EXPECT_LT(relative_distance(losses.losses, expected.losses), 1e-6);
    EXPECT_EQ(losses.wrong, expected.wrong);
    expect_summaries_of(losses, engine->landscape(), engine->sampler().state(), *shown);
  }
  // Other weights than the sampler's, another number of them, in another order of data sets: the sampler stays.
  const std::size_t n = ensemble.weights(), sets = ensemble.dataset_count();
  const std::vector<float> before = engine->weights();
  std::vector<float> weights(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(n));
  for (int copy = 1; copy < 5; ++copy)
    for (std::size_t i = 0; i < n; ++i) weights.push_back(0.5f * weights[weights.size() - n]);
  std::vector<std::size_t> datasets;
  for (std::size_t i = 0; i < 5; ++i) datasets.push_back((sets - 1 + 2 * i) % sets);
  const auto own = engine->landscape().place(weights, datasets), exact = plain.landscape().place(weights, datasets);
  EXPECT_EQ(own->weights(), weights);
  const std::vector<float> some(directions.begin(), directions.begin() + static_cast<std::ptrdiff_t>(n)),
      expected = plain.landscape().gradients(*exact);
  EXPECT_LT(relative_distance(engine->landscape().gradients(*own), expected), 1e-6);
  EXPECT_EQ(engine->landscape().gradients(*exact), engine->landscape().gradients(*own));  // of another backend
  std::vector<float> along;
  for (int i = 0; i < 5; ++i) along.insert(along.end(), some.begin(), some.end());
  EXPECT_LT(relative_distance(engine->landscape().hessian_products(*own, along),
                              plain.landscape().hessian_products(*exact, along)),
            3e-6);
  EXPECT_EQ(engine->weights(), before);
}

/// All weights zero, or all inputs and biases (where f(0) = 0): the logits tie, so every label is wrong, in a step and
/// by example. Only the plain engine in double could disagree with float by a rounding; here nothing is rounded.
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
  std::vector cases = {std::pair{ensemble, std::vector<float>(without_biases.size(), 0.0f)}};
  if (silent_at_zero(network_in(ensemble).activation())) cases.emplace_back(unseen, without_biases);
  for (const auto& [tied, start] : cases) {
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
