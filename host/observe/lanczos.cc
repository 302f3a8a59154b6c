#include "observe/lanczos.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "observe/dot.h"
#include "observe/krylov.h"
#include "observe/probe_vectors.h"

namespace replicas {

namespace {

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
  const std::size_t replicas = engine.ensemble().replica_count();
  std::vector<float> directions;
  for (std::size_t replica = 0; replica < replicas; ++replica) {
    const std::vector<float> own = random_normals(seed, replica, step, lanczos_probe, n);
    directions.insert(directions.end(), own.begin(), own.end());
  }
  const std::vector<Krylov> spaces = krylov_spaces(
      [&](std::span<const float> v) { return engine.loss_hessian_products(v); }, directions, replicas, iterations);
  const auto part = [n](auto& all, std::size_t replica) { return std::span(all).subspan(replica * n, n); };
  for (std::size_t replica = 0; replica < spaces.size(); ++replica)
    std::ranges::copy(spaces[replica].vector(0), part(directions, replica).begin());
  const std::vector<float> products = engine.loss_hessian_products(directions);
  std::vector<TopEigenvalue> result;
  for (std::size_t replica = 0; replica < spaces.size(); ++replica)
    result.push_back(rayleigh(part(directions, replica), part(products, replica)));
  return result;
}

}  // namespace replicas
