#include "system/network/network_loss.h"

#include <Eigen/Core>

#include <algorithm>
#include <vector>

#include "physics/activation.h"
#include "physics/example_loss.h"

namespace replicas {

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Weights = Eigen::Map<const Matrix>;

constexpr Eigen::Index block_examples = 256;

/// Eigen cuts products by the caches that it finds, and with them the order of sums: one size for every machine.
void fix_order_of_sums() {
  static const bool fixed = (Eigen::setCpuCacheSizes(32 << 10, 512 << 10, 4 << 20), true);
  (void)fixed;
}

template <Activation kind>
void activate(Matrix& z, Matrix* slope) {
  for (Eigen::Index i = 0; i < z.size(); ++i) {
    const double value = activation<kind>(z.data()[i]);
    if (slope != nullptr) slope->data()[i] = activation_slope<kind>(z.data()[i], value);
    z.data()[i] = value;
  }
}

void activate(Activation kind, Matrix& z, Matrix* slope) {
  with_activation(kind, [&]<Activation one>() { activate<one>(z, slope); });
}

/// Sum of the losses of a block of logits, and their derivatives in the logits.
double output_losses(const Network& network, const Dataset& dataset, Eigen::Index first, const Matrix& z,
                     Matrix& error) {
  const int outputs = network.outputs();
  const auto width = static_cast<std::size_t>(outputs);
  std::vector<double> target(width);
  double sum = 0;
  for (Eigen::Index row = 0; row < z.rows(); ++row) {
    const auto example = static_cast<std::size_t>(first + row);
    const double* const logits = z.data() + row * outputs;
    double* const its_error = error.data() + row * outputs;
    if (network.loss() == Loss::softmax) {
      sum += softmax_loss(logits, outputs, dataset.labels[example], its_error);
    } else if (network.loss() == Loss::logistic) {
      sum += logistic_loss(logits[0], dataset.labels[example], its_error);
    } else if (network.loss() == Loss::hinge) {
      sum += hinge_loss(logits, outputs, dataset.labels[example], its_error);
    } else {
      std::copy_n(dataset.targets.begin() + static_cast<std::ptrdiff_t>(example * width), width, target.begin());
      sum += squared_loss(logits, outputs, target.data(), its_error);
    }
  }
  return sum;
}

Weights weights_of(const Layer& layer, std::span<const double> weights) {
  return {weights.data() + layer.weight, layer.inputs, layer.outputs};
}

}  // namespace

double network_loss(const Network& network, const Dataset& dataset, std::span<const double> weights,
                    std::span<double> gradient) {
  fix_order_of_sums();
  const auto& layers = network.layers();
  const std::size_t depth = layers.size();
  const Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> inputs(
      dataset.values.data(), dataset.examples, dataset.inputs);
  double sum = 0;
  std::ranges::fill(gradient, 0.0);
  std::vector<Matrix> a(depth + 1), slope(depth);
  for (Eigen::Index first = 0; first < dataset.examples; first += block_examples) {
    const Eigen::Index rows = std::min<Eigen::Index>(block_examples, dataset.examples - first);
    a[0] = inputs.middleRows(first, rows).cast<double>();
    for (std::size_t l = 0; l < depth; ++l) {
      const Layer& layer = layers[l];
      a[l + 1].noalias() = a[l] * weights_of(layer, weights);
      if (network.bias())
        a[l + 1].rowwise() += Eigen::Map<const Eigen::RowVectorXd>(weights.data() + layer.bias, layer.outputs);
      if (l + 1 == depth) break;
      if (!gradient.empty()) slope[l].resize(rows, layer.outputs);
      activate(network.activation(), a[l + 1], gradient.empty() ? nullptr : &slope[l]);
    }
    Matrix error(rows, network.outputs());
    sum += output_losses(network, dataset, first, a[depth], error);
    if (gradient.empty()) continue;
    error /= dataset.examples;
    for (std::size_t l = depth; l-- > 0;) {
      const Layer& layer = layers[l];
      Eigen::Map<Matrix>(gradient.data() + layer.weight, layer.inputs, layer.outputs).noalias() +=
          a[l].transpose() * error;
      if (network.bias())
        Eigen::Map<Eigen::RowVectorXd>(gradient.data() + layer.bias, layer.outputs) += error.colwise().sum();
      if (l > 0) error = ((error * weights_of(layer, weights).transpose()).array() * slope[l - 1].array()).matrix();
    }
  }
  return sum / dataset.examples;
}

double network_loss_flops(const Network& network, const Dataset& dataset) {
  return 6.0 * static_cast<double>(network.weights()) * dataset.examples;
}

}  // namespace replicas
