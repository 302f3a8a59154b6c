#pragma once

#include <string>

#include "solve/machine.h"

namespace replicas {

/// A whole number of an option within bounds; an Error (64) names them.
int parse_whole(const std::string& option, const std::string& text, int least, int most);

/// "perceptron:N", "committee:NxK", "tree:NxK" or "parity:NxK" (the last two with N/K inputs per unit). Errors (64) say
/// which sizes could give a sum of signs that is 0, and which to take.
solve::Machine parse_machine(const std::string& text);

}  // namespace replicas
