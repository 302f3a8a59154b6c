#pragma once

#include <string>
#include <vector>

namespace replicas {

/// The verb `solve`: many instances of a learning problem with +-1 weights, how many of them a solver solves, how fast,
/// and how flat what it finds is.
int solve_words(const std::vector<std::string>& words);

/// The same without the table: the result lies in the file alone. For who runs studies of a paper.
void solve_silently(const std::vector<std::string>& words);

}  // namespace replicas
