#pragma once

#include <string>
#include <vector>

namespace replicas {

/// The words after `replicas report`: writes the page of a run.
int report(const std::vector<std::string>& words);

}  // namespace replicas
