#include "observe/hutchinson.h"

#include "model/error.h"
#include "observe/probe_vectors.h"

namespace replicas {

std::vector<double> curvature_probes(const Engine& engine, std::uint64_t seed, std::uint64_t step,
                                     std::uint64_t probe) {
  require(probe < lanczos_probe, Exit::internal, "curvature probe {} is not below {}", probe, lanczos_probe);
  const std::size_t replicas = engine.ensemble().replica_count();
  const std::size_t n = engine.ensemble().network.weights();
  std::vector<float> directions;
  directions.reserve(replicas * n);
  for (std::size_t replica = 0; replica < replicas; ++replica) {
    const std::vector<float> signs = random_signs(seed, replica, step, probe, n);
    directions.insert(directions.end(), signs.begin(), signs.end());
  }
  const std::vector<float> products = engine.loss_hessian_products(directions);
  std::vector<double> traces(replicas, 0.0);
  for (std::size_t i = 0; i < products.size(); ++i)
    traces[i / n] += static_cast<double>(directions[i]) * static_cast<double>(products[i]);
  return traces;
}

}  // namespace replicas
