#pragma once

#include "formula/tiny_ensemble.h"
#include "observe/instruments/measurements.h"
#include "observe/observables/observable.h"

namespace replicas {

inline constexpr std::size_t sound_draws = 160, sound_blocks = 16;

/// 16 replicas at three temperatures whose losses and weights are independent from draw to draw.
inline Measurements sound_run() {
  Measurements run{.ensemble = tiny_ensemble(16, {1e-3, 2e-3, 4e-3})};
  run.steps = 1000 * (sound_draws + 40);
  run.burn_in = 40'000;
  run.sample_interval = 1000;
  const std::size_t count = run.ensemble.replica_count();
  const auto normal = [&](std::size_t replica, std::size_t step, std::size_t i) {
    return noise(7, Purpose::langevin, replica, 4, step, i);
  };
  for (std::size_t i = 0; i < sound_draws; ++i) {
    Sample sample;
    sample.step = run.burn_in + 1000 * (i + 1);
    for (std::size_t r = 0; r < count; ++r) {
      const double temperature = run.ensemble.temperatures[run.ensemble.temperature_index(r)];
      sample[recorded::loss].push_back(
          static_cast<float>(temperature * (5 + 2.2 * static_cast<double>(normal(r, i, 0)))));
      sample[recorded::weight_norm2].push_back(40 + normal(r, i, 1));
    }
    sample[recorded::active_points].assign(count * active_thresholds.size(), 4.0f);
    run.samples.push_back(sample);
  }
  for (std::size_t block = 0; block < sound_blocks; ++block) {
    std::vector<ReplicaSums> sums(count);
    for (std::size_t i = block * sound_draws / sound_blocks; i < (block + 1) * sound_draws / sound_blocks; ++i)
      for (std::size_t r = 0; r < count; ++r) {
        const auto loss = static_cast<double>(run.samples[i][recorded::loss][r]);
        ++sums[r].count;
        sums[r].loss += loss;
        sums[r].loss2 += loss * loss;
        sums[r].gradient2 += 1e-4;
        sums[r].gradient_product += 1e-4;
      }
    run.blocks.push_back(sums);
  }
  CurvatureCheck& check = run.curvature_checks.emplace_back();
  check.step = run.steps;
  check[recorded::largest_eigenvalue].assign(count, 1.0);  // eta times it: 0.05
  run.start_loss.assign(count, 0.001);
  run.start_target.assign(count, 0.002);
  return run;
}

/// All that is said of a run.
inline Results analysed(const Measurements& run) { return analyse(run, PlainEngine<float>(run.ensemble)); }

}  // namespace replicas
