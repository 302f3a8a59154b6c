#include "batched_pass.h"

namespace replicas::gpu {

namespace {

/// One pass through one block; `second` carries the derivative along the direction beside everything.
struct Pass {
  Stream& stream;
  const BlockMemory& memory;
  const Network& network;
  const ExamplesOnDevice& data;
  bool second, gauss_newton = false;

  std::size_t depth() const { return network.layers().size(); }
  Matrices inputs() const { return {data.inputs.data(), network.inputs(), 0}; }

  /// All slots of the first layer are one wide product, since all see the same inputs.
  Product shaped(std::size_t l, int rows, int columns, int inner) const {
    Product product{.rows = rows, .columns = columns, .inner = inner, .slots = l == 0 ? 1 : memory.slots()};
    if (l == 0) product.columns *= memory.slots();
    return product;
  }

  /// C (+)= A W of layer l: [P][outputs].
  void times_weights(std::size_t l, const Matrices& a, const Matrices& weights, const Matrices& c, bool add) const {
    const Layer& layer = network.layers()[l];
    Product product = shaped(l, data.examples, layer.outputs, layer.inputs);
    product.a = a;
    product.b = weights;
    product.c = c;
    product.accumulate = add;
    multiply(stream, product);
  }

  /// C (+)= A^T E of layer l: [inputs][outputs].
  void weight_sum(std::size_t l, const Matrices& a, const Matrices& errors, const Matrices& c, bool add) const {
    const Layer& layer = network.layers()[l];
    Product product = shaped(l, layer.inputs, layer.outputs, data.examples);
    product.a = a;
    product.a_transposed = true;
    product.b = errors;
    product.c = c;
    product.accumulate = add;
    multiply(stream, product);
  }

  /// C (+)= E W^T of layer l > 0: [P][inputs].
  void back_through(std::size_t l, const Matrices& errors, const Matrices& weights, const Matrices& c, bool add) const {
    const Layer& layer = network.layers()[l];
    Product product{.rows = data.examples, .columns = layer.inputs, .inner = layer.outputs, .slots = memory.slots()};
    product.a = errors;
    product.b = weights;
    product.b_transposed = true;
    product.c = c;
    product.accumulate = add;
    multiply(stream, product);
  }

  void forward(const ExampleResults& results) const {
    for (std::size_t l = 0; l < depth(); ++l) {
      const LayerView& layer = memory.layer(l);
      times_weights(l, l == 0 ? inputs() : memory.values(l - 1), layer.weights, memory.values(l), false);
      const float* bias_direction = nullptr;
      if (second) {
        const LayerView& direction = memory.direction_layer(l);
        bias_direction = direction.bias;
        times_weights(l, l == 0 ? inputs() : memory.values(l - 1), direction.weights, memory.tangents(l), false);
        if (l > 0) times_weights(l, memory.tangents(l - 1), layer.weights, memory.tangents(l), true);
      }
      if (l + 1 < depth()) {
        activate(stream, memory.hidden(l, second), layer.bias, bias_direction);
      } else {
        OutputView output{};
        output.examples = data.examples;
        output.outputs = network.outputs();
        output.slots = memory.slots();
        output.loss = network.loss();
        output.gauss_newton = gauss_newton;
        output.logits = memory.values(l);
        if (second) output.tangents = memory.tangents(l);
        output.bias = layer.bias;
        output.bias_direction = bias_direction;
        output.labels = data.labels.data();
        output.targets = data.targets.data();
        output.partials = layer.bias_partials;
        output.example_losses = results.losses;
        output.example_wrong = results.wrong;
        output_loss(stream, memory.block(), output);
      }
    }
  }

  void backward() const {
    for (std::size_t l = depth(); l-- > 0;) {
      weight_sum(l, l == 0 ? inputs() : memory.values(l - 1), memory.errors(l), memory.layer(l).gradient, false);
      if (l == 0) break;
      back_through(l, memory.errors(l), memory.layer(l).weights, memory.errors(l - 1), false);
      derivative(stream, memory.hidden(l - 1, false));
    }
  }

  void backward_tangent() const {
    for (std::size_t l = depth(); l-- > 0;) {
      const LayerView& direction = memory.direction_layer(l);
      weight_sum(l, l == 0 ? inputs() : memory.values(l - 1), memory.error_tangents(l), direction.gradient, false);
      if (l == 0) break;
      weight_sum(l, memory.tangents(l - 1), memory.errors(l), direction.gradient, true);
      back_through(l, memory.errors(l), memory.layer(l).weights, memory.errors(l - 1), false);
      back_through(l, memory.error_tangents(l), memory.layer(l).weights, memory.error_tangents(l - 1), false);
      back_through(l, memory.errors(l), direction.weights, memory.error_tangents(l - 1), true);
      derivative_tangent(stream, memory.hidden(l - 1, true));
    }
  }
};

}  // namespace

void forward(Stream& stream, const BlockMemory& memory, const Network& network, const ExamplesOnDevice& data,
             const ExampleResults& results) {
  Pass{stream, memory, network, data, false}.forward(results);
}

void gradient(Stream& stream, const BlockMemory& memory, const Network& network, const ExamplesOnDevice& data) {
  const Pass pass{stream, memory, network, data, false};
  pass.forward({});
  pass.backward();
}

void hessian_product(Stream& stream, const BlockMemory& memory, const Network& network, const ExamplesOnDevice& data,
                     bool gauss_newton) {
  const Pass pass{stream, memory, network, data, true, gauss_newton};
  pass.forward({});
  pass.backward_tangent();
}

}  // namespace replicas::gpu
