#include "run/minima_of_run.h"

#include "model/error.h"

namespace replicas {

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
