#include "command/config_notes.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "command/read_words.h"
#include "model/printable.h"
#include "run/stored_request.h"

namespace replicas {

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
