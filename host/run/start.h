#pragma once

#include <vector>

#include "engine/engine.h"
#include "observe/instruments/notebook.h"
#include "run/callbacks.h"
#include "run/physics.h"

namespace replicas {

struct Start {
  std::vector<float> weights;  ///< replicas x N
  std::vector<double> loss;    ///< L of each replica there
  std::vector<double> target;  ///< loss the descent aimed at; empty without descent
  std::uint64_t descent_steps = 0;
};
template <class Visit>
void visit_fields(const Start& start, const Visit& visit) {
  visit(start.weights, start.loss, start.target, start.descent_steps);
}
template <class Visit>
void visit_fields(Start& start, const Visit& visit) {
  visit(start.weights, start.loss, start.target, start.descent_steps);
}

/// The update alone, without velocities, batches and schedules: what descents and the pilot move by.
Dynamics without_velocities(const Dynamics& dynamics);

/// Says, where it will be long, what `steps` steps of `replicas` replicas will take, going by the time of one Hessian
/// product of all; `bound` is "at most " where they may be fewer.
void say_what_it_will_take(std::string_view what, std::string_view bound, std::uint64_t steps, std::size_t replicas,
                           double product_seconds, const Callbacks& callbacks);

/// Independent random networks: W ~ N(0, s_l^2) with s_l^2 = 1/fan_in, the prior's variance, or a number squared; the
/// biases are 0 except under the prior. Or the same network for all, or draws from the exact law of a potential.
std::vector<float> random_weights(const Ensemble& ensemble, const StartRule& rule);

/// The weights that another run has saved, replica by replica: its network, replicas and temperatures have to agree in
/// number, and its seed has to be another. Errors (64, 65, 66) name the run.
std::vector<float> weights_of_run(const Ensemble& ensemble, const StartRule& rule);

/// Random networks (or the weights of another run, or of a file, whose loss is said), then (unless --start random, run:
/// or file:, and not for the draws from the prior of --start both) gradient descent on L until
/// each replica's loss is below its target: the weights of a replica are kept from the first check at which it was. The
/// descent goes on from what the notebook says of it. A file of weights is read at `opened`, if that is not empty.
Start make_start(const Ensemble& ensemble, const StartRule& rule, const EngineOptions& engine_options,
                 Notebook& notebook, const Callbacks& callbacks, const std::string& opened = {});

}  // namespace replicas
