// Softmax cross-entropy ignores a constant added to all logits, so s = sum_k b_k / sqrt(K), and the like for the output
// weights of each hidden unit, feel only the confinement: with centre c and a = 1 - eta lambda,
//   s' - c = a (s - c) + noise
// exactly, whatever the data, from any start. From weights k steps apart, D = (s(n+k) - c) - a^k (s(n) - c) is normal
// with mean 0 and variance
//   em: 2 eta T (1 - a^2k) / (1 - a^2),   lm: (eta T / 2) [1 + a^(2(k-1)) + (1+a)^2 (1 - a^(2(k-1))) / (1 - a^2)].
#include "verify/known_answers.h"

#include <spdlog/fmt/fmt.h>
#include "verify/under_test.h"

namespace replicas {

namespace {

struct Gauge {
  Confinement confinement;
  Update update;
  std::size_t spacing;  ///< k
  int windows;
};

/// sum_{j < k} a^(2j), also where a = 1.
double geometric(double a, double k) { return a == 1 ? k : (1 - std::pow(a, 2 * k)) / (1 - a * a); }

void one_run(const UnderTest& under_test, const Gauge& gauge, Checks& checks) {
  Network network({4, 8, 3});
  Ensemble ensemble = ensemble_of(network, random_dataset(network, 4, 6, 0));
  ensemble.temperatures = {1e-3, 1e-2, 1e-1, 1};
  ensemble.replicas = 64;
  ensemble.dynamics.update = gauge.update;
  ensemble.dynamics.step_sizes = {0.1, 0.05, 0.05, 0.02};
  ensemble.confinement = gauge.confinement;
  ensemble.seed = 31;
  const std::size_t n = network.weights(), replicas = ensemble.replica_count();
  std::vector<float> start = normal_numbers(replicas * n, 32);
  if (gauge.confinement.kind == Confinement::Kind::anchor) ensemble.anchor = normal_numbers(replicas * n, 33);

  const Layer& last = network.layers().back();
  const std::size_t rows = static_cast<std::size_t>(last.inputs) + 1, classes = 3;
  const auto modes = [&](const std::vector<float>& weights) {
    std::vector<double> s(replicas * rows);
    for (std::size_t r = 0; r < replicas; ++r)
      for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t k = 0; k < classes; ++k)
          s[r * rows + row] += static_cast<double>(weights[r * n + last.weight + row * classes + k]) / std::sqrt(3.0);
    return s;
  };
  const std::vector<double> centre =
      ensemble.anchor.empty() ? std::vector<double>(replicas * rows) : modes(ensemble.anchor);

  const auto engine = under_test.make(ensemble);
  engine->load(start);
  const int windows = under_test.scaled(gauge.windows);
  const auto k = static_cast<double>(gauge.spacing);
  std::vector<double> squares(replicas);  // per replica: sum over windows and modes of D^2 / (variance of D at T)
  double correlation = 0;                 // of neighbouring lm windows, which share one noise; largest over the rungs
  std::vector<double> before = modes(engine->weights());
  for (int window = 0; window < windows; ++window) {
    const std::uint64_t step = static_cast<std::uint64_t>(window) * gauge.spacing;
    engine->advance(step, step + gauge.spacing);
    const std::vector<double> after = modes(engine->weights());
    for (std::size_t r = 0; r < replicas; ++r) {
      const double temperature = ensemble.temperatures[ensemble.temperature_index(r)];
      const double eta = ensemble.dynamics.step_sizes[ensemble.temperature_index(r)];
      const double strength = gauge.confinement.strength;
      double lambda = 0;
      if (gauge.confinement.kind == Confinement::Kind::prior) lambda = temperature / (strength * strength);
      if (gauge.confinement.kind == Confinement::Kind::decay) lambda = strength;
      if (gauge.confinement.kind == Confinement::Kind::anchor) lambda = strength * temperature;
      const double a = 1 - eta * lambda;
      double variance = 2 * eta * temperature * geometric(a, k);
      if (gauge.update == Update::lm) {
        variance = eta * temperature / 2 * (1 + std::pow(a, 2 * (k - 1)) + (1 + a) * (1 + a) * geometric(a, k - 1));
        correlation = std::max(correlation, eta * temperature / 2 * std::pow(a, k - 1) / variance);
      }
      for (std::size_t row = 0; row < rows; ++row) {
        const std::size_t i = r * rows + row;
        const double d = (after[i] - centre[i]) - std::pow(a, k) * (before[i] - centre[i]);
        squares[r] += d * d / variance;
      }
    }
    before = after;
  }

  const std::string label = fmt::format("{} {} k={}", name(gauge.update), name(gauge.confinement.kind), gauge.spacing);
  const double per_replica = static_cast<double>(windows) * static_cast<double>(rows);
  // A mean of n squares of unit normals with neighbours of correlation rho has variance 2 (1 + 2 rho^2) / n: about a
  // chi-square of n / (1 + 2 rho^2) degrees of freedom.
  const double unit = 2 * (1 + 2 * correlation * correlation);
  std::vector<double> z;
  z.reserve(replicas);
  for (const double sum : squares) z.push_back(chi_square_z(sum / per_replica, 2 * per_replica / unit));
  for (std::size_t rung = 0; rung < ensemble.temperatures.size(); ++rung) {
    double sum = 0;
    for (std::size_t c = 0; c < 64; ++c) sum += squares[rung * 64 + c];
    const double count = 64 * per_replica;
    checks.push_back(mean_square_check(fmt::format("T_gauge/T at T = {}, {}", ensemble.temperatures[rung], label),
                                       sum / count, 1, 2 * count / unit));
  }
  double all = 0;
  for (const double sum : squares) all += sum;
  const double count = static_cast<double>(replicas) * per_replica;
  checks.push_back(mean_square_check("T_gauge/T of all, " + label, all / count, 1, 2 * count / unit));
  checks.push_back(worst_check("T_gauge/T of the worst replica, " + label, z));
}

}  // namespace

Checks gauge_thermometer(const UnderTest& under_test) {
  using Kind = Confinement::Kind;
  Checks checks;
  one_run(under_test, {{Kind::prior, 0.7}, Update::em, 1, 400}, checks);
  one_run(under_test, {{Kind::anchor, 2.0}, Update::em, 5, 40}, checks);
  one_run(under_test, {{Kind::none, 0.0}, Update::em, 3, 40}, checks);
  one_run(under_test, {{Kind::decay, 0.5}, Update::lm, 5, 60}, checks);
  one_run(under_test, {{Kind::none, 0.0}, Update::lm, 1, 100}, checks);
  return checks;
}

}  // namespace replicas
