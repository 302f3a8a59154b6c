#pragma once

#include <concepts>

#include "observe/instruments/measurements.h"

namespace replicas {

// What a run has to remember, field by field, for the files of store/. The structured bindings name every member: a new
// one does not compile until it has its word here too.

template <class Record, class Which>
concept IsRecord = std::same_as<std::remove_const_t<Record>, Which>;

template <IsRecord<ReplicaSums> Record, class Visit>
void visit_fields(Record& record, Visit&& visit) {
  auto& [count, loss, loss2, gradient2, gradient_product, wrong, largest_weight, finite] = record;
  visit(count, loss, loss2, gradient2, gradient_product, wrong, largest_weight, finite);
}

template <IsRecord<Divergence> Record, class Visit>
void visit_fields(Record& record, Visit&& visit) {
  auto& [replica, step] = record;
  visit(replica, step);
}

template <IsRecord<WeightsSet> Record, class Visit>
void visit_fields(Record& record, Visit&& visit) {
  auto& [step] = record;
  visit(step);
}

template <IsRecord<Sample> Record, class Visit>
void visit_fields(Record& record, Visit&& visit) {
  auto& [step, loss, weight_norm2, active_points] = record;
  visit(step, loss, weight_norm2, active_points);
}

template <IsRecord<WeightSample> Record, class Visit>
void visit_fields(Record& record, Visit&& visit) {
  auto& [step, weights, gauge_modes, curvature_probe, loss, total_loss, test_loss, test_error] = record;
  visit(step, weights, gauge_modes, curvature_probe, loss, total_loss, test_loss, test_error);
}

template <IsRecord<CurvatureCheck> Record, class Visit>
void visit_fields(Record& record, Visit&& visit) {
  auto& [step, largest_eigenvalue] = record;
  visit(step, largest_eigenvalue);
}

/// `series(...)` gets the vectors that only ever grow at their end: a segment holds what was added since the last one.
/// `open_series(...)` gets those of which the last entry changes until the next one begins: a segment holds that too.
/// `values(...)` gets what changes in place: every segment holds all of it. The rest follows from the configuration.
template <IsRecord<Measurements> Record, class Series, class OpenSeries, class Values>
void visit_measurements(Record& record, Series&& series, OpenSeries&& open_series, Values&& values) {
  auto& [ensemble, steps, burn_in, sample_interval, warmup, samples, cells, blocks, weight_samples, curvature_checks,
         divergences, weights_set, start_loss, start_target, two_starts, gradient_descent, automatic_step_size,
         planned_steps] = record;
  series(warmup, samples, weight_samples, curvature_checks, divergences, weights_set);
  open_series(cells);
  values(steps, start_loss, start_target);
}

}  // namespace replicas
