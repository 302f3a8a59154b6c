#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "run/physics.h"

namespace replicas {

/// The request that a config.toml stores, settled: `configuration` of it is that text. `file` names it in messages.
/// Error (bad_data) where the text is no such configuration, or one of a newer program.
Request read_configuration(std::string_view text, std::string_view file);

/// The same of the config.toml in the directory of a run. Error (no_input) where there is none that can be read.
Request stored_request(const std::filesystem::path& run);

/// Which slice of a run is kept in a directory; the whole where there is no configuration, or one that says no slice.
Shard stored_shard(const std::filesystem::path& run);

/// What a run that is there already, begun with `stored`, becomes when `asked` (not settled) asks for it again: the
/// same physics, as long as the longest that it was ever asked for. What has to be said is added to `assumed`.
///
/// Error (cannot_create) names the fields that differ: of all that defines a run only the number of steps may change,
/// and only grow. `planned_steps` is that of its last checkpoint, 0 before the first; after it files of data may have
/// other names, and whether they hold the same is for read_data to say (Physics::places).
Request continued(const Request& asked, const Request& stored, std::uint64_t planned_steps,
                  const std::string& directory, std::vector<std::string>& assumed);

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
