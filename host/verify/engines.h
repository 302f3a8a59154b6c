#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "verify/under_test.h"

namespace replicas {

struct NamedEngine {
  std::string name;  ///< as the engine calls itself
  UnderTest under_test;
};

/// The engines that runs could take on this machine: of backend auto the CPU's and, where there is a GPU, the GPU's;
/// else the one that is named. Error(no_device, 69) for a GPU that is not there. Another seed than 1 draws fresh
/// samples.
std::vector<NamedEngine> engines_under_test(const EngineOptions& options, std::uint64_t seed);

}  // namespace replicas
