#include "engine/plain/network_pass.h"

#include "physics/activation.h"
#include "physics/example_loss.h"

namespace replicas {

namespace {

template <class Number>
struct Unit {
  Number value, slope, curvature;
};

template <Activation kind, class Number>
Unit<Number> unit(Number z) {
  const Number a = activation<kind>(z);
  return {a, activation_slope<kind>(z, a), activation_curvature<kind>(z, a)};
}

template <class Number>
Unit<Number> unit(Activation kind, Number z) {
  switch (kind) {
    case Activation::tanh: return unit<Activation::tanh>(z);
    case Activation::relu: return unit<Activation::relu>(z);
    case Activation::gelu: return unit<Activation::gelu>(z);
    case Activation::linear: break;
  }
  return unit<Activation::linear>(z);
}

/// Loss, label and logit derivatives of one example; `tangent` (if any) becomes the Hessian in the logits times itself.
template <class Number>
Number output_loss(const Network& network, const Dataset& dataset, std::size_t example, const std::vector<Number>& z,
                   std::vector<Number>& error, std::vector<Number>& tangent, bool& wrong, Mutation mutation) {
  const int outputs = network.outputs();
  const auto width = static_cast<std::size_t>(outputs);
  const std::int32_t label = dataset.labels.empty() ? -1 : dataset.labels[example];
  wrong = label >= 0 && planted::mislabelled(mutation, z.data(), outputs, label);
  if (mutation == Mutation::loss_without_log1p && network.loss() != Loss::mse)
    return planted::naive_loss(z.data(), outputs, label, error.data());
  if (network.loss() == Loss::softmax) {
    const Number loss = softmax_loss(z.data(), outputs, label, error.data());
    if (!tangent.empty()) {
      std::vector<Number> product(width);
      softmax_product(error.data(), outputs, label, tangent.data(), product.data());
      tangent = product;
    }
    return loss;
  }
  if (network.loss() == Loss::logistic) {
    const Number loss = logistic_loss(z[0], label, error.data());
    if (!tangent.empty()) tangent[0] *= logistic_curvature(error[0]);
    return loss;
  }
  std::vector<Number> target(width);
  for (std::size_t c = 0; c < width; ++c) target[c] = static_cast<Number>(dataset.targets[example * width + c]);
  return squared_loss(z.data(), outputs, target.data(), error.data());
}

}  // namespace

template <class Number>
NetworkPass<Number> network_pass(const Network& network, const Dataset& dataset, std::span<const Number> weights,
                                 std::span<const Number> direction, Mutation mutation) {
  const auto& layers = network.layers();
  const std::size_t depth = layers.size();
  const bool second = !direction.empty();
  NetworkPass<Number> pass;
  pass.gradient.assign(network.weights(), 0);
  if (second) pass.product.assign(network.weights(), 0);

  // Per layer: the input a, its tangent Ra, and the activation's slope and curvature with the tangent of z.
  std::vector<std::vector<Number>> a(depth + 1), ra(depth + 1), slope(depth), bend(depth);
  const Number scale = Number(1) / static_cast<Number>(dataset.examples);

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
          Unit<Number> u = unit(network.activation(), z[j]);
          if (mutation == Mutation::activation_slope_of_input) u.slope = 1 - z[j] * z[j];
          if (mutation == Mutation::hessian_without_curvature) u.curvature = 0;
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
    bool wrong = false;
    const Number loss = output_loss(network, dataset, n, a[depth], error, tangent, wrong, mutation);
    pass.loss += static_cast<double>(loss);
    pass.wrong += wrong;
    pass.losses.push_back(loss);
    pass.wrongs.push_back(wrong);
    const bool dropped =
        mutation == Mutation::last_example_dropped && n + 1 == static_cast<std::size_t>(dataset.examples);
    for (Number& e : error) e *= dropped ? 0 : scale;
    for (Number& e : tangent) e *= scale;

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

template NetworkPass<float> network_pass(const Network&, const Dataset&, std::span<const float>, std::span<const float>,
                                         Mutation);
template NetworkPass<double> network_pass(const Network&, const Dataset&, std::span<const double>,
                                          std::span<const double>, Mutation);

}  // namespace replicas
