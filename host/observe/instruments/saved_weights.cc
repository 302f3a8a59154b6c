#include "observe/instruments/saved_weights.h"

#include <algorithm>

namespace replicas {

SavedWeights saved_weights(const Measurements& m) {
  const auto chains = static_cast<std::size_t>(m.ensemble.replicas);
  const std::size_t temperatures = m.ensemble.temperatures.size(), n = m.ensemble.weights();
  const std::vector<const WeightSample*> samples = samples_with_weights(m);
  const std::size_t draws = samples.size();
  SavedWeights saved{.weights = {.name = "weights",
                                 .unit = "1",
                                 .long_name = "weights of one replica in logical order: W[in][out], then b, per layer",
                                 .axes = draws_axes(m.ensemble.replicas, draws, m.ensemble.temperatures),
                                 .group = "weights"}};
  ResultAxis& weight = saved.weights.axes.emplace_back(counted_axis("weight", "number of the weight", n));
  weight.coordinate = false;
  std::vector<float>& all = saved.weights.values;
  all.resize(chains * draws * temperatures * n);
  for (std::size_t draw = 0; draw < draws; ++draw) {
    const std::vector<float>& own = (*samples[draw])[recorded::weights];
    saved.steps.push_back(static_cast<std::int64_t>(samples[draw]->step));
    for (std::size_t t = 0; t < temperatures; ++t)
      for (std::size_t chain = 0; chain < chains; ++chain)
        std::copy_n(own.begin() + static_cast<std::ptrdiff_t>(m.ensemble.map().number(t, chain) * n), n,
                    all.begin() + static_cast<std::ptrdiff_t>(((chain * draws + draw) * temperatures + t) * n));
  }
  return saved;
}

}  // namespace replicas
