#include "command/continuing.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>

#include "command/configuration.h"
#include "command/run_arguments.h"
#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

using Keys = std::map<std::string, std::string>;

/// "key = value" lines, as `configuration` writes them.
Keys keys_of(const std::string& configuration) {
  Keys keys;
  std::istringstream lines(configuration);
  for (std::string line; std::getline(lines, line);)
    if (const std::size_t at = line.find(" = "); at != std::string::npos)
      keys[line.substr(0, at)] = line.substr(at + 3);
  return keys;
}

/// "seed is "1" there, not "2"", for at most three keys.
std::string differences(const Keys& there, const Keys& asked) {
  Keys all = there;
  all.insert(asked.begin(), asked.end());
  const auto shown = [](const Keys& keys, const std::string& key) {
    const auto found = keys.find(key);
    if (found == keys.end()) return std::string("absent");
    const std::string text = printable(found->second);
    return text.size() > 24 ? text.substr(0, 21) + "..." : text;
  };
  std::string text;
  std::size_t count = 0;
  for (const auto& [key, ignored] : all) {
    if (shown(there, key) == shown(asked, key) && there.contains(key) && asked.contains(key) &&
        there.at(key) == asked.at(key))
      continue;
    if (++count <= 2)
      text += fmt::format("{}{} is {} there, not {}", count > 1 ? ", " : "", printable(key), shown(there, key),
                          shown(asked, key));
  }
  return count > 2 ? fmt::format("{}, and {} more", text, count - 2) : text;
}

std::uint64_t stored_steps(const Keys& keys, const std::string& directory) {
  const auto found = keys.find("steps");
  std::uint64_t steps = 0;
  const std::string text = found == keys.end() ? "" : found->second;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), steps);
  require(code == std::errc{} && end == text.data() + text.size(), Exit::bad_data,
          "{}/config.toml: it has no number of steps; it is damaged", printable(directory));
  return steps;
}

}  // namespace

RunOptions continued(const RunOptions& asked, const std::string& stored_configuration, std::uint64_t planned_steps,
                     const std::string& directory) {
  const Keys there = keys_of(stored_configuration);
  const std::uint64_t first_steps = stored_steps(there, directory);
  std::string difference;
  RunOptions options;
  try {
    // The same words with the first number of steps: what is derived from it comes out as it did then.
    std::vector<std::string> words = asked.words;
    words.push_back(fmt::format("--steps={}", first_steps));
    parse_run_arguments(words, options);
    if (options.configuration != stored_configuration) difference = differences(there, keys_of(options.configuration));
  } catch (const Error& error) {
    difference = fmt::format("with its {} steps: {}", first_steps, error.what());
  }
  require(difference.empty(), Exit::cannot_create,
          "{} holds another run: {}; choose another --out, or replace that run with --overwrite", printable(directory),
          difference);
  const std::uint64_t interval = options.sample_interval;
  options.first_steps = first_steps;
  const std::uint64_t rounded = (asked.steps + interval - 1) / interval * interval;
  options.steps = std::max({rounded, planned_steps, first_steps});
  options.assumed = asked.assumed;
  if (options.steps == rounded && rounded != asked.steps)
    options.assumed.push_back(fmt::format("--steps {} becomes {}: whole sample intervals of this run, of {} steps each",
                                          asked.steps, rounded, interval));
  options.configuration = configuration(options);
  options.words = asked.words;
  options.command_line = asked.command_line;
  return options;
}

}  // namespace replicas
