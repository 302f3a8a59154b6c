#pragma once

#include <string>

#include "observe/results.h"
#include "show/terminal.h"

namespace replicas {

/// The verdicts, failures first, then notes, then what is well, each behind its mark and wrapped to the width:
/// "FAILED  The loss drifts at T = 0.001: ...".
std::string sentences(const Results& results, int width);

/// What `replicas diagnose` prints: the run in a line, the sentences, and how many of each kind.
std::string report(const Results& results, int width = terminal_width());

/// The run in words, from the attributes it has: network, loss, data, ladder, steps, update rule, confinement, seed.
std::string headline(const Results& results);

/// Whether any verdict is a failure.
bool failed(const Results& results);

}  // namespace replicas
