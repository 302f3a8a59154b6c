#include "command/config_file.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "command/read_words.h"
#include "command/run_arguments.h"
#include "data/input_file.h"
#include "model/error.h"
#include "model/printable.h"
#include "run/field_values.h"
#include "run/stored_request.h"
#include "store/run_nc.h"
#include "store/toml.h"

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

namespace {

constexpr std::size_t longest_text = 1 << 20;

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::vector<ConfigEntry> parse_config(std::string_view text, std::string_view file, const OptionNames& names) {
  const std::string shown = printable(file);
  require(text.size() <= longest_text, ErrorKind::bad_config, "{}: {} bytes are too long for a configuration", shown,
          text.size());
  std::vector<ConfigEntry> entries;
  for (const TomlEntry& entry : read_toml(text, file)) {
    const std::string place = fmt::format("{}:{}", shown, entry.line);
    const std::string where = fmt::format("{}: {}", place, printable(entry.key));
    require(contains(names.all, entry.key), ErrorKind::bad_config, "{} is not an option{}", where,
            suggestion(entry.key, names.all));
    require(entry.key != "config" && entry.key != "help", ErrorKind::bad_config, "{} belongs on the command line",
            where);
    const bool flag = contains(names.flags, entry.key);
    require(flag == (entry.kind == TomlEntry::Kind::boolean), ErrorKind::bad_config, "{}: write {}", where,
            flag ? "true or false" : "a text or a number");
    if (flag && entry.values[0] == "false") continue;
    std::string value;
    for (const std::string& part : entry.values) value += fmt::format("{}{}", value.empty() ? "" : ",", part);
    require(!value.empty(), ErrorKind::bad_config, "{}: the value is empty; write one, or leave the line out", where);
    // Words end at a zero byte, so what follows one would be lost without notice.
    require(value.find('\0') == value.npos, ErrorKind::bad_config, "{}: holds a zero byte", where);
    entries.push_back({entry.key, value, place});
  }
  return entries;
}

namespace {

/// The last value of an option in these words; empty when it is not among them.
std::string value_of(const std::vector<std::string>& words, const std::string& option) {
  std::string value;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == option && i + 1 < words.size()) value = words[i + 1];
    if (words[i].starts_with(option + "=")) value = words[i].substr(option.size() + 1);
  }
  return value;
}

}  // namespace

std::vector<std::string> config_notes(const RunArguments& arguments) {
  const std::string path = value_of(arguments.words, "--config");
  if (path.empty()) return {};
  std::vector<std::string> notes;
  const bool other_steps = gives(arguments.words, "--steps");
  const std::string shown = printable(path);
  if (const auto steps = continued_steps(path); steps && !other_steps)
    notes.push_back(fmt::format("{}: {} steps, as far as it was continued; it began with {}", shown, steps->now,
                                printable(steps->first)));
  const auto entry_of = [&](std::string_view key) {
    return std::ranges::find(arguments.config, key, &ConfigEntry::key);
  };
  const auto burn_in = entry_of("burn-in"), steps = entry_of("steps");
  if (!other_steps || gives(arguments.words, "--burn-in") || burn_in == arguments.config.end()) return notes;
  const bool same = steps != arguments.config.end() && steps->value == std::to_string(arguments.settled.physics.steps);
  if (!same && !burn_in->value.ends_with('%'))
    notes.push_back(
        fmt::format("burn-in {} steps, as {} has it, of {} steps now; --burn-in 30% would be a share of them",
                    arguments.settled.physics.burn_in, shown, arguments.settled.physics.steps));
  return notes;
}

}  // namespace replicas
