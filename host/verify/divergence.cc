// A replica that explodes is reported, and the others do not feel it: their weights keep every bit.
#include "verify/known_answers.h"
#include "verify/under_test.h"

namespace replicas {

Checks divergence(const UnderTest& under_test) {
  // L = (w1 w2 w3)^2 / 2 grows like w^6: from 3 the first em step lands at -21, and the next is out of sight.
  const Network network({1, 1, 1, 1}, Activation::linear, Loss::mse, false);
  Ensemble ensemble = ensemble_of(network, {1, 1, 1, {1.0f}, {}, {0.0f}, "deep linear"});
  ensemble.temperatures = {1e-4, 1e-2};
  ensemble.dynamics.step_sizes = {0.1, 0.1};
  ensemble.confinement = {Confinement::Kind::decay, 0.1};
  ensemble.replicas = 16;
  ensemble.seed = 81;
  const std::size_t n = network.weights(), replicas = ensemble.replica_count();
  std::vector<float> calm(replicas * n, 0.1f), start = calm;
  const auto explodes = [](std::size_t replica) { return replica % 7 == 2; };
  for (std::size_t r = 0; r < replicas; ++r)
    if (explodes(r)) std::fill_n(start.begin() + static_cast<std::ptrdiff_t>(r * n), n, 3.0f);

  const auto engine = under_test.make(ensemble), undisturbed = under_test.make(ensemble);
  undisturbed->load(calm);
  undisturbed->advance(0, 200);
  engine->load(start);
  const std::vector<ReplicaSums> sums = engine->advance(0, 200);
  const std::vector<float> weights = engine->weights(), expected = undisturbed->weights();
  int wrong = 0;
  for (std::size_t r = 0; r < replicas; ++r) {
    const bool reported = !sums[r].finite || sums[r].largest_weight > 1e6;
    bool changed = false;
    for (std::size_t i = r * n; i < (r + 1) * n; ++i) changed = changed || weights[i] != expected[i];
    wrong += reported != explodes(r) || (!explodes(r) && changed);
  }
  return {exact_check("replicas wrongly reported or disturbed", wrong, 0, 0.5)};
}

}  // namespace replicas
