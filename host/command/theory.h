#pragma once

#include <string>
#include <vector>

namespace replicas {

/// The verb `theory QUANTITY ...`: a table of what statistical physics predicts, as text or JSON, and as netCDF.
int theory_words(const std::vector<std::string>& words);

}  // namespace replicas
