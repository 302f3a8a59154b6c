// Dynamics with velocities, and dynamics that change with the step, on wells of curvature h, where every moment is
// known.
//   baoab of h_t = sqrt(2 eta), stable below h_t^2 h = 4: the weights have variance T / h at any step size and friction
//   (arXiv:1203.5428), and the product of neighbouring steps is (T / h) (1 - (1 + c) h_t^2 h / 4): weights and
//   velocities of one moment are uncorrelated, the stored velocity lags half a kick, so E[w v] = -h_t T / 2 after it.
//   Heavy ball under gradients with noise of variance s^2 is w_(n+1) = (1 + m - a) w_n - m w_(n-1) - eta xi, a = eta h,
//   with the variance eta s^2 (1 + m) / (h (1 - m) (2 (1 + m) - a)) of an autoregression of second order.
//   em with eta_n, T_n that change: V_(n+1) = (1 - eta_n h)^2 V_n + 2 eta_n T_n, from 0.
#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "physics/known_answers.h"
#include "verify/well.h"

namespace replicas {

namespace {

constexpr double curvature = 1, temperature = 0.01;

/// Wells of which every replica has 16.
Ensemble own_wells(const UnderTest& under_test, std::uint64_t seed, int replicas) {
  Ensemble ensemble = wells(Source::loss, curvature, 16);
  ensemble.temperatures = {temperature};
  ensemble.replicas = under_test.scaled(replicas);
  ensemble.seed = seed;
  return ensemble;
}

/// At rest after 60 relaxation times of the slower of the two modes of (w, v), looked at `looks` times as far apart.
Checks baoab(const UnderTest& under_test, double eta, double friction) {
  Ensemble ensemble = own_wells(under_test, 91, 200);
  ensemble.dynamics = {.update = Update::baoab, .step_sizes = {eta}, .friction = friction};
  const auto engine = under_test.make(ensemble);
  const std::size_t count = ensemble.replica_count() * ensemble.weights();
  engine->load(std::vector<float>(count, 0.0f));
  constexpr int looks = 10;
  const double h = std::sqrt(2 * eta), c = std::exp(-friction * h);
  const auto apart = static_cast<std::uint64_t>(std::ceil(30 * (1 + friction) / h));
  std::uint64_t step = 2 * apart;
  engine->advance(0, step);
  std::vector<double> square(count, 0.0), product(count, 0.0);
  for (int look = 0; look < looks; ++look) {
    const std::vector<float> w = engine->weights();
    engine->advance(step, step + 1);
    const std::vector<float> next = engine->weights();
    for (std::size_t i = 0; i < count; ++i) {
      square[i] += static_cast<double>(w[i]) * static_cast<double>(w[i]) / looks;
      product[i] += static_cast<double>(w[i]) * static_cast<double>(next[i]) / looks;
    }
    engine->advance(step + 1, step + apart);
    step += apart;
  }
  const double variance = temperature / curvature;
  const std::string label = fmt::format("baoab, eta {}, friction {}", eta, friction);
  return {
      mean_check("variance, " + label, square, variance),
      mean_check("product of neighbouring steps, " + label, product, variance * (1 - (1 + c) * h * h * curvature / 4))};
}

/// One weight and targets of which a batch sees some, as in batches.cc.
Checks heavy_ball_under_batches(const UnderTest& under_test) {
  constexpr int examples = 12, batch = 3;
  constexpr double eta = 0.3, momentum = 0.6;
  const std::vector<float> targets = normal_numbers(examples, 81);
  double mean = 0, variance = 0;
  for (const float value : targets) mean += static_cast<double>(value) / examples;
  for (const float value : targets) variance += std::pow(static_cast<double>(value) - mean, 2) / examples;
  const double s2 = variance * (examples - batch) / (batch * (examples - 1.0));
  const Network network({1, 1}, Activation::linear, Loss::mse, false);
  Ensemble ensemble =
      ensemble_of(network, {examples, 1, 1, std::vector<float>(examples, 1.0f), {}, targets, "noisy targets"});
  ensemble.temperatures = {0.0};
  ensemble.replicas = under_test.scaled(600);
  ensemble.seed = 93;
  ensemble.measure_interval = 7;
  ensemble.dynamics = {.update = Update::em, .step_sizes = {eta}, .momentum = momentum, .batch = {.size = batch}};
  const auto engine = under_test.make(ensemble);
  engine->load(std::vector<float>(ensemble.replica_count(), static_cast<float>(mean)));
  std::vector<double> square(ensemble.replica_count(), 0.0);
  constexpr int looks = 20, apart = 40;  // the slower factor of w^2 is 0.6 a step
  engine->advance(0, apart);
  for (int look = 1; look <= looks; ++look) {
    const std::vector<float> w = engine->weights();
    for (std::size_t r = 0; r < w.size(); ++r) square[r] += std::pow(static_cast<double>(w[r]) - mean, 2) / looks;
    engine->advance(look * apart, (look + 1) * apart);
  }
  return {mean_check("variance, heavy ball under batches", square,
                     eta * s2 * (1 + momentum) / ((1 - momentum) * (2 * (1 + momentum) - eta)))};
}

/// Without noise the path is a recursion of second order.
Checks heavy_ball_path(const UnderTest& under_test) {
  constexpr double eta = 0.2, momentum = 0.9;
  Ensemble ensemble = own_wells(under_test, 95, 4);
  ensemble.temperatures = {0.0};
  ensemble.dynamics = {.update = Update::em, .step_sizes = {eta}, .momentum = momentum};
  const auto engine = under_test.make(ensemble);
  engine->load(std::vector<float>(ensemble.replica_count() * ensemble.weights(), 1.0f));
  engine->advance(0, 13);
  engine->advance(13, 40);
  double w = 1, v = 0;
  for (int n = 0; n < 40; ++n) {
    v = momentum * v - eta * curvature * w;
    w += v;
  }
  const std::vector<float> found = engine->weights();
  double worst = 0;
  for (const float own : found) worst = std::max(worst, std::fabs(static_cast<double>(own) - w));
  return {Check{"path of a heavy ball", worst, 0, 1e-6, 0}};
}

}  // namespace

Checks velocities(const UnderTest& under_test) {
  Checks checks;
  for (const auto& [eta, friction] : {std::pair{0.5, 0.5}, {0.5, 4.0}, {1.2, 1.0}})
    for (Check& check : baoab(under_test, eta, friction)) checks.push_back(std::move(check));
  for (const Checks& part : {heavy_ball_under_batches(under_test), heavy_ball_path(under_test)})
    checks.insert(checks.end(), part.begin(), part.end());
  return checks;
}

Checks schedules(const UnderTest& under_test) {
  using Shape = FactorSchedule::Shape;
  Checks checks;
  for (const Shape shape : {Shape::exponential, Shape::linear, Shape::cosine}) {
    Ensemble ensemble = own_wells(under_test, 97, 100);
    ensemble.dynamics = {.update = Update::em,
                         .step_sizes = {0.5},
                         .step_size_schedule = {shape, 1, 0.1, 40},
                         .temperature_schedule = {shape, 1, 0.05, 30}};
    const auto engine = under_test.make(ensemble);
    const std::size_t count = ensemble.replica_count() * ensemble.weights();
    engine->load(std::vector<float>(count, 0.0f));
    double variance = 0;
    std::uint64_t step = 0;
    for (const std::uint64_t until : {std::uint64_t{11}, std::uint64_t{50}}) {
      engine->advance(step, until);
      for (; step < until; ++step) {
        const double eta = 0.5 * ensemble.dynamics.step_size_schedule.at(step);
        const double now = temperature * ensemble.dynamics.temperature_schedule.at(step);
        variance = std::pow(1 - eta * curvature, 2) * variance + 2 * eta * now;
      }
      const std::vector<float> weights = engine->weights();
      const std::vector<double> w(weights.begin(), weights.end());
      checks.push_back(
          variance_check(fmt::format("shape {} after {} steps", static_cast<int>(shape), step), w, 0, variance));
    }
  }
  // The decay of a prior is T / S^2 with the T of the step: without noise or loss, a path of factors 1 - eta T_n / S^2.
  Ensemble ensemble = wells(Source::prior, 50, 4);
  ensemble.temperatures = {temperature};
  ensemble.dynamics = {
      .update = Update::lm, .step_sizes = {0.01}, .temperature_schedule = {Shape::exponential, 1, 0.01, 30}};
  ensemble.replicas = 2;
  ensemble.seed = 99;
  const auto engine = under_test.make(ensemble);
  const std::size_t count = ensemble.replica_count() * ensemble.weights();
  constexpr float start = 1e6f;  // beside it the noise is nothing
  engine->load(std::vector<float>(count, start));
  double factor = 1;
  for (std::uint64_t step = 0; step < 40; ++step)
    factor *= 1 - 0.01 * temperature * ensemble.dynamics.temperature_schedule.at(step) * 50;
  engine->advance(0, 40);
  double worst = 0;
  for (const float w : engine->weights())
    worst = std::max(worst, std::fabs(static_cast<double>(w) / static_cast<double>(start) / factor - 1));
  checks.push_back({"path of a decay", worst, 0, 3e-6, 0});
  return checks;
}

}  // namespace replicas
