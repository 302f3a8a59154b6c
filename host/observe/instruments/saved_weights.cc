#include "observe/instruments/saved_weights.h"

#include <algorithm>

namespace replicas {

SavedWeights saved_weights(const Measurements& m) {
  const auto chains = static_cast<std::size_t>(m.ensemble.replicas);
  const std::size_t temperatures = m.ensemble.temperatures.size(), n = m.ensemble.weights();
  const std::vector<const WeightSample*> samples = samples_with_weights(m);
  const std::size_t draws = samples.size();
  SavedWeights saved;
  saved.weights.resize(chains * draws * temperatures * n);
  for (std::size_t draw = 0; draw < draws; ++draw) {
    saved.steps.push_back(static_cast<std::int64_t>(samples[draw]->step));
    for (std::size_t t = 0; t < temperatures; ++t)
      for (std::size_t chain = 0; chain < chains; ++chain)
        std::copy_n(
            (*samples[draw])[recorded::weights].begin() +
                static_cast<std::ptrdiff_t>(m.ensemble.map().number(t, chain) * n),
            n, saved.weights.begin() + static_cast<std::ptrdiff_t>(((chain * draws + draw) * temperatures + t) * n));
  }
  return saved;
}

}  // namespace replicas
