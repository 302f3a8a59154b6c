// Losses, gradients and Hessian products against an independent library: fixtures computed in double by JAX
// (tests/data/make_fixtures.py).
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "data_folder.h"
#include "physics/mutant_engine.h"
#include "system/network/network_system.h"

namespace replicas {

namespace {

struct Fixture {
  std::string name;
  Ensemble ensemble;
  std::vector<float> weights, direction;
  std::vector<double> example_losses, gradient, hessian_product;
};

template <class Kinds>
auto named(std::string_view text, const Kinds& kinds) {
  for (const auto kind : kinds)
    if (name(kind) == text) return kind;
  throw std::runtime_error("unknown name in the fixtures: " + std::string(text));
}

std::vector<Fixture> fixtures() {
  const auto all = nlohmann::json::parse(std::ifstream(data_folder() + "/gradient_fixtures.json"));
  std::vector<Fixture> result;
  for (const auto& row : all.at("fixtures")) {
    const auto activation = named(row.at("activation").get<std::string>(), every_activation);
    const auto loss =
        named(row.at("loss").get<std::string>(), std::array{Loss::softmax, Loss::logistic, Loss::mse, Loss::hinge});
    const std::string widths = row.at("network");
    const Network network(parse_widths(widths), activation, loss, row.at("bias"));
    const std::vector<float> values = row.at("values");
    const int examples = static_cast<int>(values.size()) / network.inputs();
    const Dataset dataset{examples,         network.inputs(),  network.outputs(), values,
                          row.at("labels"), row.at("targets"), "fixture"};
    Ensemble ensemble{.system = network_system(network, {dataset}), .temperatures = {1.0}, .replicas = 1};
    ensemble.dynamics.step_sizes = {0.1};
    result.push_back({widths + " " + std::string(name(activation)) + " " + std::string(name(loss)), ensemble,
                      row.at("weights"), row.at("direction"), row.at("example_losses"), row.at("gradient"),
                      row.at("hessian_product")});
  }
  return result;
}

template <class Values>
double distance(const Values& got, const std::vector<double>& expected) {
  double difference = 0, size = 0;
  EXPECT_EQ(got.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    difference += std::pow(static_cast<double>(got[i]) - expected[i], 2);
    size += expected[i] * expected[i];
  }
  return std::sqrt(difference / size);
}

}  // namespace

TEST(IndependentFixture, OracleAgreesInDouble) {
  for (const Fixture& fixture : fixtures()) {
    PlainEngine<double> engine(fixture.ensemble);
    engine.load(fixture.weights);
    const std::vector<double> direction(fixture.direction.begin(), fixture.direction.end());
    EXPECT_LT(distance(engine.gradient_of(0), fixture.gradient), 1e-8) << fixture.name;
    EXPECT_LT(distance(engine.hessian_product_of(0, direction), fixture.hessian_product), 1e-8) << fixture.name;
  }
}

TEST(IndependentFixture, EveryBackendAgreesInFloat) {
  for (const std::string& backend : backends())
    for (const Fixture& fixture : fixtures()) {
      const auto engine = make_engine({backend, 1, {}}, fixture.ensemble);
      engine->load(fixture.weights);
      EXPECT_LT(distance(engine->loss_gradients(), fixture.gradient), 1e-6) << backend << " " << fixture.name;
      EXPECT_LT(distance(engine->loss_hessian_products(fixture.direction), fixture.hessian_product), 1e-6)
          << backend << " " << fixture.name;
      EXPECT_LT(distance(engine->example_losses().losses, fixture.example_losses), 1e-6)
          << backend << " " << fixture.name;
    }
}

// The fixtures do catch a wrong backward pass, by far.
TEST(IndependentFixture, PlantedBugsFail) {
  for (const auto& [mutation, first_order] : {std::pair{Mutation::gradient_1_percent, true},
                                              {Mutation::last_example_dropped, true},
                                              {Mutation::hessian_without_curvature, false}}) {
    double worst_gradient = 0, worst_product = 0;
    for (const Fixture& fixture : fixtures()) {
      MutantEngine<float> engine(fixture.ensemble, mutation);
      engine.load(fixture.weights);
      worst_gradient = std::max(worst_gradient, distance(engine.loss_gradients(), fixture.gradient));
      worst_product =
          std::max(worst_product, distance(engine.loss_hessian_products(fixture.direction), fixture.hessian_product));
    }
    EXPECT_GT(first_order ? worst_gradient : worst_product, 1e-3);
  }
}

}  // namespace replicas
