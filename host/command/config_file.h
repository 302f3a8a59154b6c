#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace replicas {

struct RunArguments;

/// One entry of a configuration and where it stands: "temps", "1e-5:1e-2", "run.toml:3". A flag has the value "true".
struct ConfigEntry {
  std::string key, value, place;
};

/// Names that a configuration may use: all options, and those of them that are flags.
struct OptionNames {
  std::vector<std::string> all, flags;
};

/// A flat TOML text as entries in the order of their keys. Errors (78) name file, line and key; unknown keys are
/// answered with the nearest that is known; a text longer than 1 MiB is no configuration.
std::vector<ConfigEntry> parse_config(std::string_view text, std::string_view file, const OptionNames& names);

/// The same of a file, a run directory, or the configuration stored in a run.nc.
std::vector<ConfigEntry> read_config(const std::string& path, const OptionNames& names);

/// What a run has to say of the lengths that --config gave it: the steps of a run that was continued, a burn-in in
/// steps that stays though --steps asks for another length.
std::vector<std::string> config_notes(const RunArguments& arguments);

}  // namespace replicas
