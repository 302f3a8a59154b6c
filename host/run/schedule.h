#pragma once

#include <cstdint>

#include "observe/instruments/measurements.h"

namespace replicas {

/// When a sweep looks at what. Fixed by the length that a run had at its start, so that a run continued to more steps
/// keeps its grid; where it would collect too much, it looks half as often, a quarter as often, ...
struct Schedule {
  std::uint64_t burn_in = 45000;       ///< a multiple of sample_interval
  std::uint64_t sample_interval = 50;  ///< divides the steps
  std::uint64_t cell_samples = 1;      ///< samples in one cell of sums
  std::uint64_t weight_every = 1;      ///< samples from one weight sample to the next
  std::uint64_t curvature_every = 1;   ///< samples from one curvature check to the next
  bool weights_fit = true;             ///< enough weight samples for spectra fit into memory: they keep the weights
  std::uint64_t metrics_every = 1;     ///< samples from one line of metrics.jsonl to the next

  std::uint64_t every(Occasion occasion) const;  ///< samples from one record of this occasion to the next
  /// Whether a step that ends a sample interval after burn-in is one.
  bool is_due(Occasion occasion, std::uint64_t step) const {
    return (step - burn_in) / sample_interval % every(occasion) == 0;
  }
};

/// `first_steps`: the length of the run at its start, `steps`: as long as it is planned now.
Schedule make_schedule(const Ensemble& ensemble, std::uint64_t first_steps, std::uint64_t steps, std::uint64_t burn_in,
                       std::uint64_t sample_interval);

/// Samples in one cell of sums. Results need one full cell, and eight samples.
std::uint64_t samples_per_cell(std::uint64_t first_steps, std::uint64_t burn_in, std::uint64_t sample_interval);
std::uint64_t samples_for_results(std::uint64_t samples_per_cell);

/// Drops weight samples and curvature checks that a schedule of more steps would not have taken.
void thin_out(Measurements& measured, const Schedule& schedule);

/// Adds the sums of one chunk, which began at `step`, to their cell; nothing before the end of burn-in.
void add_to_cells(Measurements& measured, const Schedule& schedule, std::uint64_t step,
                  const std::vector<ReplicaSums>& sums);

/// Makes the blocks that the observables read: at most 10, of cells that are full; the last takes what is left over.
void gather_blocks(Measurements& measured, const Schedule& schedule);

}  // namespace replicas
