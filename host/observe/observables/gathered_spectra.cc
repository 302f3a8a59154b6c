#include "observe/observables/gathered_spectra.h"

#include <algorithm>

namespace replicas {

std::vector<double> gathered_spectra(
    const Engine& engine, std::size_t clouds, std::size_t count,
    const std::function<std::span<const float>(std::size_t cloud, std::size_t number)>& point) {
  constexpr std::size_t most_floats = (std::size_t{64} << 20) / sizeof(float);
  const std::size_t n = engine.ensemble().weights();
  const std::size_t at_once = std::max<std::size_t>(1, most_floats / (count * n));
  std::vector<double> spectra;
  std::vector<float> points;
  for (std::size_t first = 0; first < clouds; first += at_once) {
    const std::size_t last = std::min(clouds, first + at_once);
    points.clear();
    points.reserve((last - first) * count * n);  // a vector that grows by doubling takes up to three times as much
    for (std::size_t cloud = first; cloud < last; ++cloud)
      for (std::size_t number = 0; number < count; ++number) {
        const std::span<const float> weights = point(cloud, number);
        points.insert(points.end(), weights.begin(), weights.end());
      }
    const std::vector<double> some = engine.spectra().covariance_spectra(points, count, n);
    spectra.insert(spectra.end(), some.begin(), some.end());
  }
  return spectra;
}

}  // namespace replicas
