#include "command/config_file.h"

#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "command/parse_values.h"
#include "model/error.h"
#include "model/input_file.h"
#include "store/run_nc.h"

namespace replicas {

namespace {

std::string config_text(const std::string& path) {
  namespace fs = std::filesystem;
  if (fs::is_directory(path)) return config_text((fs::path(path) / "config.toml").string());
  if (path.ends_with(".nc")) {
    const Results results = read_run(path);
    const auto found = results.attributes.find("configuration");
    require(found != results.attributes.end(), Exit::bad_config, "{}: no configuration is stored in it", path);
    return found->second;
  }
  const std::vector<std::byte> bytes = read_input_file(path);
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

std::string scalar_text(const toml::node& node, const std::string& where) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* integer = node.as_integer()) return std::to_string(integer->get());
  if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
  fail(Exit::bad_config, "{}: write a string or a number", where);
}

}  // namespace

std::vector<std::string> read_config(const std::string& path, const std::vector<std::string>& known,
                                     const std::vector<std::string>& flags) {
  toml::table table;
  try {
    table = toml::parse(config_text(path), path);
  } catch (const toml::parse_error& error) {
    fail(Exit::bad_config, "{}:{}: {}", path, error.source().begin.line, error.description());
  }
  std::vector<std::string> words;
  for (const auto& [key_node, node] : table) {
    const std::string key(key_node.str());
    const std::string where = fmt::format("{}:{}: {}", path, key_node.source().begin.line, key);
    require(std::find(known.begin(), known.end(), key) != known.end(), Exit::bad_config, "{} is not an option{}", where,
            suggestion(key, known));
    if (std::find(flags.begin(), flags.end(), key) != flags.end()) {
      require(node.is_boolean(), Exit::bad_config, "{}: write true or false", where);
      if (node.as_boolean()->get()) words.push_back(fmt::format("--{}", key));
      continue;
    }
    std::string value;
    if (const auto* array = node.as_array()) {
      for (const toml::node& element : *array)
        value += fmt::format("{}{}", value.empty() ? "" : ",", scalar_text(element, where));
    } else {
      value = scalar_text(node, where);
    }
    words.push_back(fmt::format("--{}={}", key, value));
  }
  return words;
}

}  // namespace replicas
