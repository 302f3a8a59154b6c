#include "observe/instruments/gauge.h"
#include "observe/observables/digest.h"
#include "observe/observables/observable.h"
#include "observe/observables/pooled.h"

namespace replicas {

void reduce_gauge_modes(Digest& digest) {
  const Measurements& m = digest.measurements;
  const Ensemble& ensemble = m.ensemble;
  const std::size_t modes = ensemble.system->gauge_mode_count(), n = ensemble.weights();
  if (ensemble.dynamics.has_velocities() || !ensemble.dynamics.constant()) return;  // the windows know no such motion
  for (std::size_t r = 0; r < digest.replicas.size(); ++r) {
    const std::size_t rung = ensemble.temperature_index(r);
    std::vector<float> centre(modes, 0.0f);
    if (!ensemble.anchor.empty()) centre = ensemble.system->gauge_modes(std::span(ensemble.anchor).subspan(r * n, n));
    for (std::size_t i = 1; i < m.weight_samples.size(); ++i) {
      const WeightSample &before = m.weight_samples[i - 1], &after = m.weight_samples[i];
      if (before[recorded::gauge_modes].empty() || after[recorded::gauge_modes].empty() || after.step <= before.step)
        continue;
      const std::vector<GaugeWindow> windows = gauge_windows(ensemble, rung, after.step - before.step);
      for (std::size_t k = 0; k < modes; ++k) {
        const auto centred = [&](const WeightSample& sample) {
          return static_cast<double>(sample[recorded::gauge_modes][r * modes + k]) - static_cast<double>(centre[k]);
        };
        const double d = centred(after) - windows[k].decay_factor * centred(before);
        digest.replicas[r].gauge.add(d * d / (windows[k].variance_at_temperature * ensemble.temperatures[rung]));
      }
    }
  }
}

namespace {
double t_gauge(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return pooled(digest, temperature, chains, &ReplicaDigest::gauge).mean;
}
}  // namespace

Family gauge_thermometer_observables() {
  return {{"t_gauge", "1", "temperature of the gauge modes of the output layer, divided by T", t_gauge}};
}

}  // namespace replicas
