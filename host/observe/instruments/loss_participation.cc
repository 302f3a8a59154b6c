// How many examples carry the loss, without a threshold: n = (sum l)^2 / sum l^2 over the losses l of the examples, the
// inverse participation ratio. It is P where all lose alike and 1 where one example has all of it.
#include "observe/instruments/instrument.h"

namespace replicas {

namespace {

constexpr ArrayName<Occasion::weight_sample, double> participation{"loss_participation"};

void measure_participation(const Snapshot& snapshot, Record& record) {
  const ExampleLosses examples = snapshot.engine.example_losses();
  const std::size_t replicas = snapshot.ensemble().replica_count(), size = examples.losses.size() / replicas;
  for (std::size_t r = 0; r < replicas; ++r) {
    double sum = 0, squares = 0;
    for (const float loss : std::span(examples.losses).subspan(r * size, size)) {
      sum += static_cast<double>(loss);
      squares += static_cast<double>(loss) * static_cast<double>(loss);
    }
    record[participation].push_back(sum * sum / squares);  // NaN where no example has any
  }
}

}  // namespace

Instrument loss_participation_instrument() {
  return {.name = "participation of the examples in the loss",
          .occasion = Occasion::weight_sample,
          .arrays = {recorded_array(participation,
                                    {.unit = "1",
                                     .long_name = "(sum l)^2 / sum l^2 over the examples: how many carry the loss",
                                     .reduction = Reduction::mean})},
          .measure = measure_participation,
          .works_on = [](const Ensemble& ensemble) { return ensemble.system->capabilities().mean_loss; }};
}

}  // namespace replicas
