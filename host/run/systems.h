#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "run/physics.h"
#include "system/system.h"

namespace replicas {

/// A kind of system that can be asked for: when a request means it, and how it is made. The first row that a request
/// means counts.
struct SystemRow {
  std::string_view kind;
  bool (*meant)(const Physics&, const OwnData&);
  std::shared_ptr<const System> (*make)(const Physics&, const OwnData&);
};

/// The registry: one row for each kind. A new system is its folder in system/ and a row here, and where more than the
/// plain engine is to compute it a row in the engine's kernels (engine/backends.cc).
const std::vector<SystemRow>& system_rows();

/// The system that a request means. Errors name field or file.
std::shared_ptr<const System> make_system(const Physics& physics, const OwnData& own);

}  // namespace replicas
