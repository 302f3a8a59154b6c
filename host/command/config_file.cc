#include "command/config_file.h"

#include <filesystem>
#include <optional>

#include "data/input_file.h"
#include "model/error.h"
#include "model/printable.h"
#include "run/stored_request.h"
#include "store/run_nc.h"

namespace replicas {

namespace {

namespace fs = std::filesystem;

std::string file_text(const fs::path& path) {
  const std::vector<std::byte> bytes = read_input_file(path);
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

/// config.toml with the steps that the run was asked for last: the file itself never changes.
std::string run_text(const fs::path& directory) {
  std::string text = file_text(directory / "config.toml");
  if (const std::optional<ContinuedSteps> steps = continued_steps(directory))
    text.replace(steps->place, steps->first.size(), std::to_string(steps->now));
  return text;
}

std::string config_text(const std::string& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return run_text(path);
  if (!path.ends_with(".nc")) return file_text(path);
  const Results results = read_run(path);
  const auto found = results.attributes.find("configuration");
  require(found != results.attributes.end(), ErrorKind::bad_config, "{}: no configuration is stored in it",
          printable(path));
  return found->second;
}

}  // namespace

std::vector<ConfigEntry> read_config(const std::string& path, const OptionNames& names) {
  return parse_config(config_text(path), path, names);
}

}  // namespace replicas
