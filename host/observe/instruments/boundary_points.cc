// The examples at the boundary: their losses in units of what an example feels, P T, and their margins.
#include <cmath>

#include "observe/instruments/map_context.h"

namespace replicas {

namespace {

/// The margin m that a loss tells of (system/system.h). That of a cross-entropy is m = z_y - ln sum of exp(z_c) over
/// the other classes, above 0 only where the label is right.
double margin(Margins margins, double loss) {
  return -std::log(margins == Margins::exponential ? loss : std::expm1(loss));
}

}  // namespace

void add_examples(const MapContext& context, const Samples& samples) {
  const Ensemble& ensemble = context.measured.ensemble;
  const Capabilities known = ensemble.system->capabilities();
  const bool margins = known.margins != Margins::none;
  for (ReplicaCurvature& replica : context.map.replicas) {
    replica.activity.assign(activity_bins.count, 0.0);
    if (margins) replica.margins.assign(margin_bins.count, 0.0);
  }
  const double share = 1 / static_cast<double>(samples.size());
  for (const WeightSample* sample : samples) {
    const auto batch = context.place(*sample);
    const ExampleLosses examples = context.landscape.example_losses(*batch, *ensemble.system);
    const std::size_t size = examples.losses.size() / context.replicas;
    // Terms add up to L, so as examples of a mean they count by their number.
    const double counted = known.mean_loss ? 1 : static_cast<double>(size);
    context.for_each(cost_of(100 * size), [&](std::size_t r) {
      ReplicaCurvature& replica = context.map.replicas[r];
      const double example_temperature =
          ensemble.temperatures[ensemble.temperature_index(r)] * static_cast<double>(size);
      for (std::size_t i = r * size; i < (r + 1) * size; ++i) {
        const auto loss = static_cast<double>(examples.losses[i]);
        replica.activity[activity_bins.of(std::log(loss / example_temperature))] += share;
        if (margins) replica.margins[margin_bins.of(margin(known.margins, loss / counted))] += share;
      }
    });
  }
}

}  // namespace replicas
