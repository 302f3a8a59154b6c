#include "system/network/network_layers.h"

#include <algorithm>

#include "physics/activation.h"

namespace replicas {

namespace {

/// a . b over the units of two examples.
double product(const std::vector<double>& values, std::size_t units, std::size_t a, std::size_t b) {
  double sum = 0;
  for (std::size_t i = 0; i < units; ++i) sum += values[a * units + i] * values[b * units + i];
  return sum;
}

std::vector<double> inputs_of(const Dataset& dataset, std::size_t examples) {
  const auto count = static_cast<std::ptrdiff_t>(examples * static_cast<std::size_t>(dataset.inputs));
  return {dataset.values.begin(), dataset.values.begin() + count};
}

}  // namespace

std::vector<LayerValues> layer_values(const Network& network, const Dataset& dataset, std::span<const float> weights,
                                      std::size_t examples) {
  std::vector<LayerValues> layers;
  std::vector<double> a = inputs_of(dataset, examples);
  for (const Layer& layer : network.layers()) {
    const auto in = static_cast<std::size_t>(layer.inputs), out = static_cast<std::size_t>(layer.outputs);
    LayerValues values{.units = out, .before = std::vector<double>(examples * out), .after = {}};
    for (std::size_t n = 0; n < examples; ++n) {
      double* const z = values.before.data() + n * out;
      for (std::size_t j = 0; network.bias() && j < out; ++j) z[j] = static_cast<double>(weights[layer.bias + j]);
      for (std::size_t i = 0; i < in; ++i)
        for (std::size_t j = 0; j < out; ++j)
          z[j] += a[n * in + i] * static_cast<double>(weights[layer.weight + i * out + j]);
    }
    values.after = values.before;
    if (&layer != &network.layers().back())
      with_activation(network.activation(), [&]<Activation kind>() {
        for (double& x : values.after) x = activation<kind>(x);
      });
    a = values.after;
    layers.push_back(std::move(values));
  }
  return layers;
}

std::vector<double> tangent_kernel(const Network& network, const Dataset& dataset, std::span<const float> weights,
                                   std::size_t examples) {
  const std::vector<LayerValues> layers = layer_values(network, dataset, weights, examples);
  const std::vector<double> inputs = inputs_of(dataset, examples);
  std::vector<double> kernel(examples * examples, 0.0);
  for (std::size_t c = 0; c < static_cast<std::size_t>(network.outputs()); ++c) {
    std::vector<double> delta(examples * static_cast<std::size_t>(network.outputs()), 0.0);
    for (std::size_t n = 0; n < examples; ++n) delta[n * static_cast<std::size_t>(network.outputs()) + c] = 1;
    for (std::size_t l = network.layers().size(); l-- > 0;) {
      const Layer& layer = network.layers()[l];
      const auto in = static_cast<std::size_t>(layer.inputs), out = static_cast<std::size_t>(layer.outputs);
      const std::vector<double>& below = l == 0 ? inputs : layers[l - 1].after;
      const double pace = network.layout()[layer.block].step_factor;
      const double bias_pace = network.bias() ? network.layout()[layer.block + 1].step_factor : 0;
      for (std::size_t n = 0; n < examples; ++n)
        for (std::size_t m = 0; m < examples; ++m)
          kernel[n * examples + m] += (pace * product(below, in, n, m) + bias_pace) * product(delta, out, n, m);
      if (l == 0) break;
      std::vector<double> next(examples * in, 0.0);
      for (std::size_t n = 0; n < examples; ++n)
        for (std::size_t i = 0; i < in; ++i) {
          double sum = 0;
          for (std::size_t j = 0; j < out; ++j)
            sum += delta[n * out + j] * static_cast<double>(weights[layer.weight + i * out + j]);
          next[n * in + i] = sum;
        }
      with_activation(network.activation(), [&]<Activation kind>() {
        for (std::size_t i = 0; i < next.size(); ++i)
          next[i] *= activation_slope<kind>(layers[l - 1].before[i], layers[l - 1].after[i]);
      });
      delta = std::move(next);
    }
  }
  return kernel;
}

}  // namespace replicas
