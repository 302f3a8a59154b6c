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
  std::vector<GaugeWindow> windows;
  for (std::size_t mode = 0; mode < ensemble.system->gauge_mode_count(); ++mode) {
    const Block& block = ensemble.system->gauge_block(mode);
    if (mode > 0 && block.offset == ensemble.system->gauge_block(mode - 1).offset)
      windows.push_back(windows.back());
    else
      windows.push_back(gauge_window(ensemble.dynamics.update, ensemble.step_size(temperature_index, block),
                                     ensemble.decay(temperature_index, block), steps));
  }
  return windows;
}

}  // namespace replicas
