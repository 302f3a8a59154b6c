// Two very different starts agree at every rung, once the burn-in has passed: the ensemble forgets where it began.
#include <spdlog/fmt/fmt.h>

#include "physics/known_answers.h"
#include "system/network/network_system.h"

namespace replicas {

namespace {

/// Per rung and chain: time averages of the loss, of |w|^2 in all and of the output weights.
struct Averages {
  std::vector<std::vector<double>> loss, norm2, output_norm2;
};

Averages averages(const UnderTest& under_test, const Ensemble& ensemble, float width) {
  const std::size_t n = ensemble.weights(), replicas = ensemble.replica_count();
  const std::size_t rungs = ensemble.temperatures.size(), chains = replicas / rungs;
  const std::size_t output = as_network(*ensemble.system)->network().layers().back().weight;
  std::vector<float> start = normal_numbers(replicas * n, 111);
  for (float& w : start) w *= width;
  const auto engine = under_test.make(ensemble);
  engine->load(start);
  std::uint64_t step = 1500;
  engine->advance(0, step);
  const std::vector none(rungs, std::vector<double>(chains));
  Averages result{none, none, none};
  constexpr int samples = 40;
  for (int sample = 0; sample < samples; ++sample) {
    const std::vector<ReplicaSums> sums = engine->advance(step, step + 40);
    step += 40;
    const std::vector<float> weights = engine->weights();
    for (std::size_t r = 0; r < replicas; ++r) {
      const std::size_t rung = r / chains, chain = r % chains;
      result.loss[rung][chain] += sums[r].loss / static_cast<double>(sums[r].count) / samples;
      for (std::size_t i = 0; i < n; ++i) {
        const double w2 = static_cast<double>(weights[r * n + i]) * static_cast<double>(weights[r * n + i]) / samples;
        result.norm2[rung][chain] += w2;
        if (i >= output) result.output_norm2[rung][chain] += w2;
      }
    }
  }
  return result;
}

}  // namespace

Checks two_starts(const UnderTest& under_test) {
  const Network network({3, 4, 2});
  Ensemble ensemble = ensemble_of(network, random_dataset(network, 6, 112, 0));
  ensemble.temperatures = {0.005, 0.02, 0.05};
  ensemble.dynamics.step_sizes = {0.4, 0.4, 0.3};
  ensemble.confinement = {Confinement::Kind::prior, 0.7};
  ensemble.replicas = under_test.scaled(96);
  ensemble.seed = 113;
  const Averages narrow = averages(under_test, ensemble, 0.05f);
  ensemble.seed = 114;
  const Averages wide = averages(under_test, ensemble, 10.0f);
  Checks checks;
  for (std::size_t rung = 0; rung < ensemble.temperatures.size(); ++rung) {
    const auto compare = [&](const std::string& name, const std::vector<double>& a, const std::vector<double>& b) {
      std::vector<double> difference(a.size());  // chain by chain: independent, since the seeds differ
      for (std::size_t c = 0; c < a.size(); ++c) difference[c] = a[c] - b[c];
      checks.push_back(mean_check(fmt::format("{} at T = {}", name, ensemble.temperatures[rung]), difference, 0));
    };
    compare("loss", narrow.loss[rung], wide.loss[rung]);
    compare("|w|^2", narrow.norm2[rung], wide.norm2[rung]);
    compare("|w|^2 of the output layer", narrow.output_norm2[rung], wide.output_norm2[rung]);
  }
  return checks;
}

}  // namespace replicas
