#pragma once

#include <string>
#include <string_view>

#include "observe/results.h"

namespace replicas {

/// A text of the libraries as it is said at the command line: "use more <steps>" becomes "use more --steps". What
/// stands in angle brackets and is no option of any verb stays as it is.
std::string as_options(std::string_view text);

/// The same of all verdicts.
Results as_options(Results results);

}  // namespace replicas
