#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/engine.h"
#include "observe/instruments/notebook.h"
#include "observe/instruments/record.h"

namespace replicas {

/// An axis of a recorded array beside that of the replicas.
struct Axis {
  std::string_view name;
  std::size_t (*length)(const Ensemble& ensemble);
};

/// When an array of an instrument is there.
enum class Presence {
  always,          ///< in every record
  with_test_data,  ///< in every record of a run that has test data
  while_kept,      ///< where the schedule keeps weights, and until they are dropped
};

/// What becomes of an array when the replicas of a temperature and data set are taken together.
enum class Reduction {
  none,  ///< an observable of its own reads it
  mean,  ///< a column of its name: mean over records and chains, its error by deleting groups of chains
};

/// One array that a run records, and all that follows from it: its size in records, checkpoints and the memory
/// estimate, how slices are joined (end to end over replicas), the trace and the column that it becomes.
struct RecordedArray {
  std::string_view name, unit, long_name;
  Occasion occasion;
  bool in_double;               ///< float64, else float32
  std::vector<Axis> axes = {};  ///< after that of the replicas
  Presence presence = Presence::always;
  Reduction reduction = Reduction::none;
  bool traced = false;  ///< a trace of single replicas in `posterior`; of samples, and without further axes

  std::size_t numbers(const Ensemble& ensemble) const;  ///< of one replica
  std::size_t bytes(const Ensemble& ensemble) const;    ///< of one replica
};

/// What is asked for beside the name: so that the occasion and the type of the numbers are those of the name.
struct ArrayFacts {
  std::string_view unit, long_name;
  std::vector<Axis> axes = {};
  Presence presence = Presence::always;
  Reduction reduction = Reduction::none;
  bool traced = false;
};
template <Occasion occasion, class Number>
RecordedArray recorded_array(ArrayName<occasion, Number> name, ArrayFacts facts) {
  return {
      name.text,      facts.unit,      facts.long_name, occasion, std::is_same_v<Number, double>, std::move(facts.axes),
      facts.presence, facts.reduction, facts.traced};
}

/// Calls visit(array of numbers) for one array of a record.
template <class AnyRecord, class Visit>
void visit_array(AnyRecord& record, const RecordedArray& array, Visit&& visit) {
  constexpr Occasion occasion = std::remove_const_t<AnyRecord>::occasion;
  if (array.in_double)
    visit(record[ArrayName<occasion, double>{array.name}]);
  else
    visit(record[ArrayName<occasion, float>{array.name}]);
}

/// The state that an instrument measures: the engine's present weights after `step` steps.
class Snapshot {
 public:
  Snapshot(const Engine& engine, std::uint64_t step) : engine(engine), step(step) {}

  const Engine& engine;
  const std::uint64_t step;
  const System* test = nullptr;    ///< the system on test data that every replica is shown, or none
  bool keeps_weights = false;      ///< Presence::while_kept
  const Sample* sample = nullptr;  ///< of this moment; on occasions other than `sample`
  Notebook* notebook = nullptr;    ///< asked in the middle of long work, or none

  const Ensemble& ensemble() const { return engine.ensemble(); }
  LossSummaries loss_summaries(const System& source, std::span<const double> thresholds) const {
    return engine.landscape().loss_summaries(engine.sampler().state(), source, thresholds);
  }
  const std::vector<float>& weights() const;  ///< replicas x N, fetched once

 private:
  mutable std::optional<std::vector<float>> weights_;
};

/// Work for one measurement of one replica.
struct InstrumentCost {
  int hessian_products = 0;
  int vectors = 0;  ///< vectors of N floats that it holds while it works
};

/// Something that a run records, declared: a new one is its file, its line in the table of instruments.cc, and its
/// test.
struct Instrument {
  std::string_view name;
  Occasion occasion;
  std::vector<RecordedArray> arrays;
  void (*measure)(const Snapshot& snapshot, Record& record);
  /// What it needs of the system (Capabilities, gauge modes, ...); nullptr: nothing. Else its arrays are empty.
  bool (*works_on)(const Ensemble& ensemble) = nullptr;
  /// Its random numbers: Purpose::hutchinson, and the number of the probe vector of its step (probe_vectors.h).
  std::optional<std::uint64_t> probe = {};
  InstrumentCost cost = {};
};

/// The table of instruments, in the order in which their arrays lie in checkpoints.
std::span<const Instrument> instruments();

/// The arrays of the instruments of one occasion, in the order of the table.
std::span<const RecordedArray> recorded_arrays(Occasion occasion);

/// Bytes that one replica adds to the measurements on one occasion.
double recorded_bytes(const Ensemble& ensemble, Occasion occasion, bool keeps_weights, bool has_test_data);

/// Has every instrument of the occasion measure.
void measure(const Snapshot& snapshot, Occasion occasion, Record& record);

}  // namespace replicas
