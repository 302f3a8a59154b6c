#include <cmath>

#include "model/error.h"
#include "run/simulation_work.h"

namespace replicas {

void Simulation::Work::set_weights(std::span<const float> weights) {
  require(engine != nullptr && !finished, ErrorKind::bad_value,
          "weights are set between `prepare` and the end of a run, and this run is {}",
          finished ? "finished" : "not prepared");
  const Ensemble& ensemble = measured->ensemble;
  require(measured->steps < request.physics.steps, ErrorKind::bad_value,
          "all {} steps are done; weights that are set now would be those of no measurement: use more <steps>",
          request.physics.steps);
  const std::size_t n = ensemble.weights(), needed = ensemble.replica_count() * n;
  require(weights.size() == needed, ErrorKind::bad_value, "{} weights were given; {} replicas of {} have {}",
          weights.size(), ensemble.replica_count(), n, needed);
  for (std::size_t i = 0; i < needed; ++i)
    require(std::fabs(weights[i]) <= largest_weight, ErrorKind::bad_value,
            "weight {} of replica {} is {}; it has to be finite and at most {:g}", i % n, ensemble.number(i / n),
            weights[i], largest_weight);
  engine->load(weights);
  measured->weights_set.push_back({measured->steps});
  measured->two_starts = false;
  if (measured->steps > 0) return;
  measured->start_target.clear();  // nothing descended to where the caller put it
  measured->start_loss = engine->landscape().loss_summaries(engine->sampler().state(), *ensemble.system, {}).mean;
}

}  // namespace replicas
