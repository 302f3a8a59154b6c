#include "engine/sampler.h"

#include "model/error.h"

namespace replicas {

void Sampler::load_velocities(std::span<const float> velocities) {
  require(velocities.empty(), ErrorKind::internal, "{} has no velocities", name());
}

}  // namespace replicas
