#pragma once

#include <string>
#include <vector>

namespace replicas {

/// One run of a reproduction: its name (the folder), what it is for, and its options as words.
struct Study {
  std::string name;
  std::string purpose;
  std::vector<std::string> words;
};

/// jules2023: short (minutes on two cores), or full (hours): more replicas and steps, and scans over width, depth,
/// activation and classes. `shortened` multiplies the steps of every study.
std::vector<Study> jules2023_studies(bool full, double shortened);

}  // namespace replicas
