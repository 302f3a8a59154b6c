// How many examples carry the loss, without a threshold: n = (sum l)^2 / sum l^2 over the losses l of the examples, the
// inverse participation ratio. It is P where all lose alike and 1 where one example has all of it.
#include "observe/instruments/instrument.h"

namespace replicas {

namespace {

constexpr ArrayName<Occasion::weight_sample, double> participation{"loss_participation"};

void measure_participation(const Snapshot& snapshot, Record& record) {
  const System& system = *snapshot.ensemble().system;
  const LossSummaries losses = snapshot.loss_summaries(system, {});
  for (std::size_t r = 0; r < losses.mean.size(); ++r)  // NaN where no example has any
    record[participation].push_back(system.examples() * losses.mean[r] * losses.mean[r] / losses.squares[r]);
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
