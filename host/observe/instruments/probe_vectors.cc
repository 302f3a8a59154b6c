#include "observe/instruments/probe_vectors.h"

#include "physics/noise.h"

namespace replicas {

std::vector<float> random_signs(std::uint64_t seed, std::uint64_t replica, std::uint64_t step, std::uint64_t probe,
                                std::size_t weights) {
  const std::uint64_t blocks = (weights + 3) / 4;
  std::vector<float> signs(weights);
  Words words{};
  for (std::size_t i = 0; i < weights; ++i) {
    if (i % 4 == 0)
      words = noise_words(seed, Purpose::hutchinson, replica, probes_per_step * blocks, step, probe * blocks + i / 4);
    signs[i] = (words[i % 4] >> 31) != 0 ? -1.0f : 1.0f;
  }
  return signs;
}

std::vector<float> random_normals(std::uint64_t seed, std::uint64_t replica, std::uint64_t step, std::uint64_t probe,
                                  std::size_t weights) {
  const std::uint64_t blocks = (weights + 3) / 4;
  std::vector<float> normals(weights);
  for (std::size_t i = 0; i < weights; ++i)
    normals[i] = noise(seed, Purpose::hutchinson, replica, probes_per_step * blocks, step, 4 * probe * blocks + i);
  return normals;
}

}  // namespace replicas
