// Batches of fresh examples: least squares with inputs x ~ N(0, I) in d dimensions and answers w* . x + noise of
// variance sigma^2. The gradient of one example is g = x (x . u) - x noise, u = w - w*, with the mean u and, since E
// |x|^2 (x . u)^2 = (d + 2) |u|^2, the trace of its covariance tr C = (d + 1) |u|^2 + d sigma^2. So for em
//   E |u'|^2 = [(1 - eta)^2 + eta^2 (d + 1) / B] E |u|^2 + eta^2 d sigma^2 / B + 2 eta T d,
// from a start that is known, at every step; and against the gradient on P stored examples of the same law
//   E |g_B - grad L|^2 = tr C (1 / B + 1 / P),
// where every replica has stored examples of its own.
#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "data/teacher.h"
#include "physics/known_answers.h"

namespace replicas {

Checks online_batches(const UnderTest& under_test) {
  constexpr int d = 6, stored = 16;
  constexpr double own = 4, eta = 0.25, temperature = 0.02, label_noise = 0.5;
  constexpr std::uint64_t rule_seed = 5;
  const Network network({d, 1}, Activation::linear, Loss::mse, false);
  const Teacher teacher = parse_teacher("network:6-1");
  Ensemble ensemble;
  ensemble.replicas = under_test.scaled(2000);
  std::vector<Dataset> datasets;
  for (int k = 0; k < ensemble.replicas; ++k)
    datasets.push_back(taught_dataset(
        teacher, network,
        {.examples = stored, .seed = rule_seed, .number = static_cast<std::uint64_t>(k), .label_noise = label_noise}));
  ensemble.system = network_system(network, std::move(datasets));
  ensemble.temperatures = {temperature};
  ensemble.confinement = {.kind = Confinement::Kind::none, .strength = 0};
  ensemble.dynamics = {.update = Update::em, .step_sizes = {eta}};
  ensemble.dynamics.batch = {.size = static_cast<std::size_t>(own), .draw = Batch::Draw::online};
  ensemble.fresh = std::make_shared<TaughtExamples>(teacher, network, rule_seed, label_noise);
  ensemble.seed = 85;
  ensemble.measure_interval = 7;

  const std::vector<double> rule = taught_network(teacher, Activation::linear, rule_seed).weights[0];
  double square = 0;  // |w*|^2: of u at the start, and the variance of the answers
  for (const double w : rule) square += w * w;
  const double sigma2 = label_noise * square;

  const auto engine = under_test.make(ensemble);
  engine->load(std::vector<float>(ensemble.replica_count() * d, 0.0f));
  Checks checks;
  double expected = square;
  std::uint64_t step = 0;
  for (const std::uint64_t last : {1, 6, 40}) {
    const std::vector<ReplicaSums> sums = engine->advance(step, last);
    if (step == 0) {
      std::vector<double> noise2;
      for (const ReplicaSums& each : sums) noise2.push_back(each.batch_noise2);
      const double trace = (d + 1) * square + d * sigma2;
      checks.push_back(mean_check("noise of fresh batches", noise2, trace * (1 / own + 1.0 / stored)));
    }
    for (; step < last; ++step)
      expected = (std::pow(1 - eta, 2) + eta * eta * (d + 1) / own) * expected + eta * eta * d * sigma2 / own +
                 2 * eta * temperature * d;
    std::vector<double> found;
    const std::vector<float> w = engine->weights();
    for (std::size_t r = 0; r < ensemble.replica_count(); ++r) {
      double u2 = 0;
      for (std::size_t i = 0; i < d; ++i) u2 += std::pow(static_cast<double>(w[r * d + i]) - rule[i], 2);
      found.push_back(u2);
    }
    checks.push_back(mean_check(fmt::format("distance from the rule after {} steps", last), found, expected));
  }
  return checks;
}

}  // namespace replicas
