#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "model/dataset.h"
#include "model/network.h"
#include "physics/activation.h"
#include "physics/example_loss.h"
#include "system/system.h"

namespace replicas {

/// An activation at one number with its first two derivatives.
template <class Number>
struct Unit {
  Number value, slope, curvature;
};

template <Activation kind, class Number>
Unit<Number> unit(Number z) {
  const Number a = activation<kind>(z);
  return {a, activation_slope<kind>(z, a), activation_curvature<kind>(z, a)};
}

/// The formulas of a pass. A class of its own so that tests can plant a bug in each of them.
struct NetworkRules {
  template <class Number>
  Unit<Number> activate(Activation kind, Number z) const {
    return with_activation(kind, [&]<Activation one>() { return unit<one>(z); });
  }

  template <class Number>
  bool mislabelled(const Number* logits, int outputs, std::int32_t label) const {
    return replicas::mislabelled(logits, outputs, label) > 0;
  }

  /// Loss of one example and its derivatives in the logits; `tangent` (if any) becomes the Hessian in the logits times
  /// itself.
  template <class Number>
  Number output_loss(const Network& network, const Dataset& dataset, std::size_t example, const std::vector<Number>& z,
                     std::vector<Number>& error, std::vector<Number>& tangent) const {
    const int outputs = network.outputs();
    const auto width = static_cast<std::size_t>(outputs);
    if (network.loss() == Loss::softmax) {
      const Number loss = softmax_loss(z.data(), outputs, dataset.labels[example], error.data());
      if (!tangent.empty()) {
        std::vector<Number> product(width);
        softmax_product(error.data(), outputs, dataset.labels[example], tangent.data(), product.data());
        tangent = product;
      }
      return loss;
    }
    if (network.loss() == Loss::logistic) {
      const Number loss = logistic_loss(z[0], dataset.labels[example], error.data());
      if (!tangent.empty()) tangent[0] *= logistic_curvature(error[0]);
      return loss;
    }
    if (network.loss() == Loss::hinge) {
      std::ranges::fill(tangent, Number(0));
      return hinge_loss(z.data(), outputs, dataset.labels[example], error.data());
    }
    std::vector<Number> target(width);
    for (std::size_t c = 0; c < width; ++c) target[c] = static_cast<Number>(dataset.targets[example * width + c]);
    return squared_loss(z.data(), outputs, target.data(), error.data());
  }

  /// The share of an example's derivatives in the gradient of L.
  template <class Number>
  Number weight_of_example(std::size_t, int examples) const {
    return Number(1) / static_cast<Number>(examples);
  }
};

/// With errors dL/dz taken for zero the product with the Hessian keeps its Gauss-Newton part alone: every term with a
/// second derivative of the outputs in the weights has one of them as a factor. There is no gradient then.
struct GaussNewtonRules : NetworkRules {
  template <class Number>
  Number output_loss(const Network& network, const Dataset& dataset, std::size_t example, const std::vector<Number>& z,
                     std::vector<Number>& error, std::vector<Number>& tangent) const {
    const Number loss = NetworkRules::output_loss(network, dataset, example, z, error, tangent);
    error.assign(error.size(), Number(0));
    return loss;
  }
};

/// Forward and backward through one network, example by example; with a `direction` also the exact Hessian product by
/// forward-over-reverse differentiation (Pearlmutter 1994).
template <class Number, class Rules = NetworkRules>
Evaluation<Number> network_pass(const Network& network, const Dataset& dataset, std::span<const Number> weights,
                                std::span<const Number> direction = {}, const Rules& rules = {}) {
  const auto& layers = network.layers();
  const std::size_t depth = layers.size();
  const bool second = !direction.empty();
  Evaluation<Number> pass;
  pass.gradient.assign(network.weights(), 0);
  if (second) pass.product.assign(network.weights(), 0);

  // Per layer: the input a, its tangent Ra, and the activation's slope and curvature with the tangent of z.
  std::vector<std::vector<Number>> a(depth + 1), ra(depth + 1), slope(depth), bend(depth);

  for (std::size_t n = 0; n < static_cast<std::size_t>(dataset.examples); ++n) {
    a[0].assign(
        dataset.values.begin() + static_cast<std::ptrdiff_t>(n * static_cast<std::size_t>(dataset.inputs)),
        dataset.values.begin() + static_cast<std::ptrdiff_t>((n + 1) * static_cast<std::size_t>(dataset.inputs)));
    if (second) ra[0].assign(a[0].size(), 0);
    for (std::size_t l = 0; l < depth; ++l) {
      const Layer& layer = layers[l];
      const auto in = static_cast<std::size_t>(layer.inputs), out = static_cast<std::size_t>(layer.outputs);
      std::vector<Number> z(out, 0), rz(second ? out : 0, 0);
      if (network.bias())
        for (std::size_t j = 0; j < out; ++j) {
          z[j] = weights[layer.bias + j];
          if (second) rz[j] = direction[layer.bias + j];
        }
      for (std::size_t i = 0; i < in; ++i)
        for (std::size_t j = 0; j < out; ++j) {
          const std::size_t w = layer.weight + i * out + j;
          z[j] = fused(a[l][i], weights[w], z[j]);
          if (second) rz[j] += ra[l][i] * weights[w] + a[l][i] * direction[w];
        }
      slope[l].assign(out, 1);
      bend[l].assign(out, 0);
      if (l + 1 < depth)
        for (std::size_t j = 0; j < out; ++j) {
          const Unit<Number> u = rules.activate(network.activation(), z[j]);
          z[j] = u.value;
          slope[l][j] = u.slope;
          if (second) {
            bend[l][j] = u.curvature * rz[j];
            rz[j] *= u.slope;
          }
        }
      a[l + 1] = std::move(z);
      ra[l + 1] = std::move(rz);
    }

    std::vector<Number> error(static_cast<std::size_t>(network.outputs()));
    std::vector<Number> tangent = ra[depth];
    const bool wrong =
        !dataset.labels.empty() && rules.mislabelled(a[depth].data(), network.outputs(), dataset.labels[n]);
    const Number loss = rules.output_loss(network, dataset, n, a[depth], error, tangent);
    pass.loss += static_cast<double>(loss);
    pass.wrong += wrong;
    pass.losses.push_back(loss);
    pass.wrongs.push_back(wrong);
    const auto share = rules.template weight_of_example<Number>(n, dataset.examples);
    for (Number& e : error) e *= share;
    for (Number& e : tangent) e *= share;

    for (std::size_t l = depth; l-- > 0;) {
      const Layer& layer = layers[l];
      const auto in = static_cast<std::size_t>(layer.inputs), out = static_cast<std::size_t>(layer.outputs);
      if (network.bias())
        for (std::size_t j = 0; j < out; ++j) {
          pass.gradient[layer.bias + j] += error[j];
          if (second) pass.product[layer.bias + j] += tangent[j];
        }
      std::vector<Number> below(in, 0), tangent_below(second ? in : 0, 0);
      for (std::size_t i = 0; i < in; ++i)
        for (std::size_t j = 0; j < out; ++j) {
          const std::size_t w = layer.weight + i * out + j;
          pass.gradient[w] = fused(a[l][i], error[j], pass.gradient[w]);
          below[i] = fused(error[j], weights[w], below[i]);
          if (second) {
            pass.product[w] += ra[l][i] * error[j] + a[l][i] * tangent[j];
            tangent_below[i] += tangent[j] * weights[w] + error[j] * direction[w];
          }
        }
      if (l > 0)
        for (std::size_t i = 0; i < in; ++i) {
          if (second) tangent_below[i] = tangent_below[i] * slope[l - 1][i] + below[i] * bend[l - 1][i];
          below[i] *= slope[l - 1][i];
        }
      error = std::move(below);
      tangent = std::move(tangent_below);
    }
  }
  pass.loss /= dataset.examples;
  return pass;
}

extern template Evaluation<float> network_pass(const Network&, const Dataset&, std::span<const float>,
                                               std::span<const float>, const NetworkRules&);
extern template Evaluation<double> network_pass(const Network&, const Dataset&, std::span<const double>,
                                                std::span<const double>, const NetworkRules&);

}  // namespace replicas
