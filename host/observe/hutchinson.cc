#include "observe/hutchinson.h"

#include <algorithm>
#include <span>

#include "engine/dot.h"
#include "engine/spread_tasks.h"
#include "model/error.h"
#include "observe/probe_vectors.h"

namespace replicas {

std::vector<double> curvature_probes(const Engine& engine, std::uint64_t seed, std::uint64_t step,
                                     std::uint64_t probe) {
  require(probe < lanczos_probe, Exit::internal, "curvature probe {} is not below {}", probe, lanczos_probe);
  const std::size_t replicas = engine.ensemble().replica_count();
  const std::size_t n = engine.ensemble().network.weights();
  const auto part = [n](auto& all, std::size_t replica) { return std::span(all).subspan(replica * n, n); };
  std::vector<float> directions(replicas * n);
  spread_tasks(replicas, engine.threads(), random_cost(n), [&](std::size_t replica) {
    std::ranges::copy(random_signs(seed, replica, step, probe, n), part(directions, replica).begin());
  });
  const std::vector<float> products = engine.loss_hessian_products(directions);
  std::vector<double> traces(replicas);
  for (std::size_t replica = 0; replica < replicas; ++replica)
    traces[replica] = dot(part(directions, replica), part(products, replica));
  return traces;
}

}  // namespace replicas
