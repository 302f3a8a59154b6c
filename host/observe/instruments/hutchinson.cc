#include "observe/instruments/hutchinson.h"

#include "model/error.h"
#include "observe/instruments/probe_vectors.h"
#include "observe/instruments/replica_vectors.h"

namespace replicas {

std::vector<double> curvature_probes(const Engine& engine, std::uint64_t seed, std::uint64_t step,
                                     std::uint64_t probe) {
  require(probe < lanczos_probe, ErrorKind::internal, "curvature probe {} is not below {}", probe, lanczos_probe);
  const std::size_t replicas = engine.ensemble().replica_count();
  const std::size_t n = engine.ensemble().weights();
  const std::vector<float> directions = replica_vectors(
      replicas, n, engine.threads(), random_cost(n),
      [&](std::size_t replica) { return random_signs(seed, engine.ensemble().number(replica), step, probe, n); });
  const Landscape& landscape = engine.landscape();
  const WeightBatch& weights = engine.sampler().state();
  const auto placed = landscape.place_directions(directions, weights.datasets());
  return landscape.dots(*placed, *landscape.hessian_products(weights, *placed));
}

}  // namespace replicas
