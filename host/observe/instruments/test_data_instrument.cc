#include "observe/instruments/instrument.h"

namespace replicas {

namespace {

/// Mean loss and share of wrong labels on the test data, which every replica is shown.
void measure_test_data(const Snapshot& snapshot, Record& record) {
  if (snapshot.test == nullptr) return;
  const std::size_t replicas = snapshot.ensemble().replica_count();
  const ExampleLosses test = snapshot.engine.example_losses(*snapshot.test);
  const auto size = static_cast<std::size_t>(snapshot.test->examples());
  std::vector<double> loss(replicas, 0.0), error(replicas, 0.0);
  for (std::size_t r = 0; r < replicas; ++r)
    for (std::size_t i = r * size; i < (r + 1) * size; ++i) {
      loss[r] += test.losses[i] / static_cast<double>(size);
      error[r] += test.wrong[i] / static_cast<double>(size);
    }
  record[recorded::test_loss] = std::move(loss);
  record[recorded::test_error] = std::move(error);
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
