#pragma once

#include <string>
#include <vector>

namespace replicas {

/// The verb `theory QUANTITY ...`: a table of what statistical physics predicts, as text or JSON, and as netCDF.
int theory_words(const std::vector<std::string>& words);

/// The same without the table: the result lies in the file alone.
void theory_silently(const std::vector<std::string>& words);

}  // namespace replicas
