#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace replicas {

/// Eigenvalues of clouds of points, wherever they are found fastest.
class Spectra {
 public:
  virtual ~Spectra() = default;
  /// Of clouds of `count` points in N dimensions, the eigenvalues of the covariance of each, largest first:
  /// C = sum over p of (x_p - m)(x_p - m)^T / (count - 1), m the mean of the cloud, in the points' unit squared, in
  /// double. `points`: clouds x count x N, finite. Returns clouds x min(N, count - 1), the others being zero; nothing
  /// for fewer than two points. A function of its arguments alone. Internal error when `points` are no such clouds, out
  /// of memory when there is no room.
  virtual std::vector<double> covariance_spectra(std::span<const float> points, std::size_t count,
                                                 std::size_t dimensions) const = 0;
};

// What Spectra::covariance_spectra is made of, for the backends: the processor's own way, and the part that the GPU
// engine leaves to the processor.

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

/// On the processor.
class ProcessorSpectra final : public Spectra {
 public:
  explicit ProcessorSpectra(int threads) : threads_(threads) {}  ///< 0: all cores
  std::vector<double> covariance_spectra(std::span<const float> points, std::size_t count,
                                         std::size_t dimensions) const override {
    return replicas::covariance_spectra(points, count, dimensions, threads_);
  }

 private:
  int threads_;
};

}  // namespace replicas
