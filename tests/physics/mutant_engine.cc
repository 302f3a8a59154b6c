#include "physics/mutant_engine.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "physics/example_loss.h"
#include "physics/noise.h"
#include "system/network/network_pass.h"
#include "system/network/network_system.h"

namespace replicas {

namespace {

/// Loss and its derivatives from p = softmax(z): -log p_y and p - 1 at the label. With one logit the other is 0.
template <class Number>
Number naive_loss(const Number* logits, int outputs, int label, Number* error) {
  std::vector<Number> p(logits, logits + outputs);
  if (outputs == 1) p.insert(p.begin(), Number(0));
  const Number largest = *std::max_element(p.begin(), p.end());
  Number sum = 0;
  for (Number& z : p) sum += z = std::exp(z - largest);
  for (Number& each : p) each /= sum;
  const auto own = static_cast<std::size_t>(label);
  for (std::size_t c = 0; c < static_cast<std::size_t>(outputs); ++c) {
    const std::size_t k = outputs == 1 ? 1 : c;
    error[c] = p[k] - Number(k == own ? 1 : 0);
  }
  return -std::log(p[own]);
}

/// The formulas of a pass through a network with the bug that is planted in one of them.
struct PlantedRules : NetworkRules {
  Mutation mutation;
  explicit PlantedRules(Mutation planted) : mutation(planted) {}

  template <class Number>
  Unit<Number> activate(Activation kind, Number z) const {
    Unit<Number> u = NetworkRules::activate(kind, z);
    if (mutation == Mutation::activation_slope_of_input) u.slope = 1 - z * z;
    if (mutation == Mutation::hessian_without_curvature) u.curvature = 0;
    return u;
  }

  template <class Number>
  bool mislabelled(const Number* logits, int outputs, std::int32_t label) const {
    if (mutation != Mutation::ties_are_right) return NetworkRules::mislabelled(logits, outputs, label);
    if (outputs == 1) return (logits[0] > 0) != (label == 1);
    return std::any_of(logits, logits + outputs, [&](Number z) { return z > logits[label]; });
  }

  template <class Number>
  Number output_loss(const Network& network, const Dataset& dataset, std::size_t example, const std::vector<Number>& z,
                     std::vector<Number>& error, std::vector<Number>& tangent) const {
    if (mutation == Mutation::loss_without_log1p && network.loss() != Loss::mse)
      return naive_loss(z.data(), network.outputs(), dataset.labels[example], error.data());
    return NetworkRules::output_loss(network, dataset, example, z, error, tangent);
  }

  template <class Number>
  Number weight_of_example(std::size_t example, int examples) const {
    if (mutation == Mutation::last_example_dropped && example + 1 == static_cast<std::size_t>(examples)) return 0;
    return NetworkRules::weight_of_example<Number>(example, examples);
  }
};

/// Bugs in the gradient of one evaluation.
template <class Number>
void change_gradient(const System& system, Mutation mutation, Evaluation<Number>& pass) {
  std::vector<Number>& gradient = pass.gradient;
  if (mutation == Mutation::gradient_1_percent)
    for (Number& g : gradient) g *= Number(1.01);
  if (mutation == Mutation::sum_not_mean)
    for (Number& g : gradient) g *= static_cast<Number>(pass.losses.size());
  if (mutation == Mutation::transposed_gradient) {
    const std::vector<Block>& blocks = system.layout().blocks();
    const Block& last = *std::find_if(blocks.rbegin(), blocks.rend(), [](const Block& b) { return !b.bias; });
    const std::vector<Number> straight = gradient;
    for (std::size_t i = 0; i < last.rows; ++i)
      for (std::size_t j = 0; j < last.columns; ++j)
        gradient[last.offset + j * last.rows + i] = straight[last.offset + i * last.columns + j];
  }
}

}  // namespace

template <class Number>
Evaluation<Number> MutantLandscape<Number>::evaluate(const System& shown, std::size_t dataset,
                                                     std::span<const Number> weights,
                                                     std::span<const Number> direction) const {
  const NetworkSystem* const network = as_network(shown);
  Evaluation<Number> pass = network == nullptr ? PlainLandscape<Number>::evaluate(shown, dataset, weights, direction)
                                               : network_pass(network->network(), network->datasets()[dataset], weights,
                                                              direction, PlantedRules(mutation_));
  change_gradient(this->system(), mutation_, pass);
  return pass;
}

template <class Number>
Evaluation<Number> MutantSampler<Number>::evaluate(std::size_t replica) const {
  const HostBatch<Number>& state = this->state();
  Evaluation<Number> pass =
      landscape_.evaluate(*this->ensemble().system, state.dataset(replica), state.of(replica), {});
  if (mutation_ == Mutation::stale_gradient) {
    std::vector<Number>& earlier = earlier_.try_emplace(replica, pass.gradient).first->second;
    std::swap(earlier, pass.gradient);
  }
  return pass;
}

template <class Number>
Evaluation<Number> MutantSampler<Number>::evaluate(std::size_t replica,
                                                   const std::vector<std::uint32_t>& examples) const {
  Evaluation<Number> pass = PlainSampler<Number>::evaluate(replica, examples);
  if (mutation_ == Mutation::batch_scaled)
    for (Number& g : pass.gradient)
      g *= static_cast<Number>(examples.size()) / static_cast<Number>(this->ensemble().examples());
  change_gradient(*this->ensemble().system, mutation_, pass);
  return pass;
}

template <class Number>
Evaluation<Number> MutantSampler<Number>::evaluate(std::size_t replica, Dataset examples) const {
  const double share = static_cast<double>(examples.examples) / this->ensemble().examples();
  Evaluation<Number> pass = PlainSampler<Number>::evaluate(replica, std::move(examples));
  if (mutation_ == Mutation::batch_scaled)
    for (Number& g : pass.gradient) g *= static_cast<Number>(share);
  change_gradient(*this->ensemble().system, mutation_, pass);
  return pass;
}

template <class Number>
Dataset MutantSampler<Number>::fresh_batch(std::size_t replica, std::uint64_t step) const {
  if (mutation_ == Mutation::batch_kept_two_steps) step -= step % 2;
  if (mutation_ == Mutation::one_fresh_batch) step = 0;
  return PlainSampler<Number>::fresh_batch(replica, step);
}

template <class Number>
std::vector<std::uint32_t> MutantSampler<Number>::batch(std::size_t replica, std::uint64_t step) const {
  const auto examples = static_cast<std::uint64_t>(this->ensemble().examples());
  if (mutation_ == Mutation::batch_kept_two_steps) step -= step % 2;
  if (mutation_ == Mutation::epochs_in_one_order)
    step %= this->ensemble().dynamics.batch.steps_per_epoch(static_cast<std::size_t>(examples));
  std::vector<std::uint32_t> chosen = PlainSampler<Number>::batch(replica, step);
  if (mutation_ == Mutation::batch_with_replacement)
    for (std::size_t i = 0; i < chosen.size(); ++i)
      chosen[i] = static_cast<std::uint32_t>(
          noise_words(this->ensemble().seed, Purpose::batch, replica, 64, step, i)[0] % examples);
  return chosen;
}

template <class Number>
std::vector<ReplicaSums> MutantSampler<Number>::advance(std::uint64_t first_step, std::uint64_t last_step) {
  earlier_.clear();
  std::vector<ReplicaSums> sums = PlainSampler<Number>::advance(first_step, last_step);
  if (mutation_ == Mutation::divergence_unseen)
    for (ReplicaSums& each : sums) {
      each.finite = true;
      each.largest_weight = std::min(each.largest_weight, 1.0);
    }
  return sums;
}

template <class Number>
double MutantSampler<Number>::noise_amplitude(std::size_t replica, const Block& block, std::uint64_t step) const {
  if (mutation_ == Mutation::schedules_stand_still) step = 0;
  const std::size_t next = std::min(replica + 1, this->ensemble().replica_count() - 1);
  const double amplitude = PlainSampler<Number>::noise_amplitude(replica, block, step);
  if (mutation_ == Mutation::noise_amplitude_root2) return amplitude / std::sqrt(2.0);
  if (mutation_ == Mutation::temperature_2_percent) return amplitude * std::sqrt(1.02);
  if (mutation_ == Mutation::temperatures_shifted) return PlainSampler<Number>::noise_amplitude(next, block, step);
  if (mutation_ == Mutation::noise_of_one_step_size) return amplitude / std::sqrt(block.step_factor);
  const Dynamics& dynamics = this->ensemble().dynamics;
  if (mutation_ == Mutation::friction_of_continuous_time && dynamics.update == Update::baoab) {
    const double friction = 2 * dynamics.friction * std::sqrt(2 * dynamics.step_sizes[0]);
    return amplitude * std::sqrt(friction / -std::expm1(-friction));
  }
  return amplitude;
}

template <class Number>
VelocityRule MutantSampler<Number>::velocity_rule(std::size_t replica, std::uint64_t step) const {
  VelocityRule rule = PlainSampler<Number>::velocity_rule(replica, step);
  if (mutation_ == Mutation::velocity_forgotten) rule.kept = 0;
  if (mutation_ == Mutation::drift_at_once) {
    rule.second_drift += rule.drift;
    rule.drift = 0;
  }
  return rule;
}

template <class Number>
double MutantSampler<Number>::decay(std::size_t replica, const Block& block, std::uint64_t step) const {
  if (mutation_ == Mutation::schedules_stand_still) step = 0;
  const Ensemble& ensemble = this->ensemble();
  const double decay = PlainSampler<Number>::decay(replica, block, step);
  if (mutation_ == Mutation::decay_missing && block.layer == ensemble.layout().blocks().back().layer) return 0;
  if (mutation_ == Mutation::prior_without_temperature)
    return decay / ensemble.temperatures[ensemble.temperature_index(replica)];
  return decay;
}

template <class Number>
float MutantSampler<Number>::noise(std::size_t replica, std::uint64_t step, std::size_t weight) const {
  const Ensemble& ensemble = this->ensemble();
  const Layout& layout = ensemble.layout();
  const std::vector<Block>& blocks = layout.blocks();
  std::uint64_t seed = ensemble.seed, index = layout.noise_index(weight);
  if (mutation_ == Mutation::silent_bias && blocks.back().bias && weight >= blocks.back().offset) return 0;
  if (mutation_ == Mutation::shared_noise && replica == 1) replica = 0;
  if (mutation_ == Mutation::stuck_counter) step -= step % 2;
  if (mutation_ == Mutation::shared_counters) {
    const auto second = std::ranges::find_if(blocks, [](const Block& block) { return block.layer == 1; });
    if (second != blocks.end() && index >= second->noise) index -= second->noise;
  }
  if (mutation_ == Mutation::seed_in_counter) step += std::exchange(seed, 0);
  if (mutation_ == Mutation::uniform_noise) {
    const Words words = noise_words(seed, ensemble.purpose, replica, layout.noise_blocks(), step, index / 4);
    const double uniform = (words[index % 4] + 0.5) * 0x1p-32;
    return static_cast<float>(std::sqrt(12.0) * (uniform - 0.5));
  }
  return replicas::noise(seed, ensemble.purpose, replica, layout.noise_blocks(), step, index);
}

template <class Number>
float MutantSampler<Number>::later_noise(std::size_t replica, std::uint64_t step, std::size_t weight) const {
  // sqrt(2) xi_n in total: the right variance of a single step, without the overlap of neighbouring steps.
  if (mutation_ == Mutation::lm_single_noise) return (std::sqrt(2.0f) - 1) * noise(replica, step, weight);
  return noise(replica, step + 1, weight);
}

template class MutantLandscape<float>;
template class MutantLandscape<double>;
template class MutantSampler<float>;
template class MutantSampler<double>;

}  // namespace replicas
