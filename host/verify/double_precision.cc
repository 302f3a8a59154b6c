// The engine computes what plain loops in double compute: losses, gradients, Hessian products and single steps of both
// rules, for every activation, loss and confinement.
#include <spdlog/fmt/fmt.h>

#include "verify/known_answers.h"
#include "verify/under_test.h"

namespace replicas {

namespace {

struct Case {
  std::vector<int> widths;
  Activation activation;
  Loss loss;
  Update update;
  Confinement confinement;
};

std::vector<Case> cases() {
  using Kind = Confinement::Kind;
  return {{{7, 19, 45, 3}, Activation::tanh, Loss::softmax, Update::em, {Kind::prior, 0.7}},
          {{7, 19, 45, 3}, Activation::tanh, Loss::softmax, Update::lm, {Kind::prior, 0.7, true}},
          {{5, 9, 8, 7, 2}, Activation::relu, Loss::softmax, Update::em, {Kind::decay, 0.1}},
          {{6, 33, 1}, Activation::gelu, Loss::logistic, Update::lm, {Kind::none, 0}},
          {{4, 33, 18, 5}, Activation::gelu, Loss::mse, Update::em, {Kind::anchor, 2}},
          {{5, 18, 7, 3}, Activation::softplus, Loss::hinge, Update::lm, {Kind::prior, 0.7}},
          {{20, 1}, Activation::linear, Loss::logistic, Update::lm, {Kind::prior, 10}}};
}

/// Largest |a / b - 1|: small losses count as much as large ones.
double worst_ratio(const std::vector<float>& a, const std::vector<float>& b) {
  double worst = 0;
  for (std::size_t i = 0; i < b.size(); ++i)
    worst = std::max(worst, std::fabs(static_cast<double>(a[i]) / static_cast<double>(b[i]) - 1));
  return worst;
}

/// |a - b| / |b| over all entries.
double distance(const std::vector<float>& a, const std::vector<float>& b) {
  double difference = 0, size = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    difference += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    size += std::pow(static_cast<double>(b[i]), 2);
  }
  return std::sqrt(difference / size);
}

void compare(const UnderTest& under_test, const Case& c, Checks& checks) {
  const Network network(c.widths, c.activation, c.loss);
  Ensemble ensemble = ensemble_of(network, random_dataset(network, 37, 91, 0));
  ensemble.temperatures = {1e-4, 1e-2};
  ensemble.dynamics.step_sizes = {0.02, 0.01};
  ensemble.replicas = 4;
  ensemble.dynamics.update = c.update;
  ensemble.confinement = c.confinement;
  const std::size_t count = ensemble.replica_count() * network.weights();
  if (c.confinement.kind == Confinement::Kind::anchor) ensemble.anchor = normal_numbers(count, 92);
  std::vector<float> start = normal_numbers(count, 93);
  for (float& w : start) w *= 0.7f;
  const std::vector<float> directions = normal_numbers(count, 94);
  const auto engine = under_test.make(ensemble);
  // The seed that the engine really has: whoever made it may have changed it.
  const auto oracle = make_engine({.backend = "plain-double", .threads = 1, .instructions = {}}, engine->ensemble());
  engine->load(start);
  oracle->load(start);
  const std::string label = fmt::format("{} {} {}", to_string(c.widths), name(c.activation), name(c.loss));
  const auto add = [&](const std::string& what, const std::vector<float>& a, const std::vector<float>& b,
                       double allowed) {
    checks.push_back(exact_check(fmt::format("{}, {}", what, label), distance(a, b), 0, allowed));
  };
  // Float sums over 37 examples and up to 45 units: a few roundings of 6e-8, amplified once more by a derivative.
  const std::vector<float> losses = engine->example_losses().losses;
  checks.push_back(exact_check("losses, " + label, worst_ratio(losses, oracle->example_losses().losses), 0, 3e-5));
  add("gradient", engine->loss_gradients(), oracle->loss_gradients(), 4e-6);
  add("Hessian product", engine->loss_hessian_products(directions), oracle->loss_hessian_products(directions), 1e-5);
  engine->advance(0, 1);
  oracle->advance(0, 1);
  add(fmt::format("weights after one step of {}", name(c.update)), engine->weights(), oracle->weights(), 2e-6);
}

}  // namespace

Checks double_precision(const UnderTest& under_test) {
  Checks checks;
  for (const Case& c : cases()) compare(under_test, c, checks);
  return checks;
}

}  // namespace replicas
