#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/cpu/instructions.h"
#include "formula/changed_system.h"
#include "physics/noise.h"
#include "system/ensemble.h"

namespace replicas {

/// One ensemble to compare engines on.
struct NetworkCase {
  std::vector<int> widths = {7, 19, 45, 3};
  int examples = 37;
  Activation activation = Activation::tanh;
  Loss loss = Loss::softmax;
  bool bias = true;
  Update update = Update::em;
  Confinement confinement = {};
  int datasets = 1;
  bool paces = false;  ///< every block has a step size, a noise and a decay of its own
};

inline std::string describe(const NetworkCase& c) {
  std::string text = to_string(c.widths) + " P=" + std::to_string(c.examples) + " " + std::string(name(c.activation)) +
                     " " + std::string(name(c.loss)) + " " + std::string(name(c.update)) + " " +
                     std::string(name(c.confinement.kind));
  if (c.confinement.per_fan_in) text += " per fan-in";
  if (!c.bias) text += " no bias";
  if (c.paces) text += " paces";
  return text + " datasets=" + std::to_string(c.datasets);
}

/// Two temperatures, two replicas each.
inline Ensemble ensemble_of(const NetworkCase& c) {
  const Network network(c.widths, c.activation, c.loss, c.bias);
  std::vector<Dataset> datasets;
  for (int k = 0; k < c.datasets; ++k)
    datasets.push_back(random_dataset(network, c.examples, 7, static_cast<std::uint64_t>(k)));
  Ensemble ensemble{network_system(network, datasets),
                    {1e-4, 1e-2},
                    2,
                    {c.update, {0.02, 0.01}},
                    c.confinement,
                    {},
                    11,
                    Purpose::langevin,
                    3};
  if (c.paces) {  // of every block: its step size, its noise and its decay
    Layout layout = ensemble.layout();
    for (std::size_t b = 0; b < layout.blocks().size(); ++b) {
      const auto number = static_cast<double>(b);
      layout[b].step_factor = 0.4 + 0.3 * number;
      layout[b].noise_factor = b == 1 ? 0 : 1.5 - 0.2 * number;
      layout[b].decay_factor = b == 2 ? 0 : 1 + number;
    }
    set_layout(ensemble, layout);
  }
  if (c.confinement.kind == Confinement::Kind::anchor)
    for (std::size_t i = 0; i < ensemble.replica_count() * ensemble.weights(); ++i)
      ensemble.anchor.push_back(0.3f * noise(5, Purpose::accept, 0, 0, 0, i));
  return ensemble;
}

/// Normal weights of variance 1 / fan-in, different in every replica; biases of standard deviation 0.3.
inline std::vector<float> start_of(const Ensemble& ensemble) {
  const Network& network = network_in(ensemble);
  std::vector<float> weights;
  for (std::size_t r = 0; r < ensemble.replica_count(); ++r)
    for (const Layer& layer : network.layers()) {
      const std::size_t matrix = static_cast<std::size_t>(layer.inputs) * static_cast<std::size_t>(layer.outputs);
      const std::size_t end = layer.weight + matrix + (network.bias() ? static_cast<std::size_t>(layer.outputs) : 0);
      for (std::size_t i = layer.weight; i < end; ++i) {
        const float scale = i < layer.bias ? 1 / std::sqrt(static_cast<float>(layer.inputs)) : 0.3f;
        weights.push_back(scale *
                          noise(3, Purpose::initial_weights, r, network.noise_blocks(), 0, network.noise_index(i)));
      }
    }
  return weights;
}

/// |a - b| / |b| over all entries.
template <class A, class B>
double relative_distance(const A& a, const B& b) {
  double difference = 0, size = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    const double d = static_cast<double>(a[i]) - static_cast<double>(b[i]);
    difference += d * d;
    size += static_cast<double>(b[i]) * static_cast<double>(b[i]);
  }
  return std::sqrt(difference / (size > 0 ? size : 1));
}

/// Odd shapes with every activation, loss, update and confinement, and deep, shallow and narrow networks. An activation
/// is one function in one place, so that four of them meet all shapes, and the others one of one hidden layer and one
/// of two.
inline std::vector<NetworkCase> network_cases() {
  using Kind = Confinement::Kind;
  std::vector<NetworkCase> cases;
  for (const Activation activation : every_activation) {
    if (activation == Activation::exp) {  // of exponentials of exponentials no float is left
      cases.push_back({.widths = {6, 17, 1}, .examples = 21, .activation = activation, .loss = Loss::logistic});
      cases.push_back({.widths = {6, 17, 3}, .examples = 37, .activation = activation, .bias = false});
      continue;
    }
    if (activation > Activation::linear) {
      cases.push_back({.widths = {6, 17, 1}, .examples = 21, .activation = activation, .loss = Loss::logistic});
      cases.push_back({.activation = activation, .update = Update::lm});
      continue;
    }
    cases.push_back({.activation = activation});
    cases.push_back({.activation = activation, .update = Update::lm});
    cases.push_back({.widths = {5, 9, 8, 7, 6, 2}, .examples = 150, .activation = activation});
    cases.push_back({.widths = {6, 17, 1}, .examples = 21, .activation = activation, .loss = Loss::logistic});
    cases.push_back({.widths = {4, 33, 18, 5}, .examples = 130, .activation = activation, .loss = Loss::mse});
    cases.push_back({.activation = activation, .bias = false, .update = Update::lm});
  }
  cases.push_back({.widths = {6, 17, 1}, .examples = 21, .loss = Loss::hinge});
  cases.push_back({.widths = {4, 33, 18, 5}, .examples = 130, .loss = Loss::hinge});
  cases.push_back({.widths = {1, 1, 2}, .examples = 1});
  cases.push_back({.widths = {1, 1, 2}, .examples = 16});
  cases.push_back({.widths = {3, 2}, .examples = 40});
  cases.push_back({.widths = {3, 2}, .examples = 40, .bias = false, .update = Update::lm});
  cases.push_back({.widths = {2, 3, 1}, .examples = 17, .loss = Loss::mse});
  cases.push_back({.widths = {1, 1}, .examples = 3, .loss = Loss::logistic});
  cases.push_back({.widths = {20, 1}, .examples = 300, .loss = Loss::logistic, .bias = false});
  cases.push_back({.widths = {40, 4, 21}, .examples = 33});
  cases.push_back({.widths = {3, 130, 128, 37}, .examples = 65, .activation = Activation::relu});
  cases.push_back({.widths = {10, 24, 24, 3}, .examples = 32, .datasets = 2});
  for (const Update update : {Update::em, Update::lm}) {
    cases.push_back({.update = update, .confinement = {Kind::none, 0, false}});
    cases.push_back({.update = update, .confinement = {Kind::prior, 0.7, true}});
    cases.push_back({.update = update, .confinement = {Kind::decay, 0.1, false}});
    cases.push_back({.update = update, .confinement = {Kind::anchor, 2, false}});
    cases.push_back({.widths = {3, 2}, .examples = 9, .update = update, .confinement = {Kind::anchor, 2, false}});
  }
  for (const Update update : {Update::em, Update::lm}) {
    const Confinement confinement{Kind::decay, 0.1, false};
    cases.push_back({.widths = {5, 9, 16, 3}, .update = update, .confinement = confinement, .paces = true});
    cases.push_back({.widths = {3, 2}, .examples = 9, .update = update, .confinement = confinement, .paces = true});
    cases.push_back({.bias = false, .update = update, .confinement = {Kind::prior, 0.7, true}, .paces = true});
  }
  return cases;
}

}  // namespace replicas
