#include "engine/spectra.h"

#include <Eigen/Eigenvalues>

#include "engine/spread_tasks.h"
#include "model/error.h"

namespace replicas {

namespace {

using Square = Eigen::MatrixXd;

Eigen::Index index(std::size_t i) { return static_cast<Eigen::Index>(i); }

/// Of one cloud; only the lower triangle is filled.
Square square_of(std::span<const float> points, std::size_t count, std::size_t dimensions) {
  using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Eigen::MatrixXd x =
      Eigen::Map<const RowMajor>(points.data(), index(count), index(dimensions)).template cast<double>();
  x.rowwise() -= x.colwise().mean().eval();
  const Eigen::Index rows = std::min(x.rows(), x.cols());
  Square square = Square::Zero(rows, rows);
  if (count <= dimensions)
    square.selfadjointView<Eigen::Lower>().rankUpdate(x);
  else
    square.selfadjointView<Eigen::Lower>().rankUpdate(x.transpose());
  return square;
}

void write_spectrum(const Eigen::Ref<const Square>& square, std::size_t count, std::span<double> spectrum) {
  const Eigen::VectorXd values = Eigen::SelfAdjointEigenSolver<Square>(square, Eigen::EigenvaluesOnly).eigenvalues();
  for (std::size_t i = 0; i < spectrum.size(); ++i)  // Eigen counts upwards
    spectrum[i] = std::max(0.0, values[values.size() - 1 - index(i)]) / static_cast<double>(count - 1);
}

}  // namespace

std::size_t clouds_in(std::size_t entries, std::size_t count, std::size_t dimensions) {
  const std::size_t cloud = count * dimensions;
  require(cloud > 0 && entries % cloud == 0, ErrorKind::internal,
          "covariance spectra: {} entries are no clouds of {} points in {} dimensions", entries, count, dimensions);
  return entries / cloud;
}

std::vector<double> spectra_of_squares(std::span<const double> squares, std::size_t count, std::size_t dimensions,
                                       int threads) {
  const std::size_t rows = std::min(count, dimensions), size = spectrum_size(count, dimensions);
  const std::size_t clouds = squares.size() / (rows * rows);
  std::vector<double> spectra(clouds * size);
  spread_tasks(clouds, threads, dear_task, [&](std::size_t cloud) {
    const Eigen::Map<const Square> square(squares.data() + cloud * rows * rows, index(rows), index(rows));
    write_spectrum(square, count, std::span(spectra).subspan(cloud * size, size));
  });
  return spectra;
}

std::vector<double> covariance_spectra(std::span<const float> points, std::size_t count, std::size_t dimensions,
                                       int threads) {
  const std::size_t size = spectrum_size(count, dimensions), clouds = clouds_in(points.size(), count, dimensions);
  std::vector<double> spectra(clouds * size);
  if (size == 0) return spectra;
  spread_tasks(clouds, threads, dear_task, [&](std::size_t cloud) {
    const auto own = points.subspan(cloud * count * dimensions, count * dimensions);
    write_spectrum(square_of(own, count, dimensions), count, std::span(spectra).subspan(cloud * size, size));
  });
  return spectra;
}

}  // namespace replicas
