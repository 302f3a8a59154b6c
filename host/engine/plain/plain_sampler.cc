#include "engine/plain/plain_sampler.h"

#include <algorithm>
#include <cmath>

#include "engine/dot.h"
#include "model/error.h"
#include "model/example_source.h"
#include "physics/langevin.h"
#include "physics/noise.h"

namespace replicas {

template <class Number>
PlainSampler<Number>::PlainSampler(const Ensemble& ensemble)
    : ensemble_(ensemble),
      state_(std::vector<Number>(ensemble.replica_count() * ensemble.weights()), datasets_of(ensemble)) {
  check(ensemble_);
  if (ensemble_.dynamics.has_velocities()) velocities_.assign(state_.values.size(), Number(0));
}

template <class Number>
std::string PlainSampler<Number>::name() const {
  return sizeof(Number) == sizeof(double) ? "plain (double)" : "plain";
}

template <class Number>
void PlainSampler<Number>::load(std::span<const float> weights) {
  require(weights.size() == state_.values.size(), ErrorKind::internal, "load: {} weights for {}", weights.size(),
          state_.values.size());
  state_.values.assign(weights.begin(), weights.end());
  std::ranges::fill(velocities_, Number(0));
}

template <class Number>
std::vector<float> PlainSampler<Number>::velocities() const {
  return HostBatch<Number>(velocities_, state_.datasets()).weights();
}

template <class Number>
void PlainSampler<Number>::load_velocities(std::span<const float> velocities) {
  require(velocities.size() == velocities_.size(), ErrorKind::internal, "load: {} velocities for {}", velocities.size(),
          velocities_.size());
  velocities_.assign(velocities.begin(), velocities.end());
}

template <class Number>
std::vector<float> PlainSampler<Number>::weight_norms2() const {
  std::vector<float> result;
  for (std::size_t replica = 0; replica < ensemble_.replica_count(); ++replica)
    result.push_back(static_cast<float>(dot(state_.of(replica), state_.of(replica))));
  return result;
}

template <class Number>
Evaluation<Number> PlainSampler<Number>::evaluate(std::size_t replica) const {
  return ensemble_.system->evaluate(state_.dataset(replica), state_.of(replica), {});
}

template <class Number>
Evaluation<Number> PlainSampler<Number>::evaluate(std::size_t replica,
                                                  const std::vector<std::uint32_t>& examples) const {
  const System& system = *ensemble_.system;
  return system.restricted(std::vector(system.dataset_count(), examples))
      ->evaluate(state_.dataset(replica), state_.of(replica), {});
}

template <class Number>
Evaluation<Number> PlainSampler<Number>::evaluate(std::size_t replica, Dataset examples) const {
  return ensemble_.system->shown(std::move(examples))->evaluate(0, state_.of(replica), {});
}

template <class Number>
Dataset PlainSampler<Number>::fresh_batch(std::size_t replica, std::uint64_t step) const {
  const Batch& batch = ensemble_.dynamics.batch;
  Dataset drawn;
  ensemble_.fresh->draw({.examples = static_cast<int>(batch.size),
                         .seed = ensemble_.seed,
                         .number = batch.stream(ensemble_.number(replica), state_.dataset(replica)),
                         .step = step},
                        drawn);
  return drawn;
}

template <class Number>
std::vector<std::uint32_t> PlainSampler<Number>::batch(std::size_t replica, std::uint64_t step) const {
  const Batch& batch = ensemble_.dynamics.batch;
  const auto examples = static_cast<std::size_t>(ensemble_.examples());
  const BatchPlace place = batch.place(step, examples);
  const ExampleOrder order =
      example_order(ensemble_.seed, batch.key(ensemble_.number(replica), state_.dataset(replica)), place.number,
                    static_cast<std::uint32_t>(examples));
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t position = 0; position < place.size; ++position) chosen.push_back(order(place.first + position));
  return chosen;
}

template <class Number>
double PlainSampler<Number>::noise_amplitude(std::size_t replica, const Block& block, std::uint64_t step) const {
  return ensemble_.noise_amplitude(ensemble_.temperature_index(replica), block, step);
}

template <class Number>
double PlainSampler<Number>::decay(std::size_t replica, const Block& block, std::uint64_t step) const {
  return ensemble_.decay(ensemble_.temperature_index(replica), block, step);
}

template <class Number>
VelocityRule PlainSampler<Number>::velocity_rule(std::size_t replica, std::uint64_t step) const {
  return ensemble_.velocity_rule(ensemble_.temperature_index(replica), step);
}

template <class Number>
float PlainSampler<Number>::noise(std::size_t number, std::uint64_t step, std::size_t weight) const {
  const Layout& layout = ensemble_.layout();
  return replicas::noise(ensemble_.seed, ensemble_.purpose, number, layout.noise_blocks(), step,
                         layout.noise_index(weight));
}

template <class Number>
float PlainSampler<Number>::later_noise(std::size_t number, std::uint64_t step, std::size_t weight) const {
  return noise(number, step + 1, weight);
}

template <class Number>
void PlainSampler<Number>::advance_replica(std::size_t replica, std::uint64_t first_step, std::uint64_t last_step,
                                           ReplicaSums& sums) {
  const std::size_t n = ensemble_.weights();
  const std::size_t rung = ensemble_.temperature_index(replica), number = ensemble_.number(replica);
  const bool two_noises = ensemble_.dynamics.update == Update::lm;
  Number* const w = state_.values.data() + replica * n;
  const float* const anchor = ensemble_.anchor.empty() ? nullptr : ensemble_.anchor.data() + replica * n;
  struct Rule {
    Number step_size, amplitude, decay;
  };
  std::vector<Rule> rules;  // of every weight
  const auto set_rules = [&](std::uint64_t step) {
    rules.clear();
    for (const Block& block : ensemble_.layout().blocks())
      rules.insert(rules.end(), block.size(),
                   {static_cast<Number>(ensemble_.step_size(rung, block, step)),
                    static_cast<Number>(noise_amplitude(replica, block, step)),
                    static_cast<Number>(decay(replica, block, step))});
  };
  set_rules(first_step);
  Number* const v = velocities_.empty() ? nullptr : velocities_.data() + replica * n;
  VelocityRule velocity = v == nullptr ? VelocityRule{} : velocity_rule(replica, first_step);

  for (std::uint64_t step = first_step; step < last_step; ++step) {
    if (!ensemble_.dynamics.constant()) {
      set_rules(step);
      if (v != nullptr) velocity = velocity_rule(replica, step);
    }
    const bool measured = step % ensemble_.measure_interval == 0, whole = ensemble_.dynamics.batch.whole();
    // What is measured is of all examples; what weights move by may be of a batch.
    const Evaluation<Number> pass = whole || measured ? evaluate(replica) : Evaluation<Number>{};
    const Evaluation<Number> part = whole                               ? Evaluation<Number>{}
                                    : ensemble_.dynamics.batch.online() ? evaluate(replica, fresh_batch(replica, step))
                                                                        : evaluate(replica, batch(replica, step));
    const std::vector<Number>& force = whole ? pass.gradient : part.gradient;
    double gradient2 = 0, product = 0, noise2 = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const Number centre = anchor ? static_cast<Number>(anchor[i]) : Number(0);
      if (measured) {
        const double gradient = static_cast<double>(pass.gradient[i]);
        gradient2 += gradient * gradient;
        noise2 += std::pow(static_cast<double>(force[i]) - gradient, 2);
        product += gradient * static_cast<double>(confined_gradient(pass.gradient[i], w[i], centre, rules[i].decay));
        sums.largest_weight = std::max(sums.largest_weight, std::fabs(static_cast<double>(w[i])));
      }
      Number xi = 0;
      if (rules[i].amplitude != 0) {
        xi = static_cast<Number>(noise(number, step, i));
        if (two_noises) xi += static_cast<Number>(later_noise(number, step, i));
      }
      const Number total = confined_gradient(force[i], w[i], centre, rules[i].decay);
      if (v == nullptr)
        w[i] = langevin_step(w[i], total, rules[i].step_size, rules[i].amplitude, xi);
      else
        velocity_step(w[i], v[i], total, rules[i].step_size, rules[i].amplitude, xi, static_cast<Number>(velocity.kept),
                      static_cast<Number>(velocity.damping), static_cast<Number>(velocity.drift),
                      static_cast<Number>(velocity.second_drift));
    }
    if (measured) {
      add_loss(sums, pass.loss, pass.wrong);
      add_gradient(sums, gradient2, product);
      if (!whole) add_batch_noise(sums, noise2);
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    sums.finite = sums.finite && std::isfinite(w[i]);
    sums.largest_weight = std::max(sums.largest_weight, std::fabs(static_cast<double>(w[i])));
  }
}

template <class Number>
std::vector<ReplicaSums> PlainSampler<Number>::advance(std::uint64_t first_step, std::uint64_t last_step) {
  std::vector<ReplicaSums> sums(ensemble_.replica_count());
  for (std::size_t replica = 0; replica < sums.size(); ++replica)
    advance_replica(replica, first_step, last_step, sums[replica]);
  return sums;
}

template class PlainSampler<float>;
template class PlainSampler<double>;

}  // namespace replicas
