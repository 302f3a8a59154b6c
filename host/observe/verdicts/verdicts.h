#pragma once

#include <vector>

#include "observe/observables/digest.h"
#include "observe/results.h"

namespace replicas {

/// Everything the run has to say about itself, in plain sentences (science: sections 3, 5, 12).
std::vector<Verdict> verdicts(const Digest& digest, const Results& results);

/// The worst kind among the verdicts of a run.
Verdict::Kind overall(const Results& results);

}  // namespace replicas
