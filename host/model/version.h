#pragma once

namespace replicas {

extern const char* const version;           ///< of the program, from CMakeLists.txt: "0.1.0"
extern const char* const revision;          ///< git revision built, "4232196" or "4232196-dirty"; "" when not known
extern const char* const source_directory;  ///< where the program was built from

}  // namespace replicas
