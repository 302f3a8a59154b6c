#pragma once

#include <string>
#include <vector>

namespace replicas {

/// `replicas merge --out RUN SLICE...`: joins the slices of a run and makes its results, as `resume` does.
int merge(const std::vector<std::string>& words);

}  // namespace replicas
