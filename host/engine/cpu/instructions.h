#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/cpu/kernels.h"

namespace replicas::cpu {

/// Names of the instruction sets that this program has kernels for and this processor runs, best first.
std::vector<std::string> available_instructions();

/// The kernels of one of them; empty means the best. An Error (69) for one this processor lacks, (64) for another name.
const Kernels& kernels_for(std::string_view instructions);

}  // namespace replicas::cpu
