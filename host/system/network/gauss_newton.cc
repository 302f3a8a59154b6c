#include "system/network/gauss_newton.h"

#include <algorithm>
#include <cmath>

#include "physics/activation.h"

namespace replicas {

namespace {

/// Activations and their tangents along the direction, layer by layer: a and da become f(z) and f'(z) dz.
template <Activation kind>
void pass_layer(const Layer& layer, bool bias, bool last, std::span<const float> w, std::span<const float> v,
                std::vector<double>& a, std::vector<double>& da) {
  const auto inputs = static_cast<std::size_t>(layer.inputs), outputs = static_cast<std::size_t>(layer.outputs);
  std::vector<double> z(outputs, 0.0), dz(outputs, 0.0);
  for (std::size_t j = 0; bias && j < outputs; ++j) {
    z[j] = static_cast<double>(w[layer.bias + j]);
    dz[j] = static_cast<double>(v[layer.bias + j]);
  }
  for (std::size_t i = 0; i < inputs; ++i)
    for (std::size_t j = 0; j < outputs; ++j) {
      const double own = static_cast<double>(w[layer.weight + i * outputs + j]);
      z[j] += a[i] * own;
      dz[j] += da[i] * own + a[i] * static_cast<double>(v[layer.weight + i * outputs + j]);
    }
  if (!last)
    for (std::size_t j = 0; j < outputs; ++j) {
      const double value = activation<kind>(z[j]);
      dz[j] *= activation_slope<kind>(z[j], value);
      z[j] = value;
    }
  a = std::move(z);
  da = std::move(dz);
}

/// dz . A dz: softmax has A = diag(p) - p p^T, so it is the variance of dz under p.
double output_form(Loss loss, const std::vector<double>& z, const std::vector<double>& dz) {
  double sum = 0;
  if (loss == Loss::mse) {
    for (const double d : dz) sum += d * d;
    return sum;
  }
  if (loss == Loss::logistic) {
    const double tail = std::exp(-std::fabs(z[0]));
    return dz[0] * dz[0] * tail / ((1 + tail) * (1 + tail));
  }
  const auto top = static_cast<std::size_t>(std::max_element(z.begin(), z.end()) - z.begin());
  // Differences from the likeliest class, so that a p of 1 - tiny costs no digits.
  double all = 0, first = 0, second = 0;
  for (std::size_t c = 0; c < z.size(); ++c) {
    const double p = std::exp(z[c] - z[top]), d = dz[c] - dz[top];
    all += p;
    first += p * d;
    second += p * d * d;
  }
  first /= all;
  return second / all - first * first;
}

}  // namespace

double gauss_newton_form(const Network& network, const Dataset& dataset, std::span<const float> weights,
                         std::span<const float> direction) {
  double sum = 0;
  const auto inputs = static_cast<std::size_t>(network.inputs());
  for (std::size_t p = 0; p < static_cast<std::size_t>(dataset.examples); ++p) {
    const auto first = dataset.values.begin() + static_cast<std::ptrdiff_t>(p * inputs);
    std::vector<double> a(first, first + static_cast<std::ptrdiff_t>(inputs)), da(inputs, 0.0);
    for (const Layer& layer : network.layers()) {
      const bool last = &layer == &network.layers().back();
      switch (network.activation()) {
        case Activation::tanh:
          pass_layer<Activation::tanh>(layer, network.bias(), last, weights, direction, a, da);
          break;
        case Activation::relu:
          pass_layer<Activation::relu>(layer, network.bias(), last, weights, direction, a, da);
          break;
        case Activation::gelu:
          pass_layer<Activation::gelu>(layer, network.bias(), last, weights, direction, a, da);
          break;
        case Activation::linear:
          pass_layer<Activation::linear>(layer, network.bias(), last, weights, direction, a, da);
          break;
      }
    }
    sum += output_form(network.loss(), a, da);
  }
  return sum / dataset.examples;
}

}  // namespace replicas
