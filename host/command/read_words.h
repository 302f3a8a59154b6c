#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace replicas {

/// Lets CLI11 read the words of a verb; its complaints become errors (64) that name the word and say what was perhaps
/// meant. False when help was asked for and printed.
bool read_words(CLI::App& app, const std::vector<std::string>& words);

/// Whether an option is among the words, as "--option VALUE" or "--option=VALUE".
bool gives(const std::vector<std::string>& words, const std::string& option);

/// Long names of the options of a verb, without dashes; of those that take no value only.
std::vector<std::string> option_names(const CLI::App& app, bool flags_only = false);

}  // namespace replicas
