#include "run/after_steps.h"

#include "model/error.h"
#include "observe/instruments/curvature_map.h"
#include "run/notebook_keeper.h"

namespace replicas {

CurvatureMap map_of(const Engine& engine, const Measurements& measured, const Request& request, Timer& timer,
                    const Stopping& stopping, const Callbacks& callbacks, const MapPlace& place) {
  constexpr double most_lost = 10;  // s, when a signal ends the results that follow
  const MapPlan plan = plan_map(request.physics.steps, request.physics.map_share / 100, engine.steps_per_product());
  NotebookKeeper keeper({.directory = place.directory,
                         .work = fmt::format("{}map {} {}", place.work, request.physics.steps, plan.products()),
                         .interval = request.control.checkpoint_seconds,
                         .stopped =
                             [&](const std::string& reason) {
                               return fmt::format(
                                   "stopped {} in the curvature map, after all {} steps; all is saved in {}: {}",
                                   reason, request.physics.steps, place.directory_name, place.resume_advice);
                             },
                         .kept = [] {}},
                        stopping);
  const double steps_seconds = timer.seconds("steps") + timer.seconds("samples") + timer.seconds("saving");
  CurvatureMap map = [&] {
    const auto scope = timer.on("map");
    return curvature_map(engine, measured, plan, keeper.notebook());
  }();
  const double seconds = timer.seconds("map");
  if (map.products > 0 && keeper.resumed())
    callbacks.info("curvature map: {} Hessian products per replica, the last part of them in {:.2f} s", map.products,
                   seconds);
  else if (map.products > 0 && steps_seconds <= 0)  // other processes did them
    callbacks.info("curvature map: {} Hessian products per replica, {:.2f} s", map.products, seconds);
  else if (map.products > 0)
    callbacks.info("curvature map: {} Hessian products per replica, {:.2f} s: {:.0f} % of {:.2f} s of steps",
                   map.products, seconds, 100 * seconds / steps_seconds, steps_seconds);
  if (seconds > most_lost) keeper.write();
  return map;
}

std::vector<LossMinimum> minima_of(const Engine& engine, Measurements& measured, const Schedule& schedule,
                                   const Physics& physics, Timer& timer, const Stopping& stopping,
                                   const std::function<std::string(const std::string& reason)>& message) {
  const auto scope = timer.on("descents");
  gather_blocks(measured, schedule);
  return loss_minima(measured, engine.weights(), descent_budget(measured, physics.steps), engine.threads(), [&] {
    if (const std::string reason = stopping.reason(); !reason.empty()) fail(ErrorKind::stopped, "{}", message(reason));
  });
}

}  // namespace replicas
