#include "command/begin.h"

#include <spdlog/fmt/ranges.h>
#include <spdlog/spdlog.h>

#include "command/pilot.h"
#include "command/start.h"

namespace replicas {

std::unique_ptr<Engine> begin(const RunOptions& options, Measurements& measured, Spent& spent, Notebook& notebook) {
  Ensemble& ensemble = measured.ensemble;
  const Start start = [&] {
    const auto piece = spent.on("start");
    return make_start(ensemble, options.start, options.engine, notebook);
  }();
  if (ensemble.confinement.kind == Confinement::Kind::anchor) ensemble.anchor = start.weights;
  if (options.step_size.kind == StepSizeOption::Kind::automatic) {
    const auto piece = spent.on("pilot");
    ensemble.dynamics.step_sizes = options.gradient_descent
                                       ? std::vector<double>{0.1}
                                       : pilot_step_sizes(ensemble, start.weights, options.engine, notebook);
  }
  spdlog::info("start: {} descent steps; step sizes {}", start.descent_steps,
               fmt::format("{}", fmt::join(ensemble.dynamics.step_sizes, " ")));
  measured.start_loss = start.loss;
  measured.start_target = start.target;
  auto engine = make_engine(options.engine, ensemble);
  engine->load(start.weights);
  return engine;
}

}  // namespace replicas
