#include "data_folder.h"

#include <cstdlib>

namespace replicas {

std::string data_folder() {
  const char* const named = std::getenv("REPLICAS_TEST_DATA");
  return named == nullptr ? REPLICAS_TEST_DATA : named;
}

}  // namespace replicas
