#include "run/start.h"

#include <algorithm>
#include <cmath>

#include "model/error.h"
#include "model/printable.h"
#include "observe/instruments/krylov.h"
#include "observe/observables/two_starts.h"
#include "physics/noise.h"
#include "run/stored_request.h"
#include "run/sweep.h"
#include "run/test_pace.h"
#include "run/timer.h"
#include "run/weights_file.h"
#include "store/checkpoints.h"

namespace replicas {

namespace {

constexpr std::uint64_t check_interval = 50;
constexpr std::uint64_t curvature_interval = 500;
constexpr std::uint64_t most_steps = 50000;
constexpr int descent_products = 8;  // Hessian products for one step size

std::vector<double> mean_losses(const Engine& engine) {
  return engine.landscape().loss_summaries(engine.sampler().state(), *engine.ensemble().system, {}).mean;
}

/// One over the largest curvature among the replicas of a rung: far inside the stable 2 / curvature.
std::vector<double> descent_steps(const Engine& engine, std::uint64_t step, Notebook& notebook) {
  const Ensemble& ensemble = engine.ensemble();
  const std::vector<TopEigenvalue> top = largest_eigenvalues(engine, descent_products, ensemble.seed, step, &notebook);
  std::vector<double> step_sizes(ensemble.temperatures.size(), 10.0);
  for (std::size_t r = 0; r < top.size(); ++r)
    if (top[r].value > 0) {
      double& step_size = step_sizes[ensemble.temperature_index(r)];
      step_size = std::min(step_size, 1 / top[r].value);
    }
  return step_sizes;
}

/// Replicas on their way down, and what holds them back: the curvature where a replica is can be far below that where a
/// step of one over it leads, and a pointwise Hessian misses kinks. One that explodes goes back to where it last was,
/// and its temperature takes half the step size, at most, from then on.
struct Descent {
  std::vector<double> loss, largest;  ///< of each replica: when it was last well; largest |w| at its start
  std::vector<float> weights;         ///< there
  std::vector<double> most;           ///< step size of each temperature

  /// True when a replica that has not arrived had exploded: it is put back, in place.
  bool put_back(const Ensemble& ensemble, const std::vector<std::uint8_t>& arrived, const std::vector<double>& steps,
                std::vector<double>& new_loss, std::vector<float>& new_weights) {
    const std::size_t n = ensemble.weights();
    bool any = false;
    for (std::size_t r = 0; r < loss.size(); ++r) {
      if (arrived[r] != 0) continue;
      const auto first = static_cast<std::ptrdiff_t>(r * n), end = first + static_cast<std::ptrdiff_t>(n);
      double high = 0;
      for (std::size_t i = r * n; i < (r + 1) * n; ++i)
        high = std::isfinite(new_weights[i]) ? std::fmax(high, std::fabs(new_weights[i])) : HUGE_VAL;
      const bool exploded = !std::isfinite(new_loss[r]) || high == HUGE_VAL ||
                            (high > 10 * std::fmax(1, largest[r]) && new_loss[r] > loss[r]);
      if (exploded) {
        any = true;
        most[ensemble.temperature_index(r)] = steps[ensemble.temperature_index(r)] / 2;
        new_loss[r] = loss[r];
        std::copy(weights.begin() + first, weights.begin() + end, new_weights.begin() + first);
      } else {
        if (largest[r] == HUGE_VAL) largest[r] = high;
        loss[r] = new_loss[r];
        std::copy(new_weights.begin() + first, new_weights.begin() + end, weights.begin() + first);
      }
    }
    return any;
  }

  void report(const Ladder& temperatures, const Callbacks& callbacks) const {
    std::string text;
    for (std::size_t t = 0; t < most.size(); ++t)
      if (std::isfinite(most[t]))
        text += fmt::format("{}{:.3g} ({:.2g})", text.empty() ? "" : ", ", temperatures[t], most[t]);
    if (!text.empty())
      callbacks.info("start: descent by the curvature alone diverged; steps were made smaller, at T (and to) {}", text);
  }
};

template <class Visit>
void visit_fields(const Descent& descent, const Visit& visit) {
  visit(descent.loss, descent.largest, descent.weights, descent.most);
}
template <class Visit>
void visit_fields(Descent& descent, const Visit& visit) {
  visit(descent.loss, descent.largest, descent.weights, descent.most);
}

/// Gradient descent of all replicas until each has reached its target; `temperatures` are those of the run to come.
Start descended(Start start, Ensemble cold, const Ladder& temperatures, const EngineOptions& engine_options,
                Notebook& notebook, const Callbacks& callbacks) {
  auto engine = make_engine(engine_options, cold);
  engine->load(start.weights);
  const std::size_t n = cold.weights();
  std::vector<std::uint8_t> arrived(cold.replica_count(), 0);
  Descent descent{.loss = start.loss,
                  .largest = std::vector<double>(cold.replica_count(), HUGE_VAL),
                  .weights = start.weights,
                  .most = std::vector<double>(cold.temperatures.size(), HUGE_VAL)};
  std::uint64_t step = 0;
  std::size_t there = 0;  // replicas that have arrived
  const auto report = [&](std::uint64_t of) {
    callbacks.report({"descent", step, of, fmt::format("{} of {} replicas at their target", there, arrived.size())});
  };
  const Notebook::Loop loop(
      notebook,
      [&](ByteWriter& state) {
        state.put(start);
        state.put(arrived);
        state.put(descent);
        state.put(step);
        state.put(cold.dynamics.step_sizes);
        state.put(engine->weights());
      },
      [&](ByteReader& state) {
        std::vector<float> weights;
        state.get(start);
        state.get(arrived);
        state.get(descent);
        state.get(step);
        state.get(cold.dynamics.step_sizes);
        state.get(weights);
        engine = make_engine(engine_options, cold);
        engine->load(weights);
      });
  for (;;) {
    while (held_in("descent", callbacks)) notebook.tick();
    if (step % check_interval == 0) {
      std::vector<double> loss = mean_losses(*engine);
      std::vector<float> weights = engine->weights();
      const bool back = descent.put_back(cold, arrived, cold.dynamics.step_sizes, loss, weights);
      for (std::size_t r = 0; r < arrived.size(); ++r) {
        if (arrived[r] != 0) continue;
        start.loss[r] = loss[r];
        arrived[r] = loss[r] <= start.target[r];
        std::copy_n(weights.begin() + static_cast<std::ptrdiff_t>(r * n), n,
                    start.weights.begin() + static_cast<std::ptrdiff_t>(r * n));
      }
      start.descent_steps = step;
      there = static_cast<std::size_t>(std::ranges::count(arrived, std::uint8_t{1}));
      if (step >= most_steps || std::ranges::all_of(arrived, [](std::uint8_t a) { return a != 0; })) {
        report(step);
        descent.report(temperatures, callbacks);
        return start;
      }
      if (back || step % curvature_interval == 0) {
        if (step % curvature_interval == 0) {
          const Stopwatch first_products;
          cold.dynamics.step_sizes = descent_steps(*engine, step, notebook);
          if (step == 0)
            say_what_it_will_take("start: gradient descent to the target loss", "at most ", most_steps,
                                  cold.replica_count(), first_products.seconds() / descent_products, callbacks);
        }
        for (std::size_t t = 0; t < descent.most.size(); ++t)
          cold.dynamics.step_sizes[t] = std::min(cold.dynamics.step_sizes[t], descent.most[t]);
        engine = make_engine(engine_options, cold);
        engine->load(weights);
      }
    }
    const std::uint64_t chunk = chunk_steps(*engine, check_interval);
    engine->advance(step, step + chunk);
    step += chunk;
    report(most_steps);
    notebook.tick();
  }
}

}  // namespace

void say_what_it_will_take(std::string_view what, std::string_view bound, std::uint64_t steps, std::size_t replicas,
                           double product_seconds, const Callbacks& callbacks) {
  constexpr double long_enough = 20;       // s: of less nobody needs to be told
  constexpr double steps_per_product = 3;  // of time: a product is a gradient forward and back, with its tangents
  const double seconds = static_cast<double>(steps) * product_seconds / steps_per_product;
  if (seconds > long_enough)
    callbacks.info("{}: {}{} steps of {} replicas, about {:.2g} s each, {}{:.0f} s in all", what, bound, steps,
                   replicas, product_seconds / steps_per_product, bound, seconds);
}

Dynamics without_velocities(const Dynamics& dynamics) {
  return {.update = dynamics.has_velocities() ? Update::lm : dynamics.update};
}

std::vector<float> random_weights(const Ensemble& ensemble, const StartRule& rule) {
  const Layout& layout = ensemble.layout();
  const std::size_t n = layout.weights();
  std::vector<float> weights(ensemble.replica_count() * n, 0.0f);
  require(rule.scale != StartRule::Scale::prior || ensemble.confinement.kind == Confinement::Kind::prior,
          ErrorKind::bad_value, "<initial-scale> prior needs a prior; give <prior> S or a standard deviation");
  if (rule.equilibrium) return ensemble.system->equilibrium_weights(ensemble);
  if (std::vector<float> own = ensemble.system->random_start(ensemble); !own.empty()) return own;
  for (std::size_t replica = 0; replica < ensemble.replica_count(); ++replica) {
    const std::size_t number = rule.common ? ensemble.dataset_index(replica) : replica;
    const bool prior =
        rule.scale == StartRule::Scale::prior || (rule.both && begins_from_prior(ensemble, ensemble.chain(replica)));
    const std::size_t t = ensemble.temperature_index(replica);
    for (const Block& block : layout.blocks()) {
      if (block.bias && !prior) continue;
      double deviation = rule.deviation;
      if (rule.scale == StartRule::Scale::fan_in) deviation = 1 / std::sqrt(block.fan_in);
      if (!prior) deviation *= block.start_factor;
      if (prior && ensemble.confinement.kind == Confinement::Kind::decay) {
        deviation = std::sqrt(ensemble.temperatures[t] / ensemble.confinement.strength);  // of exp(-V / T)
      } else if (prior) {
        deviation = ensemble.confinement.strength;
        if (ensemble.confinement.per_fan_in) deviation /= std::sqrt(block.fan_in);
      }
      if (prior) deviation /= std::sqrt(block.decay_factor);
      for (std::size_t i = block.offset; i < block.end(); ++i)
        weights[replica * n + i] =
            static_cast<float>(deviation) *
            noise(ensemble.seed, Purpose::initial_weights, number, layout.noise_blocks(), 0, layout.noise_index(i));
    }
  }
  return weights;
}

std::vector<float> weights_of_run(const Ensemble& ensemble, const StartRule& rule) {
  const std::string directory_name = printable(rule.run);
  const Checkpoints checkpoints(rule.run);
  require(!checkpoints.empty() && checkpoints.last().step == rule.step, ErrorKind::no_input,
          "<start> run:{}@{}: that run has saved {}", directory_name, rule.step,
          checkpoints.empty() ? "nothing" : fmt::format("step {}", checkpoints.last().step));
  require(stored_shard(rule.run).whole(), ErrorKind::bad_value,
          "<start> run:{}: it is a slice of a run and has no weights of the other replicas; join the slices first",
          directory_name);
  require(checkpoints.last().seed != ensemble.seed, ErrorKind::bad_value,
          "<seed> {} is that of {}, whose noise it would repeat; give another", ensemble.seed, directory_name);
  return checkpoints.weights(ensemble.replica_count() * ensemble.weights());
}

Start make_start(const Ensemble& ensemble, const StartRule& rule, const EngineOptions& engine_options,
                 Notebook& notebook, const Callbacks& callbacks, const std::string& opened) {
  Start start;
  const std::string& place = opened.empty() ? rule.file : opened;
  start.weights = !rule.file.empty()  ? weights_of_file(ensemble, place)
                  : !rule.run.empty() ? weights_of_run(ensemble, rule)
                                      : random_weights(ensemble, rule);
  Ensemble cold = ensemble;
  cold.confinement.kind = Confinement::Kind::none;
  // Descents go down the loss of all examples, with steps of their own.
  cold.dynamics = without_velocities(ensemble.dynamics);
  cold.temperatures.assign(ensemble.temperatures.size(), 0.0);
  cold.dynamics.step_sizes.assign(ensemble.temperatures.size(), 1.0);
  auto engine = make_engine(engine_options, cold);
  engine->load(start.weights);
  start.loss = mean_losses(*engine);
  if (!rule.file.empty()) {
    const auto [lowest, highest] = std::ranges::minmax(start.loss);
    callbacks.info("start: weights of {} (XXH3 {:016x}): loss {:.9g}{}", printable(rule.file),
                   weights_file_checksum(place), lowest,
                   highest > lowest ? fmt::format(" to {:.9g}, by replica", highest) : "");
  }
  if (!rule.descent) return start;
  engine.reset();  // its memory is wanted
  for (std::size_t r = 0; r < ensemble.replica_count(); ++r) {
    const double temperature = ensemble.temperatures[ensemble.temperature_index(r)];
    const bool stays = rule.both && begins_from_prior(ensemble, ensemble.chain(r));
    start.target.push_back(stays                  ? start.loss[r]
                           : rule.target_loss > 0 ? rule.target_loss
                                                  : std::min(30 * temperature, 0.3));
  }
  return notebook.stage([&] {
    return descended(std::move(start), std::move(cold), ensemble.temperatures, engine_options, notebook, callbacks);
  });
}

}  // namespace replicas
