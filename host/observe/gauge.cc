#include "observe/gauge.h"

#include <cmath>

namespace replicas {

namespace {
/// sum_(j < count) a^(2j) for a = 1 - x, accurate for tiny x.
double geometric_sum(double x, double count) {
  if (x == 0) return count;
  if (x < 1) return -std::expm1(2 * count * std::log1p(-x)) / (x * (2 - x));
  const double a2 = (1 - x) * (1 - x);
  return a2 == 1 ? count : (1 - std::pow(a2, count)) / (1 - a2);
}
}  // namespace

std::size_t gauge_mode_count(const Network& network) {
  if (network.loss() != Loss::softmax) return 0;
  return static_cast<std::size_t>(network.layers().back().inputs) + (network.bias() ? 1 : 0);
}

std::vector<float> gauge_modes(const Network& network, std::span<const float> weights) {
  const Layer& layer = network.layers().back();
  const auto classes = static_cast<std::size_t>(layer.outputs);
  std::vector<float> modes(gauge_mode_count(network));
  for (std::size_t mode = 0; mode < modes.size(); ++mode) {
    // Row `inputs` of the last layer is its bias: b_l[out] follows W_l[in][out].
    double sum = 0;
    for (std::size_t k = 0; k < classes; ++k) sum += static_cast<double>(weights[layer.weight + mode * classes + k]);
    modes[mode] = static_cast<float>(sum / std::sqrt(static_cast<double>(classes)));
  }
  return modes;
}

GaugeWindow gauge_window(Update update, double step_size, double decay, std::uint64_t steps) {
  const double x = step_size * decay, a = 1 - x;
  const auto k = static_cast<double>(steps);
  GaugeWindow window{};
  window.decay_factor = std::pow(a, k);
  if (update == Update::em) {
    window.variance_at_temperature = 2 * step_size * geometric_sum(x, k);
    return window;
  }
  window.variance_at_temperature =
      step_size / 2 * (1 + std::pow(a, 2 * (k - 1)) + (1 + a) * (1 + a) * geometric_sum(x, k - 1));
  window.neighbour_correlation = step_size / 2 * std::pow(a, k - 1) / window.variance_at_temperature;
  return window;
}

std::vector<GaugeWindow> gauge_windows(const Ensemble& ensemble, std::size_t temperature_index, std::uint64_t steps) {
  const Network& network = ensemble.network;
  const auto of = [&](const Block& block) {
    return gauge_window(ensemble.dynamics.update, ensemble.step_size(temperature_index, block),
                        ensemble.decay(temperature_index, block), steps);
  };
  const std::size_t weights = network.layers().back().block;
  std::vector<GaugeWindow> windows(gauge_mode_count(network), of(network.layout()[weights]));
  if (!windows.empty() && network.bias()) windows.back() = of(network.layout()[weights + 1]);
  return windows;
}

}  // namespace replicas
