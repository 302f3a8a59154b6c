#include <algorithm>
#include <cmath>

#include "observe/observables/ground_loss.h"
#include "observe/observables/observable.h"
#include "observe/observables/traces.h"
#include "observe/verdicts/verdicts.h"

namespace replicas {

namespace {

bool has_a_number(const std::vector<double>& values) {
  return std::ranges::any_of(values, [](double x) { return std::isfinite(x); });
}

}  // namespace

Results analyse(const Measurements& measurements, const Engine& engine, const CurvatureMap* map,
                const std::vector<LossMinimum>& minima) {
  const Digest digest(measurements, map, minima);
  Results results;
  results.temperature = measurements.ensemble.temperatures;
  results.seed = measurements.ensemble.seed;
  for (Column& column : evaluate(observables(), digest, engine.threads()))
    if (has_a_number(column.values)) results.columns.push_back(std::move(column));

  for (const CurveMaker make : curve_makers())
    for (Curve& curve : make({digest, engine, results}))
      if (has_a_number(curve.values)) results.curves.push_back(std::move(curve));
  add_traces(results, measurements);
  if (!measurements.gradient_descent) {
    results.attributes["ground_loss_origin"] = ground_loss_origin(digest);
    results.integers["ground_loss_doubtful"] = ground_loss_doubtful(digest) ? 1 : 0;
  }
  results.verdicts = verdicts(digest, results);
  return results;
}

}  // namespace replicas
