#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace replicas {

/// Positions of the words that are neither options of `app`, nor values of them, nor words that it takes without one.
std::vector<std::size_t> stray_words(const CLI::App& app, const std::vector<std::string>& words);

/// What is wrong with the word at `stray`, and how to write what was meant: "'1e-3' stands alone after --temps 1e-5:
/// one value is taken; write --temps 1e-5,1e-3".
std::string about_stray_word(const CLI::App& app, const std::vector<std::string>& words, std::size_t stray);

}  // namespace replicas
