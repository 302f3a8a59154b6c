#include <algorithm>
#include <array>
#include <cmath>

#include "observe/observables/curves.h"
#include "observe/observables/ground_loss.h"
#include "observe/observables/observable.h"
#include "observe/verdicts/verdicts.h"

namespace replicas {

namespace {

bool has_a_number(const std::vector<double>& values) {
  return std::ranges::any_of(values, [](double x) { return std::isfinite(x); });
}

/// Columns and curves that say something of a path whose temperature or step size follows a schedule, and of steps by
/// fresh examples. All others are averages of an equilibrium of the stored ones, or take one step size for granted.
bool is_of_a_path(std::string_view name) {
  constexpr std::array names = {std::string_view("loss_mean"),          std::string_view("training_error"),
                                std::string_view("test_loss"),          std::string_view("test_error"),
                                std::string_view("weight_norm2"),       std::string_view("hessian_trace"),
                                std::string_view("gradient_norm2"),     std::string_view("gradient_kurtosis"),
                                std::string_view("largest_eigenvalue"), std::string_view("overlap"),
                                std::string_view("loss_participation"), std::string_view("loss_block_mean"),
                                std::string_view("overlap_density"),    std::string_view("weight_norm2_block_mean")};
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

Results analyse(const Measurements& measurements, const Engine& engine, const CurvatureMap* map,
                const std::vector<LossMinimum>& minima) {
  const Digest digest(measurements, map, minima);
  Results results;
  results.temperature = measurements.ensemble.temperatures;
  results.seed = measurements.ensemble.seed;
  const bool every_column =
      measurements.gradient_descent ? measurements.ensemble.dynamics.constant() : measurements.in_equilibrium();
  const auto is_of_fresh = [&](std::string_view name) {
    return name == "batch_temperature" && measurements.ensemble.dynamics.constant();
  };
  for (Column& column : evaluate(observables(), digest, engine.threads()))
    if (has_a_number(column.values) && (every_column || is_of_a_path(column.name) || is_of_fresh(column.name)))
      results.columns.push_back(std::move(column));

  for (const CurveMaker make : curve_makers())
    for (Curve& curve : make({digest, engine, results}))
      if (has_a_number(curve.values) && (every_column || curve.group == "training" || is_of_a_path(curve.name)))
        results.curves.push_back(std::move(curve));
  add_traces(results, measurements);
  if (measurements.in_equilibrium()) {
    results.attributes["ground_loss_origin"] = ground_loss_origin(digest);
    results.integers["ground_loss_doubtful"] = ground_loss_doubtful(digest) ? 1 : 0;
  }
  results.verdicts = verdicts(digest, results);
  return results;
}

}  // namespace replicas
