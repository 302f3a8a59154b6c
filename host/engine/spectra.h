#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/covariance_spectra.h"

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
