// Identities of a stationary ensemble on a real network, exact at any step size:
//   mean force  <g_i> = 0
//   virial      em: sym <w_i g_j> - (eta/2) <g_i g_j> = T delta_ij
//               lm: sym <w_i g_j> - (eta/2) (<g_i g_j> - T <H_ij>) = T delta_ij
// with g and H of U, and, up to eta^2 for lm, <grad L . grad U> = T <tr H_L> and <|grad U|^2> = T <tr H_U>.
#include <spdlog/fmt/fmt.h>

#include "physics/known_answers.h"

namespace replicas {

namespace {

constexpr double temperature = 0.1, sigma = 0.7, decay = temperature / (sigma * sigma);

Ensemble small_classifier(const UnderTest& under_test, Update update, double step_size) {
  const Network network({2, 3, 2});
  Ensemble ensemble = ensemble_of(network, random_dataset(network, 6, 101, 0));
  ensemble.temperatures = {temperature};
  ensemble.dynamics.step_sizes = {step_size};
  ensemble.dynamics.update = update;
  ensemble.confinement = {Confinement::Kind::prior, sigma};
  ensemble.replicas = under_test.scaled(192);
  ensemble.seed = 102;
  return ensemble;
}

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Random signs: the mean of v . H v is tr H (Hutchinson).
std::vector<float> signs(std::size_t count, std::uint64_t seed) {
  std::vector<float> v = normal_numbers(count, seed);
  for (float& x : v) x = x < 0 ? -1.0f : 1.0f;
  return v;
}

void one_run(const UnderTest& under_test, Update update, double step_size, int samples, int spacing, Checks& checks) {
  const Ensemble ensemble = small_classifier(under_test, update, step_size);
  const auto replicas = static_cast<std::size_t>(ensemble.replicas), n = ensemble.weights();
  const auto engine = under_test.make(ensemble);
  std::vector<float> start = normal_numbers(replicas * n, 103);
  for (float& w : start) w *= static_cast<float>(sigma);
  engine->load(start);
  auto step = static_cast<std::uint64_t>(100 / step_size);
  engine->advance(0, step);

  std::vector<std::vector<double>> force(n, std::vector<double>(replicas)),
      virial(n * n, std::vector<double>(replicas));
  std::vector<double> trace(replicas), cross(replicas), total(replicas);
  std::vector<double> w(n), g(n), h(n);
  for (int sample = 0; sample < samples; ++sample) {
    const std::vector<ReplicaSums> sums = engine->advance(step, step + static_cast<std::uint64_t>(spacing));
    step += static_cast<std::uint64_t>(spacing);
    const std::vector<float> weights = engine->weights(), gradients = engine->loss_gradients();
    const std::vector<float> probes = signs(replicas * n, 104 + static_cast<std::uint64_t>(sample));
    const std::vector<float> products = engine->loss_hessian_products(probes);
    for (std::size_t r = 0; r < replicas; ++r) {
      double hessian_trace = 0;
      for (std::size_t i = 0; i < n; ++i) {
        const double v = probes[r * n + i];
        w[i] = weights[r * n + i];
        g[i] = gradients[r * n + i] + decay * w[i];
        h[i] = products[r * n + i] + decay * v;  // of U
        hessian_trace += v * h[i];
        force[i][r] += g[i] / samples;
      }
      const double correction = update == Update::lm ? temperature * hessian_trace : 0;
      trace[r] += (dot(w, g) - step_size / 2 * (dot(g, g) - correction)) / samples;
      for (std::size_t i = 0; i < n && update == Update::em; ++i)
        for (std::size_t j = 0; j < n; ++j)
          virial[i * n + j][r] += ((w[i] * g[j] + w[j] * g[i]) / 2 - step_size / 2 * g[i] * g[j]) / samples;
      const double count = static_cast<double>(sums[r].count), size = static_cast<double>(n);
      cross[r] += (sums[r].gradient_product / count - temperature * (hessian_trace - decay * size)) / samples;
      total[r] += (dot(g, g) - temperature * hessian_trace) / samples;
    }
  }

  const std::string label(name(update));
  std::vector<double> z;
  for (const auto& each : force) z.push_back(mean_check("", each, 0).z());
  checks.push_back(worst_check("mean force, worst weight, " + label, z));
  checks.push_back(mean_check("trace of the virial, " + label, trace, static_cast<double>(n) * temperature));
  if (update == Update::em) {
    std::vector<double> diagonal, off_diagonal;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j)
        (i == j ? diagonal : off_diagonal).push_back(mean_check("", virial[i * n + j], i == j ? temperature : 0).z());
    checks.push_back(worst_check("virial of the worst weight, " + label, diagonal));
    checks.push_back(worst_check("virial of the worst pair, " + label, off_diagonal));
  } else {
    checks.push_back(mean_check("grad L . grad U - T tr H_L, " + label, cross, 0));
    checks.push_back(mean_check("|grad U|^2 - T tr H_U, " + label, total, 0));
  }
}

}  // namespace

Checks equilibrium_identities(const UnderTest& under_test) {
  Checks checks;
  one_run(under_test, Update::em, 0.3, 80, 10, checks);
  one_run(under_test, Update::lm, 0.15, 80, 20, checks);
  return checks;
}

}  // namespace replicas
