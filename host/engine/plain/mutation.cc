#include "engine/plain/mutation.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "physics/example_loss.h"

namespace replicas::planted {

double noise_amplitude(Mutation mutation, const Ensemble& ensemble, std::size_t replica, const Block& block) {
  const std::size_t next = std::min(replica + 1, ensemble.replica_count() - 1);
  const double amplitude = ensemble.noise_amplitude(ensemble.temperature_index(replica), block);
  if (mutation == Mutation::noise_amplitude_root2) return amplitude / std::sqrt(2.0);
  if (mutation == Mutation::temperature_2_percent) return amplitude * std::sqrt(1.02);
  if (mutation == Mutation::temperatures_shifted)
    return ensemble.noise_amplitude(ensemble.temperature_index(next), block);
  if (mutation == Mutation::noise_of_one_step_size) return amplitude / std::sqrt(block.step_factor);
  return amplitude;
}

double decay(Mutation mutation, const Ensemble& ensemble, std::size_t replica, const Block& block) {
  const std::size_t rung = ensemble.temperature_index(replica);
  const double decay = ensemble.decay(rung, block);
  if (mutation == Mutation::decay_missing && block.layer + 1 == ensemble.network.layers().size()) return 0;
  if (mutation == Mutation::prior_without_temperature) return decay / ensemble.temperatures[rung];
  return decay;
}

float noise(Mutation mutation, const Ensemble& ensemble, std::size_t replica, std::uint64_t step, std::size_t weight) {
  const Network& network = ensemble.network;
  std::uint64_t seed = ensemble.seed, index = network.noise_index(weight);
  if (mutation == Mutation::silent_bias && network.bias() && weight >= network.layers().back().bias) return 0;
  if (mutation == Mutation::shared_noise && replica == 1) replica = 0;
  if (mutation == Mutation::stuck_counter) step -= step % 2;
  if (mutation == Mutation::shared_counters && network.layers().size() > 1) {
    const std::uint64_t second = network.layers()[1].noise;
    if (index >= second) index -= second;
  }
  if (mutation == Mutation::seed_in_counter) step += std::exchange(seed, 0);
  if (mutation == Mutation::uniform_noise) {
    const Words words = noise_words(seed, ensemble.purpose, replica, network.noise_blocks(), step, index / 4);
    const double uniform = (words[index % 4] + 0.5) * 0x1p-32;
    return static_cast<float>(std::sqrt(12.0) * (uniform - 0.5));
  }
  return replicas::noise(seed, ensemble.purpose, replica, network.noise_blocks(), step, index);
}

float later_noise(Mutation mutation, const Ensemble& ensemble, std::size_t replica, std::uint64_t step,
                  std::size_t weight) {
  // sqrt(2) xi_n in total: the right variance of a single step, without the overlap of neighbouring steps.
  if (mutation == Mutation::lm_single_noise)
    return (std::sqrt(2.0f) - 1) * noise(mutation, ensemble, replica, step, weight);
  return noise(mutation, ensemble, replica, step + 1, weight);
}

template <class Number>
void change_gradient(Mutation mutation, const Network& network, int examples, std::vector<Number>& gradient) {
  if (mutation == Mutation::gradient_1_percent)
    for (Number& g : gradient) g *= Number(1.01);
  if (mutation == Mutation::sum_not_mean)
    for (Number& g : gradient) g *= static_cast<Number>(examples);
  if (mutation == Mutation::transposed_gradient) {
    const Layer& layer = network.layers().back();
    const auto in = static_cast<std::size_t>(layer.inputs), out = static_cast<std::size_t>(layer.outputs);
    const std::vector<Number> straight = gradient;
    for (std::size_t i = 0; i < in; ++i)
      for (std::size_t j = 0; j < out; ++j) gradient[layer.weight + j * in + i] = straight[layer.weight + i * out + j];
  }
}
template void change_gradient(Mutation, const Network&, int, std::vector<float>&);
template void change_gradient(Mutation, const Network&, int, std::vector<double>&);

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
template float naive_loss(const float*, int, int, float*);
template double naive_loss(const double*, int, int, double*);

template <class Number>
bool mislabelled(Mutation mutation, const Number* logits, int outputs, std::int32_t label) {
  if (mutation != Mutation::ties_are_right) return replicas::mislabelled(logits, outputs, label) > 0;
  if (outputs == 1) return (logits[0] > 0) != (label == 1);
  return std::any_of(logits, logits + outputs, [&](Number z) { return z > logits[label]; });
}
template bool mislabelled(Mutation, const float*, int, std::int32_t);
template bool mislabelled(Mutation, const double*, int, std::int32_t);

void change_sums(Mutation mutation, ReplicaSums& sums) {
  if (mutation != Mutation::divergence_unseen) return;
  sums.finite = true;
  sums.largest_weight = std::min(sums.largest_weight, 1.0);
}

}  // namespace replicas::planted
