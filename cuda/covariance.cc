#include "covariance.h"

#include <algorithm>

#include "array_kernels.h"
#include "device_array.h"
#include "engine/spectra.h"
#include "model/error.h"
#include "multiply.h"

namespace replicas::gpu {

namespace {

/// Of clouds in N dimensions, `width` dimensions from `first` on.
std::vector<float> slice(std::span<const float> points, std::size_t dimensions, std::size_t first, std::size_t width) {
  std::vector<float> result;
  result.reserve(points.size() / dimensions * width);
  for (std::size_t row = first; row < points.size(); row += dimensions) {
    const std::span<const float> part = points.subspan(row, width);
    result.insert(result.end(), part.begin(), part.end());
  }
  return result;
}

/// The squares of X (slots x count x width): X X^T if `gram`, otherwise X^T X; added to what is there if `accumulate`.
DoubleProduct square(double* x, double* squares, std::size_t count, std::size_t width, bool gram, bool accumulate) {
  const std::size_t rows = gram ? count : width;
  DoubleProduct product{.rows = static_cast<int>(rows), .columns = static_cast<int>(rows)};
  product.inner = static_cast<int>(gram ? width : count);
  product.a = product.b = {x, static_cast<std::ptrdiff_t>(width), static_cast<std::ptrdiff_t>(count * width)};
  product.c = {squares, static_cast<std::ptrdiff_t>(rows), static_cast<std::ptrdiff_t>(rows * rows)};
  product.a_transposed = !gram;
  product.b_transposed = gram;
  product.accumulate = accumulate;
  return product;
}

}  // namespace

CloudPiece cloud_piece(std::size_t count, std::size_t dimensions, std::size_t bytes) {
  constexpr std::size_t most_clouds = 4096;  // no launch of so many comes near a limit of its grid
  constexpr std::size_t entry = sizeof(float) + sizeof(double);
  const std::size_t rows = std::min(count, dimensions), square = rows * rows * sizeof(double);
  const std::size_t whole = bytes / (count * dimensions * entry + square);
  if (whole > 0) return {std::min(whole, most_clouds), dimensions};
  // X X^T is a sum over dimensions; of X^T X every entry needs all points.
  const std::size_t width = count <= dimensions && square < bytes ? (bytes - square) / (count * entry) : 0;
  require(width > 0, ErrorKind::out_of_memory,
          "the covariance of {} points in {} dimensions needs more than the {} MB of GPU memory set aside for it; use "
          "<device> cpu",
          count, dimensions, bytes >> 20);
  return {1, width};
}

std::vector<double> covariance_spectra(Stream& stream, std::span<const float> points, std::size_t count,
                                       std::size_t dimensions, int threads, std::size_t bytes) {
  const std::size_t clouds = clouds_in(points.size(), count, dimensions), cloud = count * dimensions;
  std::vector<double> spectra;
  if (clouds == 0 || spectrum_size(count, dimensions) == 0) return spectra;
  const bool gram = count <= dimensions;
  const std::size_t entries = gram ? count * count : dimensions * dimensions;  // of one square
  CloudPiece piece = cloud_piece(count, dimensions, bytes);
  piece.clouds = std::min(piece.clouds, clouds);
  DeviceArray<float> on_device(piece.clouds * count * piece.dimensions);
  const DeviceArray<double> centred(on_device.size()), squares(piece.clouds * entries);
  for (std::size_t first = 0; first < clouds; first += piece.clouds) {
    const std::size_t some = std::min(piece.clouds, clouds - first);
    const std::span<const float> own = points.subspan(first * cloud, some * cloud);
    for (std::size_t d = 0; d < dimensions; d += piece.dimensions) {
      const std::size_t width = std::min(piece.dimensions, dimensions - d);
      if (width == dimensions)
        on_device.upload(own);
      else
        on_device.upload(slice(own, dimensions, d, width));
      centre_clouds(stream, {on_device.data(), centred.data(), some, count, width});
      DoubleProduct product = square(centred.data(), squares.data(), count, width, gram, d > 0);
      product.slots = static_cast<int>(some);
      multiply(stream, product);
    }
    stream.wait();
    // On the processor: whether cuSOLVER's batches of so small problems are faster than its cores has to be measured on
    // a GPU before it may say so here.
    const std::vector<double> host = squares.download();
    const std::vector<double> more =
        spectra_of_squares(std::span(host).first(some * entries), count, dimensions, threads);
    spectra.insert(spectra.end(), more.begin(), more.end());
  }
  return spectra;
}

}  // namespace replicas::gpu
