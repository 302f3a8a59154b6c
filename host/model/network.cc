#include "model/network.h"

#include <spdlog/fmt/ranges.h>

#include <charconv>

#include "model/error.h"

namespace replicas {

Network::Network(std::vector<int> widths, Activation activation, Loss loss, bool bias)
    : widths_(std::move(widths)), activation_(activation), loss_(loss), bias_(bias) {
  require(widths_.size() >= 2, ErrorKind::bad_value, "a network needs at least inputs and outputs, like 10-24-24-3");
  require(loss != Loss::logistic || outputs() == 1, ErrorKind::bad_value,
          "<loss> logistic needs one output, the network has {}; end <network> in -1", outputs());
  require(loss != Loss::softmax || outputs() >= 2, ErrorKind::bad_value,
          "<loss> softmax needs two outputs or more, the network has {}; end <network> in -2 or use <loss> logistic",
          outputs());
  for (std::size_t l = 0; l + 1 < widths_.size(); ++l) {
    const int inputs = widths_[l], outputs = widths_[l + 1];
    const std::size_t block = layout_.blocks().size();
    layout_.append(static_cast<std::size_t>(inputs), static_cast<std::size_t>(outputs), l, inputs, false);
    const std::size_t bias = layout_.weights();
    const std::uint64_t bias_noise = 4 * layout_.noise_blocks();
    if (bias_) layout_.append(1, static_cast<std::size_t>(outputs), l, inputs, true);
    layers_.push_back({.inputs = inputs,
                       .outputs = outputs,
                       .weight = layout_[block].offset,
                       .bias = bias,
                       .noise = layout_[block].noise,
                       .bias_noise = bias_noise,
                       .block = block});
  }
}

Network Network::with(Layout layout) const {
  require(layout.same_places(layout_), ErrorKind::internal, "a network was given the layout of another");
  Network result = *this;
  result.layout_ = std::move(layout);
  return result;
}

double Network::flops_per_step(std::size_t examples) const {
  double matrix_entries = 0;
  for (const Layer& layer : layers_) matrix_entries += static_cast<double>(layer.inputs) * layer.outputs;
  const double first = static_cast<double>(widths_[0]) * widths_[1];
  return 2.0 * static_cast<double>(examples) * (3 * matrix_entries - first);
}

std::vector<int> parse_widths(std::string_view text) {
  std::vector<int> widths;
  std::string_view rest = text;
  while (true) {
    const std::size_t dash = rest.find('-');
    const std::string_view part = rest.substr(0, dash);
    int width = 0;
    const auto [end, code] = std::from_chars(part.data(), part.data() + part.size(), width);
    require(code == std::errc{} && end == part.data() + part.size() && width >= 1 && width <= 65536,
            ErrorKind::bad_value,
            "<network> {}: '{}' is not a width from 1 to 65536; write inputs-hidden-...-outputs, like 10-24-24-3", text,
            part);
    widths.push_back(width);
    if (dash == std::string_view::npos) break;
    rest.remove_prefix(dash + 1);
  }
  require(widths.size() >= 2 && widths.size() <= 65, ErrorKind::bad_value,
          "<network> {}: {} widths given, a network needs 2 to 65, like 10-24-24-3", text, widths.size());
  return widths;
}

std::string to_string(const std::vector<int>& widths) { return fmt::format("{}", fmt::join(widths, "-")); }

std::string_view name(Activation activation) {
  switch (activation) {
    case Activation::tanh: return "tanh";
    case Activation::relu: return "relu";
    case Activation::gelu: return "gelu";
    case Activation::linear: return "linear";
    case Activation::sigmoid: return "sigmoid";
    case Activation::erf: return "erf";
    case Activation::exp: return "exp";
    case Activation::softplus: return "softplus";
    case Activation::leaky_relu: return "leaky-relu";
    case Activation::sin: return "sin";
  }
  return "?";
}

std::string_view name(Loss loss) {
  switch (loss) {
    case Loss::softmax: return "softmax";
    case Loss::logistic: return "logistic";
    case Loss::mse: return "mse";
    case Loss::hinge: return "hinge";
  }
  return "?";
}

}  // namespace replicas
