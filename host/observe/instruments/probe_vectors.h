#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/engine.h"
#include "engine/spread_tasks.h"

namespace replicas {

/// Numbers of the probe vectors of one moment (a step): Hutchinson's come first, the last one starts Lanczos. Every
/// (replica, step, probe, weight) has a random word of its own under Purpose::hutchinson.
inline constexpr std::uint64_t probes_per_step = 64;
inline constexpr std::uint64_t lanczos_probe = probes_per_step - 1;

/// What one of the vectors below takes.
constexpr TaskCost random_cost(std::size_t weights) { return cost_of(20 * weights); }

/// One vector of N independent random signs (+1 or -1).
std::vector<float> random_signs(std::uint64_t seed, std::uint64_t replica, std::uint64_t step, std::uint64_t probe,
                                std::size_t weights);

/// One vector of N independent standard normal numbers.
std::vector<float> random_normals(std::uint64_t seed, std::uint64_t replica, std::uint64_t step, std::uint64_t probe,
                                  std::size_t weights);

/// Hutchinson's estimate of the trace of the Hessian of L, one per replica, at the engine's present weights: v . H v
/// for one vector v of random signs. Its mean over v is tr H exactly, its variance 2 sum_(i != j) H_ij^2. `probe`
/// (below lanczos_probe) numbers independent vectors of the same step.
std::vector<double> curvature_probes(const Engine& engine, std::uint64_t seed, std::uint64_t step, std::uint64_t probe);

}  // namespace replicas
