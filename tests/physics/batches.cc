// Gradients over batches: on a quadratic loss the noise that they add to the thermal one is known exactly. One weight w
// and P targets t_n, L = (1/P) sum over n of (w - t_n)^2 / 2: curvature h = 1, minimum at the mean of the targets. A
// batch of B of them without repetition has a gradient of variance s^2 = sigma^2 (P - B) / (B (P - 1)), sigma^2 that of
// the targets, and with a = 1 - eta h:
//   drawn anew at every step:  Var w = (2 T + eta s^2) / (h (2 - eta h)) for em, T / h + eta s^2 / (h (2 - eta h)) for
//   lm epochs of K = P / B steps, seen at their ends, at T = 0:
//     Var w = eta^2 s^2 K / (K - 1) [sum a^(2 i) - (sum a^i)^2 / K] / (1 - a^(2 K)), i = 0..K-1,
// since the batches of an epoch add up to the whole and are correlated by -1 / (K - 1).
#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "physics/known_answers.h"
#include "verify/well.h"

namespace replicas {

namespace {

constexpr int examples = 12, batch = 3;

struct Targets {
  std::vector<float> values;
  double mean = 0, variance = 0;
};

Targets targets() {
  Targets t;
  t.values = normal_numbers(examples, 81);
  for (const float value : t.values) t.mean += static_cast<double>(value) / examples;
  for (const float value : t.values) t.variance += std::pow(static_cast<double>(value) - t.mean, 2) / examples;
  return t;
}

/// w of every replica, `looks` times, `apart` steps apart, from the minimum on after `first` steps: per replica the
/// mean of (w - mean)^2 over the looks.
std::vector<double> squares(const UnderTest& under_test, Ensemble ensemble, const Targets& t, std::uint64_t first,
                            std::uint64_t apart, int looks) {
  const auto engine = under_test.make(ensemble);
  std::vector<double> result(ensemble.replica_count(), 0.0);
  engine->load(std::vector<float>(result.size(), static_cast<float>(t.mean)));
  engine->advance(0, first);
  for (int look = 0; look < looks; ++look) {
    const std::vector<float> w = engine->weights();
    for (std::size_t r = 0; r < w.size(); ++r) result[r] += std::pow(static_cast<double>(w[r]) - t.mean, 2) / looks;
    const std::uint64_t step = first + apart * static_cast<std::uint64_t>(look);
    engine->advance(step, step + apart);
  }
  return result;
}

}  // namespace

Checks batches(const UnderTest& under_test) {
  Checks checks;
  const Targets t = targets();
  const Network network({1, 1}, Activation::linear, Loss::mse, false);
  Ensemble ensemble =
      ensemble_of(network, {examples, 1, 1, std::vector<float>(examples, 1.0f), {}, t.values, "noisy targets"});
  const double s2 = t.variance * (examples - batch) / (batch * (examples - 1.0));
  ensemble.replicas = under_test.scaled(600);
  ensemble.seed = 83;
  ensemble.measure_interval = 7;  // looks at all examples in between change nothing
  for (const Update update : {Update::em, Update::lm}) {
    constexpr double eta = 0.5;
    const double thermal = 0.1 * t.variance, rest = 2 - eta;
    ensemble.temperatures = {thermal};
    ensemble.dynamics = {.update = update, .step_sizes = {eta}};
    ensemble.dynamics.batch = {.size = batch};
    const double expected = update == Update::em ? (2 * thermal + eta * s2) / rest : thermal + eta * s2 / rest;
    const auto found = squares(under_test, ensemble, t, 40, 11, 20);  // 0.5^11 is left of what was seen before
    checks.push_back(mean_check(fmt::format("variance, batches drawn anew, {}", name(update)), found, expected));
  }

  constexpr double eta = 0.2, a = 1 - eta;
  constexpr int steps = examples / batch;
  double sum = 0, sum2 = 0;
  for (int i = 0; i < steps; ++i) sum += std::pow(a, i), sum2 += std::pow(a, 2 * i);
  const double expected =
      eta * eta * s2 * steps / (steps - 1.0) * (sum2 - sum * sum / steps) / (1 - std::pow(a, 2 * steps));
  ensemble.temperatures = {0.0};
  ensemble.dynamics = {.update = Update::em, .step_sizes = {eta}};
  ensemble.dynamics.batch = {.size = batch, .draw = Batch::Draw::epoch};
  const auto found = squares(under_test, ensemble, t, 40 * steps, 4 * steps, 20);
  checks.push_back(mean_check("variance at the ends of epochs", found, expected));
  return checks;
}

}  // namespace replicas
