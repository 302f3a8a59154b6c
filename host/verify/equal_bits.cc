// What may not change a bit: the number of threads, the instruction set, where a run is cut, and who else runs.
#include "verify/known_answers.h"
#include "verify/under_test.h"

namespace replicas {

namespace {

double different(const std::vector<float>& a, const std::vector<float>& b) {
  double count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += a[i] != b[i];
  return count;
}

}  // namespace

Checks equal_bits(const UnderTest& under_test) {
  Checks checks;
  for (const Update update : {Update::em, Update::lm}) {
    const Network network({7, 19, 13, 3});
    Ensemble ensemble = ensemble_of(network, random_dataset(network, 21, 95, 0));
    ensemble.temperatures = {1e-3, 1e-2, 1e-1};
    ensemble.dynamics.step_sizes = {0.1, 0.1, 0.05};
    ensemble.confinement = {Confinement::Kind::prior, 0.7};
    ensemble.dynamics.update = update;
    ensemble.replicas = 5;
    const std::vector<float> start = normal_numbers(ensemble.replica_count() * network.weights(), 96);
    const auto whole = under_test.make(ensemble);
    whole->load(start);
    whole->advance(0, 50);
    const std::vector<float> expected = whole->weights();
    const auto count_of = [&](const std::string& what, double wrong) {
      checks.push_back(exact_check(what + ", " + std::string(name(update)), wrong, 0, 0.5));
    };

    const auto cut = under_test.make(ensemble);
    cut->load(start);
    for (const auto& [first, last] : {std::pair{0u, 1u}, {1u, 27u}, {27u, 50u}}) cut->advance(first, last);
    count_of("weights that depend on where a run is cut", different(cut->weights(), expected));

    Ensemble fewer = ensemble;
    fewer.temperatures.resize(1);
    fewer.dynamics.step_sizes.resize(1);
    const auto alone = under_test.make(fewer);
    const auto size = static_cast<std::ptrdiff_t>(fewer.replica_count() * network.weights());
    alone->load({start.data(), static_cast<std::size_t>(size)});
    alone->advance(0, 50);
    count_of("weights that depend on who else runs", different(alone->weights(), expected));

    for (const auto& [variant, make] : under_test.variants) {
      const auto other = make(ensemble);
      other->load(start);
      other->advance(0, 50);
      count_of("weights that change with " + variant, different(other->weights(), expected));
    }
  }
  return checks;
}

}  // namespace replicas
