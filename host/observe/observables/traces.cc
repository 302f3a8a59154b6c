#include "observe/observables/curves.h"

#include "observe/instruments/instrument.h"

namespace replicas {

namespace {

/// [chain][draw][temperature]
std::vector<float> in_order(const Ensemble& ensemble, const std::vector<Sample>& samples, const RecordedArray& array) {
  const auto chains = static_cast<std::size_t>(ensemble.replicas);
  const std::size_t temperatures = ensemble.temperatures.size();
  std::vector<float> values(chains * samples.size() * temperatures);
  for (std::size_t draw = 0; draw < samples.size(); ++draw)
    visit_array(samples[draw], array, [&](const auto& recorded) {
      for (std::size_t t = 0; t < temperatures; ++t)
        for (std::size_t chain = 0; chain < chains; ++chain)
          values[(chain * samples.size() + draw) * temperatures + t] =
              static_cast<float>(recorded[ensemble.map().number(t, chain)]);
    });
  return values;
}

std::vector<std::int64_t> steps(const std::vector<Sample>& samples) {
  std::vector<std::int64_t> result;
  result.reserve(samples.size());
  for (const Sample& sample : samples) result.push_back(static_cast<std::int64_t>(sample.step));
  return result;
}

}  // namespace

void add_traces(Results& results, const Measurements& m) {
  const Ensemble& ensemble = m.ensemble;
  results.chains = ensemble.replicas;
  const auto add = [&](const std::vector<Sample>& samples, const char* group) {
    for (const RecordedArray& array : recorded_arrays(Occasion::sample))
      if (array.traced)
        results.traces.push_back({.name = std::string(array.name),
                                  .unit = std::string(array.unit),
                                  .long_name = std::string(array.long_name),
                                  .values = in_order(ensemble, samples, array),
                                  .axes = draws_axes(ensemble.replicas, samples.size(), ensemble.temperatures),
                                  .group = group});
  };
  add(m.samples, draws_group);
  if (!m.warmup.empty()) add(m.warmup, warmup_group);
  results.warmup_draw_steps = steps(m.warmup);
  results.draw_steps = steps(m.samples);
  const auto chains = static_cast<std::size_t>(ensemble.replicas);
  for (std::size_t chain = 0; chain < chains; ++chain)
    results.dataset_of_chain.push_back(static_cast<std::int64_t>(ensemble.dataset_index(chain)));

  const std::size_t temperatures = ensemble.temperatures.size(), draws = m.samples.size();
  results.diverging.assign(chains * draws * temperatures, 0);
  for (const Divergence& divergence : m.divergences)
    for (std::size_t draw = 0; draw < draws; ++draw)
      if (m.samples[draw].step >= divergence.step)
        results.diverging[(ensemble.chain(divergence.replica) * draws + draw) * temperatures +
                          ensemble.temperature_index(divergence.replica)] = 1;
}

}  // namespace replicas
