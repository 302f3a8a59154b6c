// What is recorded at every sample: the loss, the examples at the boundary, the length of the weights.
#include "observe/instruments/instrument.h"

namespace replicas {

namespace {

/// L, and the number of examples whose loss is above c P T, of every replica.
void measure_losses(const Snapshot& snapshot, Record& record) {
  const Ensemble& ensemble = snapshot.ensemble();
  std::vector<double> thresholds;  // of every replica, in units of what an example feels, P T
  for (std::size_t r = 0; r < ensemble.replica_count(); ++r)
    for (const double threshold : active_thresholds)
      thresholds.push_back(threshold * (ensemble.temperatures[ensemble.temperature_index(r)] *
                                        static_cast<double>(ensemble.examples())));
  const LossSummaries seen = snapshot.loss_summaries(*ensemble.system, thresholds);
  record[recorded::loss].assign(seen.mean.begin(), seen.mean.end());
  record[recorded::active_points].assign(seen.above.begin(), seen.above.end());
}

void measure_norms(const Snapshot& snapshot, Record& record) {
  record[recorded::weight_norm2] = snapshot.engine.weight_norms2();
}

}  // namespace

Instrument loss_instrument() {
  return {
      .name = "losses of the examples",
      .occasion = Occasion::sample,
      .arrays = {recorded_array(recorded::loss, {.unit = "1", .long_name = "loss L of one replica", .traced = true}),
                 recorded_array(recorded::active_points,
                                {.unit = "1",
                                 .long_name = "number of examples with l/P > c T",
                                 .axes = {{"threshold", [](const Ensemble&) { return active_thresholds.size(); }}}})},
      .measure = measure_losses};
}

Instrument weight_norm_instrument() {
  return {.name = "norm of the weights",
          .occasion = Occasion::sample,
          .arrays = {recorded_array(recorded::weight_norm2,
                                    {.unit = "1", .long_name = "|w|^2 of one replica", .traced = true})},
          .measure = measure_norms};
}

}  // namespace replicas
