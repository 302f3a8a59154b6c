#pragma once

#include <string>
#include <vector>

namespace replicas {

/// `replicas completion SHELL`: prints a script for bash, zsh or fish that completes verbs, options and their values.
/// It asks the program itself at each completion (`replicas VERB --list-options`), so it never grows old.
int completion(const std::vector<std::string>& words);

}  // namespace replicas
