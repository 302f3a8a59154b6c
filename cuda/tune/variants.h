#pragma once

#include <string>
#include <vector>

#include "fused.h"

namespace replicas::gpu {

/// A compiled shape that may be faster than the one that `replicas` takes.
struct Variant {
  std::string text;  ///< how its block shares the work
  FusedKernel kernel;
};

std::vector<Variant> small_variants();    ///< workload S
std::vector<Variant> medium_variants();   ///< workload M
std::vector<Variant> default_variants();  ///< the default network, with 32 examples

/// From now on the table of fused kernels has this one alone.
void use_variant(const FusedKernel& kernel);

}  // namespace replicas::gpu
