#include "command/map_of_run.h"

#include <spdlog/spdlog.h>

#include "command/notebook_keeper.h"
#include "observe/map_notebook.h"

namespace replicas {

CurvatureMap map_of(Engine& engine, const Measurements& measured, const RunOptions& options, Spent& spent,
                    const Stopping& stopping, const MapPlace& place) {
  constexpr double most_lost = 10;  // s, when a signal ends the results that follow
  const MapPlan plan = plan_map(options.steps, options.map_share / 100, engine.steps_per_product());
  NotebookKeeper keeper({.directory = place.directory,
                         .work = fmt::format("{}map {} {}", place.work, options.steps, plan.products()),
                         .interval = options.checkpoint_seconds,
                         .stopped =
                             [&](const std::string& reason) {
                               return fmt::format(
                                   "stopped {} in the curvature map, after all {} steps; all is saved in {}: {}",
                                   reason, options.steps, place.shown, place.again);
                             },
                         .kept = [] {}},
                        stopping);
  const double steps_seconds = spent.seconds("steps") + spent.seconds("samples") + spent.seconds("saving");
  CurvatureMap map = [&] {
    const auto piece = spent.on("map");
    return curvature_map(engine, measured, plan, keeper.notebook());
  }();
  const double seconds = spent.seconds("map");
  if (map.products > 0 && keeper.goes_on())
    spdlog::info("curvature map: {} Hessian products per replica, the last part of them in {:.2f} s", map.products,
                 seconds);
  else if (map.products > 0)
    spdlog::info("curvature map: {} Hessian products per replica, {:.2f} s: {:.0f} % of {:.2f} s of steps",
                 map.products, seconds, 100 * seconds / steps_seconds, steps_seconds);
  if (seconds > most_lost) keeper.write();
  return map;
}

}  // namespace replicas
