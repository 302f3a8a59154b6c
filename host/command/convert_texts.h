#pragma once

#include "command/options.h"
#include "command/run_texts.h"

namespace replicas {

/// Turns what was typed into values and checks that they fit each other.
///
/// Throws Error (Exit::usage) that names the option, its value and what would be accepted.
void convert_texts(const CLI::App& app, const RunTexts& texts, RunOptions& options);

}  // namespace replicas
