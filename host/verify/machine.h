#pragma once

#include <cstdint>
#include <filesystem>

#include "physics/normal.h"
#include "physics/philox.h"
#include "verify/check.h"

namespace replicas {

// What this machine and its compiler made of the formulas that every engine shares, and of the files.

/// The formulas under test; tests replace one by a wrong one.
struct Formulas {
  Words (*philox)(Words counter, std::uint64_t key) = philox4x32_10;
  NormalPair<float> (*normals)(std::uint32_t x0, std::uint32_t x1) = box_muller<float>;
  float (*tanh)(float) = hyperbolic_tangent<float>;
  float (*exp)(float) = exp_negative<float>;
  float (*log1p)(float) = log1p_positive<float>;
};

/// Philox against Random123's table and cuRAND; normal numbers against double, and their bits and moments.
Checks random_numbers(const Formulas& formulas = {});

/// The polynomials of tanh, exp and log1p against double, in units in the last place.
Checks elementary_functions(const Formulas& formulas = {});

/// A run.nc written to a new folder under `directory` by way of temporary file, fsync and rename, and read again. The
/// folder is removed. Error(io_error, 74) or (cannot_create, 73) when the directory does not take it.
Checks results_file(const std::filesystem::path& directory);

}  // namespace replicas
