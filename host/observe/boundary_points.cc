// The examples at the boundary: their losses in units of what an example feels, P T, and their margins.
#include <cmath>

#include "observe/map_look.h"

namespace replicas {

namespace {

bool has_margins(const Ensemble& ensemble) {
  if (ensemble.potential)
    return ensemble.potential->kind == PotentialKind::channel ||
           ensemble.potential->kind == PotentialKind::logistic_channel;
  return ensemble.network.loss() != Loss::mse;
}

/// Cross-entropy is l = ln(1 + exp(-m)) of the margin m = z_y - ln sum of exp(z_c) over the other classes, above 0 only
/// where the label is right; an exponential wall is l = exp(-m). Terms of a potential add up to L, so as examples of a
/// mean they count by their number.
double margin(const Ensemble& ensemble, double loss) {
  const bool wall = ensemble.potential && ensemble.potential->kind == PotentialKind::channel;
  return -std::log(wall ? loss : std::expm1(loss));
}

}  // namespace

void add_examples(const Look& look, const Samples& samples) {
  const Ensemble& ensemble = look.measured.ensemble;
  const bool margins = has_margins(ensemble);
  for (ReplicaCurvature& replica : look.map.replicas) {
    replica.activity.assign(activity_bins.count, 0.0);
    if (margins) replica.margins.assign(margin_bins.count, 0.0);
  }
  const double share = 1 / static_cast<double>(samples.size());
  for (const WeightSample* sample : samples) {
    look.engine.load(sample->weights);
    const ExampleLosses examples = look.engine.example_losses(ensemble.datasets);
    const std::size_t size = examples.losses.size() / look.replicas;
    const double counted = ensemble.potential ? static_cast<double>(size) : 1;
    look.for_each(cost_of(100 * size), [&](std::size_t r) {
      ReplicaCurvature& replica = look.map.replicas[r];
      const double felt = ensemble.temperatures[ensemble.temperature_index(r)] * static_cast<double>(size);
      for (std::size_t i = r * size; i < (r + 1) * size; ++i) {
        const auto loss = static_cast<double>(examples.losses[i]);
        replica.activity[activity_bins.of(std::log(loss / felt))] += share;
        if (margins) replica.margins[margin_bins.of(margin(ensemble, loss / counted))] += share;
      }
    });
  }
}

}  // namespace replicas
