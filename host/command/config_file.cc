#include "command/config_file.h"

#include <filesystem>

#include "model/error.h"
#include "model/input_file.h"
#include "model/printable.h"
#include "store/run_nc.h"

namespace replicas {

namespace {

std::string config_text(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return config_text((fs::path(path) / "config.toml").string());
  if (path.ends_with(".nc")) {
    const Results results = read_run(path);
    const auto found = results.attributes.find("configuration");
    require(found != results.attributes.end(), Exit::bad_config, "{}: no configuration is stored in it",
            printable(path));
    return found->second;
  }
  const std::vector<std::byte> bytes = read_input_file(path);
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

}  // namespace

std::vector<ConfigEntry> read_config(const std::string& path, const OptionNames& names) {
  return parse_config(config_text(path), path, names);
}

}  // namespace replicas
