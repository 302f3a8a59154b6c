#include "observe/instruments/hutchinson.h"

#include <span>

#include "engine/dot.h"
#include "model/error.h"
#include "observe/instruments/probe_vectors.h"
#include "observe/instruments/replica_vectors.h"

namespace replicas {

std::vector<double> curvature_probes(const Engine& engine, std::uint64_t seed, std::uint64_t step,
                                     std::uint64_t probe) {
  require(probe < lanczos_probe, ErrorKind::internal, "curvature probe {} is not below {}", probe, lanczos_probe);
  const std::size_t replicas = engine.ensemble().replica_count();
  const std::size_t n = engine.ensemble().weights();
  const auto part = [n](const auto& all, std::size_t replica) { return std::span(all).subspan(replica * n, n); };
  const std::vector<float> directions = replica_vectors(
      replicas, n, engine.threads(), random_cost(n),
      [&](std::size_t replica) { return random_signs(seed, engine.ensemble().number(replica), step, probe, n); });
  const std::vector<float> products = engine.loss_hessian_products(directions);
  std::vector<double> traces(replicas);
  for (std::size_t replica = 0; replica < replicas; ++replica)
    traces[replica] = dot(part(directions, replica), part(products, replica));
  return traces;
}

}  // namespace replicas
