#pragma once

#include <cstdlib>

namespace replicas {

/// REPLICAS_TEST_SCALE multiplies the sample sizes (default 1): below 1 for sanitizers, above 1 to follow up a doubt.
inline double sample_scale() {
  const char* const text = std::getenv("REPLICAS_TEST_SCALE");
  return text == nullptr ? 1.0 : std::atof(text);
}

}  // namespace replicas
