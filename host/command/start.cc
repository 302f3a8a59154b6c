#include "command/start.h"

#include <algorithm>
#include <cmath>

#include "command/signals.h"
#include "command/test_pace.h"
#include "model/error.h"
#include "model/gibbs_law.h"
#include "model/printable.h"
#include "observe/lanczos.h"
#include "physics/noise.h"
#include "store/checkpoints.h"

namespace replicas {

namespace {

constexpr std::uint64_t check_interval = 50;
constexpr std::uint64_t curvature_interval = 500;
constexpr std::uint64_t most_steps = 50000;

std::vector<double> mean_losses(const Engine& engine) {
  const ExampleLosses examples = engine.example_losses(engine.ensemble().datasets);
  const std::size_t replicas = engine.ensemble().replica_count();
  const std::size_t size = examples.losses.size() / replicas;
  std::vector<double> loss(replicas, 0.0);
  for (std::size_t i = 0; i < examples.losses.size(); ++i) loss[i / size] += examples.losses[i];
  for (double& l : loss) l /= static_cast<double>(size);
  return loss;
}

/// One over the largest curvature among the replicas of a rung: far inside the stable 2 / curvature.
std::vector<double> descent_steps(const Engine& engine, std::uint64_t step) {
  const Ensemble& ensemble = engine.ensemble();
  const std::vector<TopEigenvalue> top = largest_eigenvalues(engine, 8, ensemble.seed, step);
  std::vector<double> step_sizes(ensemble.temperatures.size(), 10.0);
  for (std::size_t r = 0; r < top.size(); ++r)
    if (top[r].value > 0) {
      double& step_size = step_sizes[ensemble.temperature_index(r)];
      step_size = std::min(step_size, 1 / top[r].value);
    }
  return step_sizes;
}

}  // namespace

std::vector<float> random_weights(const Ensemble& ensemble, const StartOption& option) {
  const Network& network = ensemble.network;
  const std::size_t n = network.weights();
  std::vector<float> weights(ensemble.replica_count() * n, 0.0f);
  require(option.scale != StartOption::Scale::prior || ensemble.confinement.kind == Confinement::Kind::prior,
          Exit::usage, "--initial-scale prior needs a prior; give --prior S or a standard deviation");
  if (option.equilibrium) return equilibrium_weights(ensemble);
  for (std::size_t replica = 0; replica < ensemble.replica_count(); ++replica) {
    const std::size_t number = option.common ? ensemble.dataset_index(replica) : replica;
    for (const Layer& layer : network.layers()) {
      double deviation = option.deviation;
      const bool prior = option.scale == StartOption::Scale::prior;
      if (option.scale == StartOption::Scale::fan_in) deviation = 1 / std::sqrt(layer.inputs);
      if (prior) {
        deviation = ensemble.confinement.strength;
        if (ensemble.confinement.per_fan_in) deviation /= std::sqrt(layer.inputs);
      }
      const std::size_t biases = network.bias() && prior ? static_cast<std::size_t>(layer.outputs) : 0;
      for (std::size_t i = layer.weight; i < layer.bias + biases; ++i)
        weights[replica * n + i] =
            static_cast<float>(deviation) *
            noise(ensemble.seed, Purpose::initial_weights, number, network.noise_blocks(), 0, network.noise_index(i));
    }
  }
  return weights;
}

std::vector<float> weights_of_run(const Ensemble& ensemble, const StartOption& option) {
  const std::string shown = printable(option.run);
  const Checkpoints checkpoints(option.run);
  require(!checkpoints.empty() && checkpoints.last().step == option.step, Exit::no_input,
          "--start run:{}@{}: that run has saved {}", shown, option.step,
          checkpoints.empty() ? "nothing" : fmt::format("step {}", checkpoints.last().step));
  require(checkpoints.last().seed != ensemble.seed, Exit::usage,
          "--seed {} is that of {}, whose noise it would repeat; give another", ensemble.seed, shown);
  return checkpoints.weights(ensemble.replica_count() * ensemble.network.weights());
}

Start make_start(const Ensemble& ensemble, const StartOption& option, const EngineOptions& engine_options) {
  Start start;
  start.weights = option.run.empty() ? random_weights(ensemble, option) : weights_of_run(ensemble, option);
  Ensemble cold = ensemble;
  cold.confinement.kind = Confinement::Kind::none;
  cold.temperatures.assign(ensemble.temperatures.size(), 0.0);
  cold.step_sizes.assign(ensemble.temperatures.size(), 1.0);
  auto engine = make_engine(engine_options, cold);
  engine->load(start.weights);
  start.loss = mean_losses(*engine);
  if (!option.descent) return start;

  const std::size_t n = ensemble.network.weights();
  std::vector<bool> arrived(ensemble.replica_count(), false);
  for (std::size_t r = 0; r < arrived.size(); ++r) {
    const double temperature = ensemble.temperatures[ensemble.temperature_index(r)];
    start.target.push_back(option.target_loss > 0 ? option.target_loss : std::min(30 * temperature, 0.3));
  }
  for (std::uint64_t step = 0;; step += check_interval) {
    while (held_in("descent")) stop_before_first_step();
    stop_before_first_step();
    const std::vector<double> loss = mean_losses(*engine);
    const std::vector<float> weights = engine->weights();
    for (std::size_t r = 0; r < arrived.size(); ++r) {
      if (arrived[r]) continue;
      start.loss[r] = loss[r];
      arrived[r] = loss[r] <= start.target[r];
      std::copy_n(weights.begin() + static_cast<std::ptrdiff_t>(r * n), n,
                  start.weights.begin() + static_cast<std::ptrdiff_t>(r * n));
    }
    start.descent_steps = step;
    if (step >= most_steps || std::all_of(arrived.begin(), arrived.end(), [](bool a) { return a; })) return start;
    if (step % curvature_interval == 0) {
      cold.step_sizes = descent_steps(*engine, step);
      engine = make_engine(engine_options, cold);
      engine->load(weights);
    }
    engine->advance(step, step + check_interval);
  }
}

}  // namespace replicas
