#pragma once

#include <string>
#include <vector>

namespace replicas {

/// The verb `reproduce`: the studies of arXiv:2304.01335 as runs of their own, and a report that says for each claim of
/// its abstract what was measured, against which null, and whether it holds.
int reproduce(const std::vector<std::string>& words);

}  // namespace replicas
