#pragma once

#include <cstdint>
#include <vector>

#include "engine/engine.h"
#include "observe/instruments/notebook.h"

namespace replicas {

/// The largest algebraic eigenvalue of the Hessian of L of one replica (off minima the Hessian is indefinite), with the
/// relative residual |H y - value y| / |value| of its unit vector y. Both NaN where the Hessian is not finite.
struct TopEigenvalue {
  double value = 0;
  double residual = 0;
};

/// Lanczos with full reorthogonalisation, all replicas at once, at the engine's present weights: `iterations` products
/// with the Hessian from a random start vector of (seed, step), and one more for the residual. Products are float, so
/// residuals end near 1e-6. Fewer iterations give a value that is too small, never too large (beyond rounding).
/// A notebook is asked after every iteration.
std::vector<TopEigenvalue> largest_eigenvalues(const Engine& engine, int iterations, std::uint64_t seed,
                                               std::uint64_t step, Notebook* notebook = nullptr);

}  // namespace replicas
