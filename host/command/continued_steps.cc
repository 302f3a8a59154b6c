#include "command/continued_steps.h"

#include <algorithm>

#include "model/input_file.h"
#include "model/number_in.h"
#include "store/checkpoints.h"
#include "store/run_files.h"

namespace replicas {

std::optional<ContinuedSteps> continued_steps(const std::filesystem::path& run) {
  std::string ignored;
  if (!file_exists(run / "config.toml")) return std::nullopt;
  const std::optional<Manifest> manifest = read_manifest(run, manifest_name, false, ignored);
  if (!manifest) return std::nullopt;
  const std::vector<std::byte> bytes = read_input_file(run / "config.toml");
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  constexpr std::string_view key = "\nsteps = ";
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t place = at + key.size();
  const std::string first(text.substr(place, text.find('\n', place) - place));
  if (manifest->planned_steps <= number_in<std::uint64_t>(first)) return std::nullopt;
  return ContinuedSteps{.first = first, .place = place, .now = manifest->planned_steps};
}

}  // namespace replicas
