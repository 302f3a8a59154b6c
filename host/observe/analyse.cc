#include <algorithm>
#include <cmath>

#include "observe/blocks.h"
#include "observe/curves.h"
#include "observe/ground_loss.h"
#include "observe/observable.h"
#include "observe/traces.h"
#include "observe/verdicts.h"

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
    if (has_a_number(column.value)) results.columns.push_back(std::move(column));

  const auto add_curves = [&](std::vector<Curve> curves) {
    for (Curve& curve : curves)
      if (has_a_number(curve.values)) results.curves.push_back(std::move(curve));
  };
  add_curves(autocorrelation_curves(digest));
  if (const Column* d_mean = results.column("d_mean")) add_curves(loss_histogram_curves(digest, d_mean->value));
  add_curves(covariance_curves(digest, engine));
  add_curves(block_curves(digest));
  add_curves(map_curves(digest));
  add_curves(displacement_curves(digest, engine.threads()));
  add_curves(cloud_curves(digest, engine));
  add_curves(reweighting_curves(digest));
  add_traces(results, measurements);
  if (!measurements.gradient_descent) {
    results.attributes["ground_loss_origin"] = ground_loss_origin(digest);
    results.integers["ground_loss_doubtful"] = ground_loss_doubtful(digest) ? 1 : 0;
  }
  results.verdicts = verdicts(digest, results);
  return results;
}

}  // namespace replicas
