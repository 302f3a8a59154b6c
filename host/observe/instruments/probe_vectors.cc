#include "observe/instruments/probe_vectors.h"

#include "model/error.h"
#include "observe/instruments/replica_vectors.h"
#include "physics/noise.h"

namespace replicas {

std::vector<float> random_signs(std::uint64_t seed, std::uint64_t replica, std::uint64_t step, std::uint64_t probe,
                                std::size_t weights) {
  const std::uint64_t blocks = (weights + 3) / 4;
  std::vector<float> signs(weights);
  Words words{};
  for (std::size_t i = 0; i < weights; ++i) {
    if (i % 4 == 0)
      words = noise_words(seed, Purpose::hutchinson, replica, probes_per_step * blocks, step, probe * blocks + i / 4);
    signs[i] = (words[i % 4] >> 31) != 0 ? -1.0f : 1.0f;
  }
  return signs;
}

std::vector<float> random_normals(std::uint64_t seed, std::uint64_t replica, std::uint64_t step, std::uint64_t probe,
                                  std::size_t weights) {
  const std::uint64_t blocks = (weights + 3) / 4;
  std::vector<float> normals(weights);
  for (std::size_t i = 0; i < weights; ++i)
    normals[i] = noise(seed, Purpose::hutchinson, replica, probes_per_step * blocks, step, 4 * probe * blocks + i);
  return normals;
}

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
