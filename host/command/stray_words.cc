#include "command/stray_words.h"

#include <spdlog/fmt/fmt.h>

#include <CLI/CLI.hpp>

#include "model/printable.h"

namespace replicas {

namespace {

/// Options whose value has parts, and what stands between them.
constexpr struct {
  const char* option;
  char separator;
} with_parts[] = {{"--temps", ','}, {"--step-size", ','}, {"--data", ','}, {"--test-data", ','}, {"--network", '-'}};

bool is_option(const std::string& word) { return word.size() > 2 && word.starts_with("--"); }

const CLI::Option* named(const CLI::App& app, const std::string& word) {
  return is_option(word) ? app.get_option_no_throw(word.substr(0, word.find('='))) : nullptr;
}

bool takes_next(const CLI::App& app, const std::string& word) {
  const CLI::Option* const option = named(app, word);
  return option != nullptr && option->get_expected_max() > 0 && word.find('=') == word.npos;
}

/// "a" and "b" as "a,b"; a separator that is there already is not doubled.
void append(std::string& whole, const std::string& part, char separator) {
  if (!whole.empty() && whole.back() != separator && !part.starts_with(separator)) whole += separator;
  whole += part;
}

}  // namespace

std::vector<std::size_t> stray_words(const CLI::App& app, const std::vector<std::string>& words) {
  std::size_t expected = 0;  // words that the verb takes without an option
  for (const CLI::Option* const option : app.get_options())
    if (option->get_positional()) ++expected;
  std::vector<std::size_t> strays;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (takes_next(app, words[i]))
      ++i;
    else if (!words[i].starts_with('-') && expected > 0)
      --expected;
    else if (!words[i].starts_with('-'))
      strays.push_back(i);
  }
  return strays;
}

std::string about_stray_word(const CLI::App& app, const std::vector<std::string>& words, std::size_t stray) {
  std::size_t at = stray;
  while (at > 0 && !is_option(words[at])) --at;
  const CLI::Option* const option = named(app, words[at]);
  if (option == nullptr)
    return fmt::format("'{}' is one word too many; {} --help says what it takes", printable(words[stray]),
                       app.get_name());
  const std::string name = words[at].substr(0, words[at].find('='));
  if (option->get_expected_max() == 0)
    return fmt::format("'{}' stands alone after {}, which takes no value", words[stray], name);
  std::string whole;
  for (const auto& [with_part, separator] : with_parts) {
    if (name != with_part) continue;
    if (words[at].size() > name.size()) whole = words[at].substr(name.size() + 1);
    for (std::size_t i = at + 1; i < words.size() && !words[i].starts_with('-'); ++i)
      append(whole, words[i], separator);
  }
  const std::string value = words[at].size() > name.size() ? words[at].substr(name.size() + 1) : words[at + 1];
  return fmt::format("'{}' stands alone after {} {}, which takes one value{}", words[stray], name, value,
                     whole.empty() ? "" : fmt::format("; write {} {}", name, whole));
}

}  // namespace replicas
