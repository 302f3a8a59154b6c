#include "solve/message_attempt.h"

namespace replicas::solve {

namespace {

template <class Passing>
Outcome passed(const Instance& instance, const MessageOptions& options, const Kernels& kernels) {
  MessageAttempt<Passing> attempt(instance, options, kernels);
  while (attempt.advance()) {
  }
  return attempt.outcome();
}

template <class Passing>
std::vector<LocalEntropy> around(Passing& messages, std::span<const float> signs, const MessageOptions& options,
                                 std::span<const double> strengths) {
  const std::size_t n = signs.size();
  std::vector<LocalEntropy> found;
  for (const double strength : strengths) {
    std::vector<float> field(signs.begin(), signs.end());
    for (float& each : field) each *= static_cast<float>(strength);
    messages.set_outer_field(field);
    LocalEntropy here;
    for (std::uint64_t round = 0; round < options.iterations && !here.converged; ++round)
      here.converged = messages.iterate() < options.precision;
    const auto m = messages.magnetisations();
    double overlap = 0;
    for (std::size_t i = 0; i < n; ++i) overlap += double{signs[i]} * m[i];
    here.distance = 0.5 * (1 - overlap / static_cast<double>(n));
    here.entropy = (messages.bethe() - strength * overlap) / static_cast<double>(n);
    found.push_back(here);
  }
  return found;
}

}  // namespace

Outcome pass_messages(const Instance& instance, const MessageOptions& options, const Kernels& kernels) {
  return options.full ? passed<FullMessages>(instance, options, kernels)
                      : passed<MessagePassing>(instance, options, kernels);
}

std::vector<LocalEntropy> local_entropies(const Instance& instance, const BitRows& weights,
                                          std::span<const double> strengths, const Kernels& kernels) {
  if (strengths.empty()) return {};
  MessageOptions options{.kind = Messages::bp, .precision = 1e-5, .iterations = 2000};
  std::vector<float> signs;
  for (int k = 0; k < weights.rows(); ++k)
    for (int i = 0; i < weights.columns(); ++i) signs.push_back(static_cast<float>(weights.sign(k, i)));
  if (instance.machine.units > 1) {
    options.iterations = 500;
    FullMessages messages(instance, options, kernels);
    return around(messages, signs, options, strengths);
  }
  std::vector<float> near(signs);
  for (float& each : near) each *= 0.9f;
  MessagePassing messages(instance, options, kernels);
  messages.set_magnetisations(near);
  return around(messages, signs, options, strengths);
}

}  // namespace replicas::solve
