#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace replicas {

/// Of a run that was continued to more steps than config.toml says, which never changes: the number there, its place in
/// that text, and the number of steps now.
struct ContinuedSteps {
  std::string first;
  std::size_t place;
  std::uint64_t now;
};

/// Nothing where this is no run, or one that was not continued.
std::optional<ContinuedSteps> continued_steps(const std::filesystem::path& run);

}  // namespace replicas
