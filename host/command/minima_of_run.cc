#include "command/minima_of_run.h"

#include "model/error.h"

namespace replicas {

std::vector<LossMinimum> minima_of(const Engine& engine, Measurements& measured, const Schedule& schedule,
                                   const RunOptions& options, Spent& spent, const Stopping& stopping,
                                   const std::function<std::string(const std::string& reason)>& message) {
  const auto piece = spent.on("descents");
  gather_blocks(measured, schedule);
  return loss_minima(measured, engine.weights(), descent_budget(measured, options.steps), engine.threads(), [&] {
    if (const std::string reason = stopping.reason(); !reason.empty()) fail(Exit::stopped, "{}", message(reason));
  });
}

}  // namespace replicas
