#pragma once

#include <cstdint>
#include <vector>

#include "engine/engine.h"

namespace replicas {

/// Hutchinson's estimate of the trace of the Hessian of L, one per replica, at the engine's present weights: v . H v
/// for one vector v of random signs. Its mean over v is tr H exactly, its variance 2 sum_(i != j) H_ij^2. `probe`
/// (below lanczos_probe) numbers independent vectors of the same step.
std::vector<double> curvature_probes(const Engine& engine, std::uint64_t seed, std::uint64_t step, std::uint64_t probe);

}  // namespace replicas
