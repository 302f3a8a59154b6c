#pragma once

#include <cstdlib>
#include <string>

namespace replicas {

/// tests/data, or the folder that REPLICAS_TEST_DATA names (on a machine that did not build the tests).
inline std::string data_folder() {
  const char* const named = std::getenv("REPLICAS_TEST_DATA");
  return named == nullptr ? REPLICAS_TEST_DATA : named;
}

}  // namespace replicas
