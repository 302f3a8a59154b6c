#include "observe/instruments/instrument.h"

namespace replicas {

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
