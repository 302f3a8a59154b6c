#include "observe/covariance_spectrum.h"

#include <Eigen/Eigenvalues>
#include <algorithm>

namespace replicas {

std::vector<double> covariance_spectrum(std::span<const float> points, std::size_t dimensions) {
  const std::size_t count = dimensions == 0 ? 0 : points.size() / dimensions;
  if (count < 2) return {};
  using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const RowMajor> rows(points.data(), static_cast<Eigen::Index>(count),
                                        static_cast<Eigen::Index>(dimensions));
  Eigen::MatrixXd x = rows.cast<double>();
  x.rowwise() -= x.colwise().mean().eval();

  const bool gram = count <= dimensions;
  const Eigen::Index size = gram ? x.rows() : x.cols();
  Eigen::MatrixXd square = Eigen::MatrixXd::Zero(size, size);
  if (gram)
    square.selfadjointView<Eigen::Lower>().rankUpdate(x);
  else
    square.selfadjointView<Eigen::Lower>().rankUpdate(x.transpose());
  const Eigen::VectorXd values =
      Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(square, Eigen::EigenvaluesOnly).eigenvalues();

  std::vector<double> spectrum(std::min(dimensions, count - 1));
  for (std::size_t i = 0; i < spectrum.size(); ++i)
    spectrum[i] = std::max(0.0, values[size - 1 - static_cast<Eigen::Index>(i)]) / static_cast<double>(count - 1);
  return spectrum;
}

}  // namespace replicas
