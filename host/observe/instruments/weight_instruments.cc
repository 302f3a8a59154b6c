#include <algorithm>

#include "engine/spread_tasks.h"
#include "observe/instruments/instrument.h"
#include "system/decay_ranges.h"

namespace replicas {

// What is recorded with the weights: themselves, their gauge modes, the energies there.

namespace {

std::span<const float> weights_of(const Snapshot& snapshot, std::size_t replica) {
  const std::size_t n = snapshot.ensemble().weights();
  return std::span(snapshot.weights()).subspan(replica * n, n);
}

template <class Work>
void for_each_replica(const Snapshot& snapshot, const Work& work) {
  snapshot.weights();  // before the threads ask for them
  spread_tasks(snapshot.ensemble().replica_count(), snapshot.engine.threads(),
               cost_of(4 * snapshot.ensemble().weights()), work);
}

void measure_weights(const Snapshot& snapshot, Record& record) {
  if (snapshot.keeps_weights) record[recorded::weights] = snapshot.weights();
}

void measure_gauge_modes(const Snapshot& snapshot, Record& record) {
  const Ensemble& ensemble = snapshot.ensemble();
  const std::size_t modes = ensemble.system->gauge_mode_count();
  std::vector<float>& all = record[recorded::gauge_modes];
  all.resize(ensemble.replica_count() * modes);
  for_each_replica(snapshot, [&](std::size_t r) {
    std::ranges::copy(ensemble.system->gauge_modes(weights_of(snapshot, r)),
                      all.begin() + static_cast<std::ptrdiff_t>(r * modes));
  });
}

/// L, as the sample of this moment has it, and U = L + V.
void measure_energies(const Snapshot& snapshot, Record& record) {
  const std::vector<float>& sampled = (*snapshot.sample)[recorded::loss];
  std::vector<double>& loss = record[recorded::loss_of_weights];
  loss.assign(sampled.begin(), sampled.end());
  std::vector<double> total(loss.size());
  for_each_replica(snapshot, [&](std::size_t r) {
    total[r] = loss[r] + confinement_energy(snapshot.ensemble(), r, weights_of(snapshot, r));
  });
  record[recorded::total_loss] = std::move(total);
}

}  // namespace

Instrument weights_instrument() {
  return {.name = "weights",
          .occasion = Occasion::weight_sample,
          .arrays = {recorded_array(recorded::weights,
                                    {.unit = "1",
                                     .long_name = "weights of one replica in logical order",
                                     .axes = {{"weight", [](const Ensemble& ensemble) { return ensemble.weights(); }}},
                                     .presence = Presence::while_kept})},
          .measure = measure_weights};
}

Instrument gauge_mode_instrument() {
  const auto modes = [](const Ensemble& ensemble) { return ensemble.system->gauge_mode_count(); };
  return {.name = "gauge modes",
          .occasion = Occasion::weight_sample,
          .arrays = {recorded_array(recorded::gauge_modes, {.unit = "1",
                                                            .long_name = "modes of the weights that L does not feel",
                                                            .axes = {{"gauge_mode", modes}}})},
          .measure = measure_gauge_modes,
          .works_on = [](const Ensemble& ensemble) { return ensemble.system->gauge_mode_count() > 0; }};
}

Instrument energy_instrument() {
  return {.name = "energies",
          .occasion = Occasion::weight_sample,
          .arrays = {recorded_array(recorded::loss_of_weights, {.unit = "1", .long_name = "loss L of one replica"}),
                     recorded_array(recorded::total_loss, {.unit = "1", .long_name = "U = L + V of one replica"})},
          .measure = measure_energies};
}

// How many examples carry the loss, without a threshold: n = (sum l)^2 / sum l^2 over the losses l of the examples, the
// inverse participation ratio. It is P where all lose alike and 1 where one example has all of it.

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
