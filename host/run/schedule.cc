#include "run/schedule.h"

#include <algorithm>

namespace replicas {

namespace {

constexpr std::size_t cell_count = 40;
constexpr std::size_t block_count = 10;
constexpr std::size_t weight_sample_count = 256;
constexpr std::size_t curvature_check_count = 16;
constexpr std::size_t metrics_line_count = 3000;
constexpr double most_sample_bytes = 1.5e9;  // of kept weights; fewer samples when more would not fit
constexpr double fewest_kept_samples = 16;   // where fewer would fit, no weights are kept at all

/// Every how many samples something is done that should happen about `count` times in the first `samples` samples and
/// less than twice as often as that in `planned` samples.
std::uint64_t every(std::uint64_t samples, std::uint64_t planned, std::size_t count) {
  std::uint64_t interval = std::max<std::uint64_t>(1, samples / count);
  while (planned / interval >= 2 * count) interval *= 2;
  return interval;
}

}  // namespace

std::uint64_t Schedule::every(Occasion occasion) const {
  switch (occasion) {
    case Occasion::sample: return 1;
    case Occasion::weight_sample: return weight_every;
    case Occasion::curvature_check: return curvature_every;
  }
  return 1;
}

std::uint64_t samples_per_cell(std::uint64_t first_steps, std::uint64_t burn_in, std::uint64_t sample_interval) {
  return std::max<std::uint64_t>(1, (first_steps - burn_in) / sample_interval / cell_count);
}

std::uint64_t samples_for_results(std::uint64_t samples_per_cell) {
  constexpr std::uint64_t fewest_samples = 8;
  return std::max(fewest_samples, samples_per_cell);
}

Schedule make_schedule(const Ensemble& ensemble, std::uint64_t first_steps, std::uint64_t steps, std::uint64_t burn_in,
                       std::uint64_t sample_interval) {
  const std::uint64_t samples = (first_steps - burn_in) / sample_interval;
  const std::uint64_t planned = (steps - burn_in) / sample_interval;
  const double bytes = 4.0 * static_cast<double>(ensemble.map().count() * ensemble.weights());
  const auto weight_samples =
      std::clamp<std::size_t>(static_cast<std::size_t>(most_sample_bytes / bytes), 4, weight_sample_count);
  Schedule schedule{.burn_in = burn_in, .sample_interval = sample_interval};
  schedule.cell_samples = samples_per_cell(first_steps, burn_in, sample_interval);
  schedule.weights_fit = most_sample_bytes / bytes >= fewest_kept_samples;
  schedule.weight_every = every(samples, planned, weight_samples);
  schedule.curvature_every = every(samples, planned, curvature_check_count);
  schedule.metrics_every = every(samples, planned, metrics_line_count);
  return schedule;
}

void thin_out(Measurements& measured, const Schedule& schedule) {
  const auto thin = [&schedule]<class Record>(std::vector<Record>& series) {
    std::erase_if(series, [&](const Record& record) { return !schedule.is_due(Record::occasion, record.step); });
  };
  thin(measured.weight_samples);
  thin(measured.curvature_checks);
}

void add_to_cells(Measurements& measured, const Schedule& schedule, std::uint64_t step,
                  const std::vector<ReplicaSums>& sums) {
  if (step < schedule.burn_in) return;
  const std::uint64_t sample = (step - schedule.burn_in) / schedule.sample_interval;
  const auto cell = static_cast<std::size_t>(sample / schedule.cell_samples);
  if (cell >= measured.cells.size()) measured.cells.resize(cell + 1, std::vector<ReplicaSums>(sums.size()));
  for (std::size_t r = 0; r < sums.size(); ++r) join(measured.cells[cell][r], sums[r]);
}

void gather_blocks(Measurements& measured, const Schedule& schedule) {
  const std::uint64_t cell_steps = schedule.cell_samples * schedule.sample_interval;
  const std::uint64_t done = measured.steps > schedule.burn_in ? measured.steps - schedule.burn_in : 0;
  const auto full = static_cast<std::size_t>(done / cell_steps);
  const std::size_t blocks = std::min(block_count, full);
  measured.blocks.assign(blocks, std::vector<ReplicaSums>(measured.ensemble.replica_count()));
  if (blocks == 0) return;
  for (std::size_t cell = 0; cell < measured.cells.size(); ++cell)
    for (std::size_t r = 0; r < measured.cells[cell].size(); ++r)
      join(measured.blocks[std::min(cell, full - 1) * blocks / full][r], measured.cells[cell][r]);
}

}  // namespace replicas
