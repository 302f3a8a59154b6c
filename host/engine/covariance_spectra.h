#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

// What Spectra::covariance_spectra is made of, for the backends: the processor's own way, and the part that the GPU
// engine leaves to the processor.

namespace replicas {

/// Eigenvalues of a covariance that need not be zero: min(N, count - 1), none for fewer than two points.
inline std::size_t spectrum_size(std::size_t count, std::size_t dimensions) {
  return count < 2 ? 0 : std::min(dimensions, count - 1);
}

/// Clouds of count x N entries among `entries`; 70 when they do not fill them, or there is no such cloud.
std::size_t clouds_in(std::size_t entries, std::size_t count, std::size_t dimensions);

/// With X (count x N) a cloud of which the mean of each column was taken away, its square is X X^T with at most as many
/// points as dimensions and X^T X otherwise, the smaller one: they share the eigenvalues other than zero. `squares`:
/// clouds x rows x rows, rows = min(count, N). Gives spectra as Spectra::covariance_spectra does.
std::vector<double> spectra_of_squares(std::span<const double> squares, std::size_t count, std::size_t dimensions,
                                       int threads);

/// Spectra::covariance_spectra on `threads` threads (0: all cores), one cloud by one thread, so that no bit depends on
/// their number.
std::vector<double> covariance_spectra(std::span<const float> points, std::size_t count, std::size_t dimensions,
                                       int threads);

}  // namespace replicas
