// What is recorded at every sample: the loss, the examples at the boundary, the length of the weights.
#include <algorithm>
#include <array>

#include "observe/instruments/instrument.h"

namespace replicas {

namespace {

/// L, and the number of examples whose loss is above c P T, of every replica.
void measure_losses(const Snapshot& snapshot, Record& record) {
  const Ensemble& ensemble = snapshot.ensemble();
  const std::size_t replicas = ensemble.replica_count();
  const ExampleLosses examples = snapshot.engine.example_losses();
  const std::size_t size = examples.losses.size() / replicas;
  std::vector<float>& losses = record[recorded::loss];
  std::vector<float>& active_points = record[recorded::active_points];
  for (std::size_t r = 0; r < replicas; ++r) {
    const double example_temperature =
        ensemble.temperatures[ensemble.temperature_index(r)] * static_cast<double>(size);  // P T
    double sum = 0;
    std::array<int, active_thresholds.size()> active{};
    for (const float loss : std::span(examples.losses).subspan(r * size, size)) {
      sum += static_cast<double>(loss);
      for (std::size_t c = 0; c < active.size(); ++c) active[c] += loss > active_thresholds[c] * example_temperature;
    }
    losses.push_back(static_cast<float>(sum / static_cast<double>(size)));
    for (const int count : active) active_points.push_back(static_cast<float>(count));
  }
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
