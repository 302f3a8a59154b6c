#include "observe/statistics/autocorrelation.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

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

namespace {
using Complex = std::complex<double>;

// std::complex multiplies with checks for infinities, at a third of the speed.
Complex times(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}
}  // namespace

void fourier_transform(std::span<Complex> values) {
  const std::size_t n = values.size();
  assert(std::has_single_bit(n));
  for (std::size_t i = 1, j = 0; i < n; ++i) {  // bit reversal
    std::size_t bit = n >> 1;
    for (; (j & bit) != 0; bit >>= 1) j ^= bit;
    j |= bit;
    if (i < j) std::swap(values[i], values[j]);
  }
  std::vector<Complex> roots(n / 2);
  for (std::size_t k = 0; k < roots.size(); ++k) {
    const double angle = -2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n);
    roots[k] = {std::cos(angle), std::sin(angle)};
  }
  for (std::size_t half = 1; half < n; half *= 2)
    for (std::size_t start = 0; start < n; start += 2 * half)
      for (std::size_t k = 0; k < half; ++k) {
        Complex& a = values[start + k];
        Complex& b = values[start + k + half];
        const Complex turned = times(b, roots[k * (n / (2 * half))]);
        b = a - turned;
        a += turned;
      }
}

}  // namespace replicas
