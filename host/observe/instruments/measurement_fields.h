#pragma once

#include <concepts>
#include <type_traits>

#include "observe/instruments/instrument.h"
#include "observe/instruments/measurements.h"

namespace replicas {

// What a run has to remember, field by field, for the files of store/. The structured bindings name every member: a new
// one does not compile until it has its word here too.

template <class Record, class Which>
concept IsRecord = std::same_as<std::remove_const_t<Record>, Which>;

template <IsRecord<ReplicaSums> Record, class Visit>
void visit_fields(Record& record, Visit&& visit) {
  visit(record.count);
  for (const StepSum& sum : step_sums) visit(record.*sum.member);
  visit(record.finite);
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

/// Step and arrays, in the order in which the instruments declare them.
template <class Record, class Visit>
requires requires { std::remove_const_t<Record>::occasion; }
void visit_fields(Record& record, Visit&& visit) {
  visit(record.step);
  for (const RecordedArray& array : recorded_arrays(std::remove_const_t<Record>::occasion))
    visit_array(record, array, visit);
}

/// `series(...)` gets the vectors that only ever grow at their end: a segment holds what was added since the last one.
/// `open_series(...)` gets those of which the last entry changes until the next one begins: a segment holds that too.
/// `values(...)` gets what changes in place: every segment holds all of it. The rest follows from the configuration.
template <IsRecord<Measurements> Record, class Series, class OpenSeries, class Values>
void visit_measurements(Record& record, Series&& series, OpenSeries&& open_series, Values&& values) {
  auto& [ensemble, steps, burn_in, sample_interval, warmup, samples, cells, blocks, weight_samples, curvature_checks,
         divergences, weights_set, start_loss, start_target, start_weights, two_starts, gradient_descent,
         automatic_step_size, planned_steps] = record;
  series(warmup, samples, weight_samples, curvature_checks, divergences, weights_set);
  open_series(cells);
  values(steps, start_loss, start_target);
}

/// Whether every vector has the size, and every number the range, that the observables rely on for this ensemble: what
/// comes from a file is asked before it is used.
bool sizes_fit(const Measurements& measured);

/// Adds what a slice of the ensemble has measured to `whole`, which has what the slices before it have: every record
/// grows over replicas, none over time. False, and `whole` is of no use any more, where they did not look at the same
/// moments.
bool join_measurements(Measurements& whole, Measurements slice);

}  // namespace replicas
