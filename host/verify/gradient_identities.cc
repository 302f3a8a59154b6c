// Identities that hold for every network, weight and data set, up to rounding: they catch errors of layout and of the
// backward pass, which no test of the noise can see.
#include <spdlog/fmt/fmt.h>

#include <numeric>

#include "verify/known_answers.h"
#include "verify/under_test.h"

namespace replicas {

namespace {

using Values = std::vector<double>;

constexpr int replicas = 4, examples = 9;

Network network(Activation activation) { return Network({5, 7, 6, 3}, activation, Loss::softmax); }

Values as_double(const std::vector<float>& x) { return {x.begin(), x.end()}; }

/// Relative L2 distance.
double distance(const Values& a, const Values& b) {
  double difference = 0, size = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference += (a[i] - b[i]) * (a[i] - b[i]);
    size += b[i] * b[i];
  }
  return std::sqrt(difference / size);
}

struct Probe {
  std::unique_ptr<Engine> engine;

  Probe(const UnderTest& under_test, const Network& net, const Dataset& dataset) {
    Ensemble ensemble = ensemble_of(net, dataset);
    ensemble.replicas = replicas;
    engine = under_test.make(ensemble);
  }
  Values gradient(const std::vector<float>& weights) const {
    engine->load(weights);
    return as_double(engine->loss_gradients());
  }
  /// Mean loss of each replica, the mean taken in double.
  Values loss(const std::vector<float>& weights) const {
    engine->load(weights);
    const std::vector<float> losses = engine->example_losses().losses;
    Values mean(replicas);
    for (std::size_t i = 0; i < losses.size(); ++i) mean[i / examples] += static_cast<double>(losses[i]) / examples;
    return mean;
  }
};

/// Entry i of the result is where entry i of the weights goes when the units of layer `layer` are renamed.
std::vector<std::size_t> rename_units(const Network& net, std::size_t layer, const std::vector<std::size_t>& to) {
  std::vector<std::size_t> place(net.weights());
  std::iota(place.begin(), place.end(), std::size_t{0});
  const Layer& below = net.layers()[layer];
  const auto in = static_cast<std::size_t>(below.inputs), units = static_cast<std::size_t>(below.outputs);
  for (std::size_t j = 0; j < units; ++j) {
    for (std::size_t i = 0; i < in; ++i) place[below.weight + i * units + j] = below.weight + i * units + to[j];
    place[below.bias + j] = below.bias + to[j];
  }
  if (layer + 1 == net.layers().size()) return place;
  const Layer& above = net.layers()[layer + 1];
  const auto out = static_cast<std::size_t>(above.outputs);
  for (std::size_t j = 0; j < units; ++j)
    for (std::size_t k = 0; k < out; ++k) place[above.weight + j * out + k] = above.weight + to[j] * out + k;
  return place;
}

template <class Number>
std::vector<Number> moved(const std::vector<Number>& x, const std::vector<std::size_t>& place) {
  std::vector<Number> result(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) result[i / place.size() * place.size() + place[i % place.size()]] = x[i];
  return result;
}

Dataset part(const Dataset& dataset, int first, int count) {
  Dataset result = dataset;
  result.examples = count;
  const std::ptrdiff_t begin = first, end = begin + count;
  result.values.assign(dataset.values.begin() + begin * dataset.inputs, dataset.values.begin() + end * dataset.inputs);
  result.labels.assign(dataset.labels.begin() + begin, dataset.labels.begin() + end);
  return result;
}

Dataset reversed(const Dataset& dataset) {
  Dataset result = part(dataset, 0, 0);
  for (int n = dataset.examples - 1; n >= 0; --n) {
    const Dataset one = part(dataset, n, 1);
    result.values.insert(result.values.end(), one.values.begin(), one.values.end());
    result.labels.push_back(one.labels.front());
  }
  result.examples = dataset.examples;
  return result;
}

/// Derivative at 0 of a function of a step, from four values: an error of order step^4.
template <class Function>
Values slope(const Function& function, float step) {
  const Values p2 = function(2 * step), p1 = function(step), m1 = function(-step), m2 = function(-2 * step);
  Values result(p1.size());
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] = (8 * (p1[i] - m1[i]) - (p2[i] - m2[i])) / (12 * static_cast<double>(step));
  return result;
}

void add_identities(const UnderTest& under_test, Activation activation, Checks& checks) {
  const Network net = network(activation);
  const Dataset dataset = random_dataset(net, examples, 61, 0);
  const std::vector<float> weights = normal_numbers(replicas * net.weights(), 62);
  const Probe probe(under_test, net, dataset);
  const Values gradient = probe.gradient(weights);
  constexpr double tolerance = 5e-6;  // rounding of float sums over 9 examples and 7 units
  const auto add = [&](const std::string& what, double difference, double allowed) {
    checks.push_back(exact_check(what + ", " + std::string(name(activation)), difference, 0, allowed));
  };

  for (const std::size_t layer : {0, 1}) {
    const std::vector<std::size_t> to =
        layer == 0 ? std::vector<std::size_t>{3, 0, 6, 1, 5, 2, 4} : std::vector<std::size_t>{4, 2, 0, 5, 1, 3};
    const auto place = rename_units(net, layer, to);
    add(fmt::format("hidden units of layer {} renamed", layer + 1),
        distance(probe.gradient(moved(weights, place)), moved(gradient, place)), tolerance);
  }
  const std::vector<std::size_t> to = {2, 0, 1};
  Dataset relabelled = dataset;
  for (std::int32_t& label : relabelled.labels) label = static_cast<std::int32_t>(to[static_cast<std::size_t>(label)]);
  const auto place = rename_units(net, 2, to);
  add("labels renamed",
      distance(Probe(under_test, net, relabelled).gradient(moved(weights, place)), moved(gradient, place)), tolerance);
  add("examples in another order", distance(Probe(under_test, net, reversed(dataset)).gradient(weights), gradient),
      tolerance);
  Values split = Probe(under_test, net, part(dataset, 0, 4)).gradient(weights);
  const Values rest = Probe(under_test, net, part(dataset, 4, 5)).gradient(weights);
  for (std::size_t i = 0; i < split.size(); ++i) split[i] = (4 * split[i] + 5 * rest[i]) / 9;
  add("two batches against one", distance(split, gradient), tolerance);

  if (has_kink(activation)) {
    // f(c z) = c f(z) for c > 0, so w_in . dL/dw_in + b dL/db = v . dL/dv for the weights in and out of each unit.
    Values in_side, out_side;
    for (std::size_t r = 0; r < replicas; ++r)
      for (std::size_t l = 0; l < 2; ++l) {
        const Layer &below = net.layers()[l], &above = net.layers()[l + 1];
        const auto product = [&](std::size_t i) {
          return static_cast<double>(weights[r * net.weights() + i]) * gradient[r * net.weights() + i];
        };
        const auto units = static_cast<std::size_t>(below.outputs), out = static_cast<std::size_t>(above.outputs);
        for (std::size_t j = 0; j < units; ++j) {
          double in_sum = product(below.bias + j), out_sum = 0;
          for (std::size_t i = 0; i < static_cast<std::size_t>(below.inputs); ++i)
            in_sum += product(below.weight + i * units + j);
          for (std::size_t k = 0; k < out; ++k) out_sum += product(above.weight + j * out + k);
          in_side.push_back(in_sum);
          out_side.push_back(out_sum);
        }
      }
    add("balance of the units", distance(in_side, out_side), tolerance);
    return;  // finite differences would step over kinks
  }
  const std::vector<float> direction = normal_numbers(weights.size(), 63);
  const auto along = [&](float step) {
    std::vector<float> moved_weights = weights;
    for (std::size_t i = 0; i < weights.size(); ++i) moved_weights[i] += step * direction[i];
    return moved_weights;
  };
  Values projected(replicas);
  for (std::size_t i = 0; i < gradient.size(); ++i)
    projected[i / net.weights()] += gradient[i] * static_cast<double>(direction[i]);
  // Float losses and gradients carry 1e-7, divided by a step of 0.005; the truncation at step^4 is smaller.
  add("gradient against the slope of the loss",
      distance(projected, slope([&](float step) { return probe.loss(along(step)); }, 0.005f)), 1e-3);
  probe.engine->load(weights);
  const Values product = as_double(probe.engine->loss_hessian_products(direction));
  add("Hessian product against the slope of the gradient",
      distance(product, slope([&](float step) { return probe.gradient(along(step)); }, 0.005f)), 1e-3);
}

}  // namespace

Checks gradient_identities(const UnderTest& under_test) {
  Checks checks;
  for (const Activation activation : every_activation)
    if (activation != Activation::exp)  // two layers of it leave the floats
      add_identities(under_test, activation, checks);
  return checks;
}

}  // namespace replicas
