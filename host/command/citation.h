#pragma once

#include <string>

namespace replicas {

/// What `replicas --cite` prints: the program, the study it grew out of and the methods, in words and as BibTeX.
std::string citation();

}  // namespace replicas
