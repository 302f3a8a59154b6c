#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "formula/tiny_ensemble.h"
#include "model/error.h"
#include "observe/observables/digest.h"
#include "observe/observables/observable.h"

namespace replicas {

/// Sums over `count` steps at which L had this mean and this variance (divided by the count).
inline ReplicaSums sums_of(double mean, double variance = 0, std::uint64_t count = 100) {
  const auto n = static_cast<double>(count);
  return {.count = count, .loss = n * mean, .loss2 = n * (mean * mean + variance)};
}

/// A run of which nothing is known but what a test writes into it. Its L0 are known and exact: an anchor's losses, 0
/// until the test says otherwise.
inline Measurements hand_made(int replicas, Ladder temperatures, std::size_t datasets = 1) {
  Measurements run{.ensemble = tiny_ensemble(replicas, std::move(temperatures))};
  change_datasets(run.ensemble, [&](std::vector<Dataset>& all) { all.resize(datasets, Dataset(all.front())); });
  run.ensemble.confinement = {Confinement::Kind::anchor, 1};
  run.ensemble.anchor.assign(run.ensemble.replica_count() * run.ensemble.weights(), 0.0f);
  run.start_loss.assign(run.ensemble.replica_count(), 0.0);
  run.blocks.push_back(std::vector<ReplicaSums>(run.ensemble.replica_count(), sums_of(0)));
  run.steps = 1000;
  return run;
}

/// Of a moment, everything that is recorded at a sample: numbers over replicas, and x active_thresholds.
inline Sample sample_of(std::uint64_t step, std::vector<float> loss, std::vector<float> weight_norm2,
                        std::vector<float> active_points) {
  Sample sample;
  sample.step = step;
  sample[recorded::loss] = std::move(loss);
  sample[recorded::weight_norm2] = std::move(weight_norm2);
  sample[recorded::active_points] = std::move(active_points);
  return sample;
}

/// One column, evaluated on one thread.
inline Column evaluated(std::string_view name, const Digest& digest) {
  for (const Observable& observable : observables())
    if (observable.name == name) return evaluate({&observable, 1}, digest, 1).front();
  fail(ErrorKind::internal, "no observable {}", name);
}

inline Column evaluated(std::string_view name, const Measurements& run) { return evaluated(name, Digest(run)); }

}  // namespace replicas
