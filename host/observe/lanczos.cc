#include "observe/lanczos.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "observe/probe_vectors.h"

namespace replicas {

namespace {

double dot(std::span<const double> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * static_cast<double>(b[i]);
  return sum;
}

/// The Krylov space of one replica: H projected on the basis is tridiagonal.
struct Krylov {
  std::vector<std::vector<float>> basis;  // unit vectors
  std::vector<double> diagonal, below;    // below[j] couples basis vectors j and j + 1
  bool complete = false;                  // the space is invariant: nothing left to add

  void start(std::vector<float> vector) {
    double norm2 = 0;
    for (const float v : vector) norm2 += static_cast<double>(v) * static_cast<double>(v);
    for (float& v : vector) v = static_cast<float>(static_cast<double>(v) / std::sqrt(norm2));
    basis.push_back(std::move(vector));
  }

  void add(std::span<const float> product) {
    std::vector<double> rest(product.begin(), product.end());
    diagonal.push_back(dot(rest, basis.back()));
    double before = 0;
    for (const double r : rest) before += r * r;
    for (int pass = 0; pass < 2; ++pass)  // twice is enough (Parlett), and orthogonal to every earlier vector
      for (const std::vector<float>& q : basis) {
        const double overlap = dot(rest, q);
        for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= overlap * static_cast<double>(q[i]);
      }
    double after = 0;
    for (const double r : rest) after += r * r;
    // What rounding in float leaves of a product inside the space; also true when anything is NaN.
    if (!(after > 1e-13 * before)) {
      complete = true;
      return;
    }
    below.push_back(std::sqrt(after));
    std::vector<float> next(rest.size());
    for (std::size_t i = 0; i < rest.size(); ++i) next[i] = static_cast<float>(rest[i] / below.back());
    basis.push_back(std::move(next));
  }

  /// Unit vector of the largest Ritz value; not finite when the Hessian was not.
  std::vector<float> ritz_vector() const {
    const auto size = static_cast<Eigen::Index>(diagonal.size());
    const Eigen::Map<const Eigen::VectorXd> alpha(diagonal.data(), size), beta(below.data(), size - 1);
    std::vector<double> sum(basis.front().size(), 0.0);
    if (!alpha.allFinite() || !beta.allFinite())
      return std::vector<float>(sum.size(), std::numeric_limits<float>::quiet_NaN());
    Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
    solver.computeFromTridiagonal(alpha, beta, Eigen::ComputeEigenvectors);
    const Eigen::VectorXd top = solver.eigenvectors().col(size - 1);
    for (Eigen::Index j = 0; j < size; ++j)
      for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += top[j] * static_cast<double>(basis[static_cast<std::size_t>(j)][i]);
    return {sum.begin(), sum.end()};
  }
};

TopEigenvalue rayleigh(std::span<const float> vector, std::span<const float> product) {
  const std::vector<double> y(vector.begin(), vector.end());
  const double norm2 = dot(y, vector);
  TopEigenvalue top;
  top.value = dot(y, product) / norm2;
  double residual2 = 0;
  for (std::size_t i = 0; i < y.size(); ++i)
    residual2 += std::pow(static_cast<double>(product[i]) - top.value * y[i], 2);
  top.residual = residual2 == 0 ? 0 : std::sqrt(residual2 / norm2) / std::fabs(top.value);
  return top;
}

}  // namespace

std::vector<TopEigenvalue> largest_eigenvalues(const Engine& engine, int iterations, std::uint64_t seed,
                                               std::uint64_t step) {
  const std::size_t n = engine.ensemble().network.weights();
  std::vector<Krylov> spaces(engine.ensemble().replica_count());
  for (std::size_t replica = 0; replica < spaces.size(); ++replica)
    spaces[replica].start(random_normals(seed, replica, step, lanczos_probe, n));
  std::vector<float> directions(spaces.size() * n);
  const auto part = [n](auto& all, std::size_t replica) { return std::span(all).subspan(replica * n, n); };

  const int last = static_cast<int>(std::min<std::size_t>(n, static_cast<std::size_t>(std::max(iterations, 1))));
  for (int iteration = 0; iteration < last; ++iteration) {
    for (std::size_t replica = 0; replica < spaces.size(); ++replica)
      std::ranges::copy(spaces[replica].basis.back(), part(directions, replica).begin());
    const std::vector<float> products = engine.loss_hessian_products(directions);
    for (std::size_t replica = 0; replica < spaces.size(); ++replica)
      if (!spaces[replica].complete) spaces[replica].add(part(products, replica));
  }
  for (std::size_t replica = 0; replica < spaces.size(); ++replica)
    std::ranges::copy(spaces[replica].ritz_vector(), part(directions, replica).begin());
  const std::vector<float> products = engine.loss_hessian_products(directions);
  std::vector<TopEigenvalue> result;
  for (std::size_t replica = 0; replica < spaces.size(); ++replica)
    result.push_back(rayleigh(part(directions, replica), part(products, replica)));
  return result;
}

}  // namespace replicas
