#include "observe/statistics/autocorrelation.h"

#include <bit>
#include <cmath>
#include <limits>

#include "observe/statistics/fourier.h"

namespace replicas {

std::vector<double> autocovariance(std::span<const double> series, double mean, std::size_t lags) {
  const std::size_t n = series.size();
  // Zeros behind the series, so that the circular correlation does not wrap.
  std::vector<std::complex<double>> work(std::bit_ceil(2 * n));
  for (std::size_t i = 0; i < n; ++i) work[i] = series[i] - mean;
  fourier_transform(work);
  for (auto& value : work) value = std::norm(value);
  fourier_transform(work);  // of a real, even sequence: the inverse but for the factor
  std::vector<double> covariance(lags, 0.0);
  const double scale = 1 / (static_cast<double>(n) * static_cast<double>(work.size()));
  for (std::size_t k = 0; k < lags && k < n; ++k) covariance[k] = work[k].real() * scale;
  return covariance;
}

AutocorrelationTime autocorrelation_time(std::span<const double> correlation) {
  AutocorrelationTime result;
  double tau = 1;
  for (std::size_t window = 0; window < correlation.size(); ++window) {
    if (window > 0) tau += 2 * correlation[window];
    result = {tau, window, static_cast<double>(window) >= 6 * tau};
    if (result.converged) break;
  }
  if (correlation.empty() || !std::isfinite(tau)) result = {std::numeric_limits<double>::quiet_NaN(), 0, false};
  return result;
}

}  // namespace replicas
