#include "command/go_on.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "model/error.h"

namespace replicas {

std::unique_ptr<Engine> go_on(const RunOptions& options, const SweepPlan& plan, Checkpoints& checkpoints,
                              Measurements& measured, const std::string& shown) {
  Ensemble& ensemble = measured.ensemble;
  const Manifest& last = checkpoints.last();
  require(last.step_sizes.size() == ensemble.temperatures.size(), Exit::bad_data,
          "{}: the manifest has {} step sizes for {} temperatures", shown, last.step_sizes.size(),
          ensemble.temperatures.size());
  ensemble.dynamics.step_sizes = last.step_sizes;
  const std::size_t count = ensemble.replica_count() * ensemble.network.weights();
  if (ensemble.confinement.kind == Confinement::Kind::anchor) ensemble.anchor = checkpoints.start_weights(count);
  checkpoints.read(measured);
  const auto without_weights =
      std::ranges::count_if(measured.weight_samples, [](const WeightSample& sample) { return sample.weights.empty(); });
  if (plan.schedule.weights_fit && without_weights > 0)
    spdlog::info(
        "{} weight samples were dropped (--drop-samples): the covariance spectrum, the displacement and the "
        "curvature map look at those from now on",
        without_weights);
  thin_out(measured, plan.schedule);
  checkpoints.go_on(measured);
  auto engine = make_engine(options.engine, ensemble);
  engine->load(checkpoints.weights(count));
  return engine;
}

}  // namespace replicas
