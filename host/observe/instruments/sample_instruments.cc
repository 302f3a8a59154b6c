#include "observe/instruments/instrument.h"

namespace replicas {

// What is recorded at every sample: the loss, the examples at the boundary, the length of the weights.

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

namespace {

/// Mean loss and share of wrong labels on the test data, which every replica is shown.
void measure_test_data(const Snapshot& snapshot, Record& record) {
  if (snapshot.test == nullptr) return;
  const LossSummaries test = snapshot.loss_summaries(*snapshot.test, {});
  record[recorded::test_loss] = test.mean;
  std::vector<double>& error = record[recorded::test_error];
  for (const std::int32_t wrong : test.wrong)
    error.push_back(static_cast<double>(wrong) / static_cast<double>(snapshot.test->examples()));
}

}  // namespace

Instrument test_data_instrument() {
  return {.name = "test data",
          .occasion = Occasion::weight_sample,
          .arrays = {recorded_array(recorded::test_loss, {.unit = "1",
                                                          .long_name = "mean loss on the test data",
                                                          .presence = Presence::with_test_data,
                                                          .reduction = Reduction::mean}),
                     recorded_array(recorded::test_error, {.unit = "1",
                                                           .long_name = "share of wrong labels on the test data",
                                                           .presence = Presence::with_test_data,
                                                           .reduction = Reduction::mean})},
          .measure = measure_test_data};
}

}  // namespace replicas
