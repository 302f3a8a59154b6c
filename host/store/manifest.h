#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace replicas {

/// A file that counts: its name below the run directory, its size and the checksum of all its bytes.
struct ListedFile {
  std::string name;
  std::uint64_t size = 0;
  std::uint64_t checksum = 0;
  bool operator==(const ListedFile&) const = default;
};

/// The commit point of a run: how far it is and which files say so. What it does not list does not count.
struct Manifest {
  std::string program;               ///< that wrote it: "0.1.0 (4232196)"
  std::uint64_t seed = 1;            ///< also in config.toml; here for people
  std::uint64_t data = 0;            ///< checksum of the data sets: they must not change under a run
  std::uint64_t test_data = 0;       ///< the same of the test data; 0: none
  std::uint64_t planned_steps = 0;   ///< asked for so far; may grow
  std::uint64_t step = 0;            ///< done
  std::vector<double> step_sizes;    ///< per temperature, as the pilot found them
  std::vector<ListedFile> files;     ///< config.toml, state.*, velocities.*, start.*, segments/* in this order
  std::optional<ListedFile> result;  ///< run.nc, once the run is finished
  bool operator==(const Manifest&) const = default;
};

/// Lines "key value...", the last one the checksum of those before it.
std::string to_text(const Manifest& manifest);

/// Error(bad_data, 65) unless this is exactly what `to_text` writes; `name` is the file, for the message.
Manifest parse_manifest(std::string_view text, const std::string& name);

}  // namespace replicas
