#include "model/parametrisation.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "model/error.h"

namespace replicas {

namespace {

std::vector<std::string> parts(const std::string& text, char between) {
  std::vector<std::string> result(1);
  for (const char c : text) {
    if (c == between)
      result.emplace_back();
    else
      result.back() += c;
  }
  return result;
}

std::vector<double> exponents(const std::string& text, const std::string& whole, std::size_t count) {
  std::vector<double> result;
  for (const std::string& part : parts(text, ',')) {
    double value = 0;
    const auto [end, problem] = std::from_chars(part.data(), part.data() + part.size(), value);
    result.push_back(value);
    require(problem == std::errc() && end == part.data() + part.size() && std::fabs(value) <= 4, ErrorKind::bad_value,
            "<parametrisation> {}: '{}' is no exponent between -4 and 4", whole, part);
  }
  require(result.size() == count, ErrorKind::bad_value,
          "<parametrisation> {}: {} exponents for a network of {} layers; give one per layer", whole, result.size(),
          count);
  return result;
}

/// Those of the table of arXiv:2011.14522: `first`, of the layers between, and `last`.
std::vector<double> row(std::size_t layers, double first, double middle, double last) {
  std::vector<double> result(layers, middle);
  result.front() = first;
  result.back() = last;
  return result;
}

bool equal(double x, double y) { return std::fabs(x - y) < 1e-9; }

}  // namespace

Parametrisation parse_parametrisation(const std::string& text, std::size_t layers) {
  if (text == "standard") return {};
  Parametrisation result{.text = text};
  const bool known = text == "ntk" || text == "mup" || text == "mean-field";
  require(!known || layers >= 2, ErrorKind::bad_value,
          "<parametrisation> {}: a network of one layer has no width; add a hidden layer", text);
  if (text == "ntk") {
    result.a = row(layers, 0, 0.5, 0.5);
    result.b = row(layers, 0, 0, 0);
  } else if (text == "mup") {
    result.a = row(layers, -0.5, 0, 0.5);
    result.b = row(layers, 0.5, 0.5, 0.5);
  } else if (text == "mean-field") {
    require(layers == 2, ErrorKind::bad_value,
            "<parametrisation> mean-field: with {} hidden layers its limit is degenerate (the features do not move); "
            "use mup, or one hidden layer",
            layers - 1);
    result.a = {0, 1};
    result.b = {0, 0};
    result.c = -1;
  } else {
    const std::vector<std::string> three = parts(text, ';');
    require(three.size() == 3, ErrorKind::bad_value,
            "<parametrisation> {}: choose standard, ntk, mup or mean-field, or write a_1,a_2,..;b_1,b_2,..;c", text);
    result.a = exponents(three[0], text, layers);
    result.b = exponents(three[1], text, layers);
    result.c = exponents(three[2], text, 1).front();
  }
  return result;
}

std::string_view Regime::name() const {
  if (!stable) return "unstable";
  if (!nontrivial) return "trivial";
  return equal(r, 0) ? "feature learning" : "kernel";
}

Regime regime_of(const Parametrisation& parametrisation, std::size_t layers) {
  std::vector<double> a = parametrisation.a, b = parametrisation.b;
  if (a.empty()) {
    a.assign(layers, 0);
    b = row(layers, 0, 0.5, 0.5);
  }
  const double c = parametrisation.c, last_a = a.back(), last = last_a + b.back();
  double smallest = std::numeric_limits<double>::infinity();
  bool hidden = equal(a.front() + b.front(), 0);
  for (std::size_t l = 0; l + 1 < layers; ++l) {
    smallest = std::min(smallest, 2 * a[l] + (l == 0 ? 1 : 0));
    if (l > 0) hidden = hidden && equal(a[l] + b[l], 0.5);
  }
  Regime regime;
  regime.r = std::min(last, 2 * last_a + c) + c - 1 + smallest;
  const auto least = [](double x, double bound) { return x > bound || equal(x, bound); };
  regime.stable =
      hidden && least(last, 0.5) && least(regime.r, 0) && least(2 * last_a + c, 1) && least(last + regime.r, 1);
  regime.nontrivial = equal(2 * last_a + c, 1) || equal(last + regime.r, 1);
  return regime;
}

Layout parametrised(const Network& network, const Parametrisation& parametrisation, bool decays_trained) {
  Layout layout = network.layout();
  if (parametrisation.a.empty()) return layout;
  const std::size_t last = network.layers().size() - 1;
  for (std::size_t i = 0; i < layout.blocks().size(); ++i) {
    Block& block = layout[i];
    if (block.bias && block.layer == last) continue;
    // A hidden bias is a row of weights from an input that is always 1.
    const std::size_t l = block.bias ? 0 : block.layer;
    const double n = block.bias || l == 0 ? static_cast<double>(block.columns) : static_cast<double>(block.fan_in);
    const double a = parametrisation.a[l], b = parametrisation.b[l];
    block.step_factor *= std::pow(n, -2 * a - parametrisation.c);
    block.start_factor *= std::pow(n, -a - b + (l == 0 ? 0 : 0.5));
    if (decays_trained) block.decay_factor *= std::pow(n, 2 * a);
  }
  return layout;
}

}  // namespace replicas
