// One quadratic mode after n steps from a fixed start: exact at any step size, no burn-in, so the cheapest strong test.
#include <spdlog/fmt/fmt.h>

#include "verify/known_answers.h"
#include "verify/well.h"

namespace replicas {

namespace {

constexpr std::string_view source_name[] = {"loss", "decay", "prior", "anchor"};

/// Runs wells from w = centre + start through the given step counts; rung 0 at a low temperature, rung 1 at T = 1.
/// Returns x - centre at each stop, per rung.
std::vector<std::array<std::vector<double>, 2>> trajectories(const UnderTest& under_test, Source source, Update update,
                                                             const std::vector<std::uint64_t>& stops, double start) {
  Ensemble ensemble = wells(source, 1.0, 64);
  ensemble.temperatures = {1e-4, 1};
  ensemble.dynamics.step_sizes = {0.1, 0.1};
  ensemble.replicas = under_test.scaled(256);
  ensemble.dynamics.update = update;
  ensemble.seed = 41;
  const float centre = source == Source::anchor ? 0.5f : 0.0f;
  const std::size_t count = ensemble.replica_count() * 64;
  if (source == Source::anchor) ensemble.anchor.assign(count, centre);
  const auto engine = under_test.make(ensemble);
  engine->load(std::vector<float>(count, centre + static_cast<float>(start)));
  std::vector<std::array<std::vector<double>, 2>> result;
  std::uint64_t step = 0;
  for (const std::uint64_t stop : stops) {
    engine->advance(step, stop);
    step = stop;
    const std::vector<float> weights = engine->weights();
    result.emplace_back();
    for (std::size_t i = 0; i < count; ++i)
      result.back()[i < count / 2 ? 0 : 1].push_back(static_cast<double>(weights[i] - centre));
  }
  return result;
}

}  // namespace

Checks quadratic_transient(const UnderTest& under_test) {
  Checks checks;
  for (const Update update : {Update::em, Update::lm}) {
    const std::vector<std::uint64_t> stops = {1, 2, 5, 10, 20, 50, 100};
    for (const Source source : {Source::loss, Source::decay, Source::prior, Source::anchor}) {
      const auto x = trajectories(under_test, source, update, stops, 2.0);
      for (std::size_t i = 0; i < stops.size(); ++i) {
        const auto n = static_cast<double>(stops[i]);
        const std::string label =
            fmt::format("{} n={} h from {}", name(update), n, source_name[static_cast<std::size_t>(source)]);
        const double warm_mean = 2 * std::pow(0.9, n), warm_variance = well_variance(update, 1, 0.1, 1, n);
        checks.push_back(location_check(label + ", T=1", x[i][1], warm_mean, warm_variance));
        checks.push_back(variance_check(label + ", T=1", x[i][1], warm_mean, warm_variance));
        // At T = 1e-4 the noise is small beside the start, so the mean weighs the gradient; h scales with T in a prior.
        const double h = source == Source::loss || source == Source::decay ? 1 : 1e-4;
        const double mean = 2 * std::pow(1 - 0.1 * h, n), variance = well_variance(update, h, 0.1, 1e-4, n);
        checks.push_back(location_check(label + ", T=1e-4", x[i][0], mean, variance));
        checks.push_back(variance_check(label + ", T=1e-4", x[i][0], mean, variance));
      }
    }
  }
  return checks;
}

Checks free_diffusion(const UnderTest& under_test) {
  Checks checks;
  for (const Update update : {Update::em, Update::lm}) {
    Ensemble ensemble = wells(Source::loss, 0.0, 64);  // zero data, no confinement: flat everywhere
    ensemble.temperatures = {1e-3, 1};
    ensemble.dynamics.step_sizes = {0.3, 0.1};
    ensemble.replicas = under_test.scaled(256);
    ensemble.dynamics.update = update;
    ensemble.seed = 42;
    const auto engine = under_test.make(ensemble);
    const std::size_t count = ensemble.replica_count() * 64;
    engine->load(std::vector<float>(count, 0.0f));
    std::uint64_t step = 0;
    for (const std::uint64_t stop : {1, 2, 10, 50}) {
      engine->advance(step, stop);
      step = stop;
      const std::vector<float> weights = engine->weights();
      for (std::size_t rung = 0; rung < 2; ++rung) {
        const auto begin = weights.begin() + static_cast<std::ptrdiff_t>(rung * count / 2);
        const std::vector<double> x(begin, begin + static_cast<std::ptrdiff_t>(count / 2));
        const double variance = well_variance(update, 0, ensemble.dynamics.step_sizes[rung],
                                              ensemble.temperatures[rung], static_cast<double>(stop));
        checks.push_back(variance_check(fmt::format("{} n={} T={}", name(update), stop, ensemble.temperatures[rung]), x,
                                        0, variance));
      }
    }
  }
  return checks;
}

}  // namespace replicas
