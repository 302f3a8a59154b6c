#include "observe/instruments/lanczos.h"

#include <cmath>
#include <span>

#include "engine/dot.h"
#include "observe/instruments/krylov.h"
#include "observe/instruments/probe_vectors.h"
#include "observe/instruments/replica_vectors.h"

namespace replicas {

namespace {

TopEigenvalue rayleigh(std::span<const float> vector, std::span<const float> product) {
  const double norm2 = dot(vector, vector);
  TopEigenvalue top;
  top.value = dot(vector, product) / norm2;
  double residual2 = 0;
  for (std::size_t i = 0; i < vector.size(); ++i)
    residual2 += std::pow(static_cast<double>(product[i]) - top.value * static_cast<double>(vector[i]), 2);
  top.residual = residual2 == 0 ? 0 : std::sqrt(residual2 / norm2) / std::fabs(top.value);
  return top;
}

}  // namespace

std::vector<TopEigenvalue> largest_eigenvalues(const Engine& engine, int iterations, std::uint64_t seed,
                                               std::uint64_t step, Notebook* notebook) {
  const std::size_t n = engine.ensemble().weights();
  const std::size_t replicas = engine.ensemble().replica_count();
  const auto part = [n](const auto& all, std::size_t replica) { return std::span(all).subspan(replica * n, n); };
  const std::vector<float> starts =
      replica_vectors(replicas, n, engine.threads(), random_cost(n), [&](std::size_t replica) {
        return random_normals(seed, engine.ensemble().number(replica), step, lanczos_probe, n);
      });
  const Landscape& landscape = engine.landscape();
  const WeightBatch& weights = engine.sampler().state();
  const auto hessian = [&](const WeightBatch& directions) { return landscape.hessian_products(weights, directions); };
  const KrylovSpaces spaces =
      krylov_spaces(landscape, hessian, *landscape.place_directions(starts, weights.datasets()), iterations, notebook);
  const std::unique_ptr<WeightBatch> top = spaces.vectors(0);
  const std::vector<float> tops = top->weights(), products = hessian(*top)->weights();
  std::vector<TopEigenvalue> result(replicas);
  spread_tasks(replicas, engine.threads(), cost_of(4 * n),
               [&](std::size_t replica) { result[replica] = rayleigh(part(tops, replica), part(products, replica)); });
  return result;
}

}  // namespace replicas
