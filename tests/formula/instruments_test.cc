// What the instruments declare is what they record, and what the size of a run is reckoned by.
#include "observe/instruments/instrument.h"

#include <gtest/gtest.h>

#include <set>

#include "engine/plain/plain_engine.h"
#include "formula/hand_made.h"
#include "observe/instruments/measurement_fields.h"
#include "observe/instruments/probe_vectors.h"
#include "observe/observables/observable.h"

namespace replicas {
namespace {

constexpr std::array occasions = {Occasion::sample, Occasion::weight_sample, Occasion::curvature_check};

TEST(Instruments, DeclareArraysOfDifferentNamesWithUnitsAndWords) {
  for (const Occasion occasion : occasions) {
    std::set<std::string_view> names;
    for (const RecordedArray& array : recorded_arrays(occasion)) {
      EXPECT_TRUE(names.insert(array.name).second) << array.name;
      EXPECT_FALSE(array.unit.empty() || array.long_name.empty()) << array.name;
      EXPECT_TRUE(!array.traced || (occasion == Occasion::sample && array.axes.empty())) << array.name;
      EXPECT_TRUE(array.reduction == Reduction::none || array.axes.empty()) << array.name;
    }
  }
}

TEST(Instruments, HaveRandomNumbersOfTheirOwn) {
  std::set<std::uint64_t> probes;
  for (const Instrument& instrument : instruments())
    if (instrument.probe) {
      EXPECT_LT(*instrument.probe, probes_per_step) << instrument.name;
      EXPECT_TRUE(probes.insert(*instrument.probe).second) << instrument.name;
    }
  EXPECT_EQ(probes.size(), 2u);
}

/// Everything that is recorded at one moment, with test data and the weights.
Measurements measured_once() {
  const Ensemble ensemble = tiny_ensemble(3);
  PlainEngine<float> engine(ensemble);
  engine.load(normal_weights(ensemble));
  Measurements run{.ensemble = ensemble};
  run.steps = 20;
  run.burn_in = 10;
  run.sample_interval = 10;
  run.start_loss.assign(3, 0.0);
  Snapshot snapshot(engine, 20);
  snapshot.test = ensemble.system.get();
  snapshot.keeps_weights = true;
  measure(snapshot, Occasion::sample, run.samples.emplace_back());
  snapshot.sample = &run.samples.back();
  measure(snapshot, Occasion::weight_sample, run.weight_samples.emplace_back());
  measure(snapshot, Occasion::curvature_check, run.curvature_checks.emplace_back());
  return run;
}

template <class Record>
double bytes_of(const Record& record) {
  double bytes = 0;
  for (const RecordedArray& array : recorded_arrays(Record::occasion))
    visit_array(record, array,
                [&](const auto& values) { bytes += static_cast<double>(values.size() * sizeof(values[0])); });
  return bytes;
}

TEST(Instruments, RecordWhatTheyDeclare) {
  const Measurements run = measured_once();
  EXPECT_TRUE(sizes_fit(run));
  const auto declared = [&](Occasion occasion) { return 3 * recorded_bytes(run.ensemble, occasion, true, true); };
  EXPECT_EQ(bytes_of(run.samples[0]), declared(Occasion::sample));
  EXPECT_EQ(bytes_of(run.weight_samples[0]), declared(Occasion::weight_sample));
  EXPECT_EQ(bytes_of(run.curvature_checks[0]), declared(Occasion::curvature_check));
  EXPECT_LT(recorded_bytes(run.ensemble, Occasion::weight_sample, false, true),
            recorded_bytes(run.ensemble, Occasion::weight_sample, true, true));
  EXPECT_LT(recorded_bytes(run.ensemble, Occasion::weight_sample, true, false),
            recorded_bytes(run.ensemble, Occasion::weight_sample, true, true));
}

TEST(Instruments, SizesThatAreNotDeclaredDoNotFit) {
  const auto spoilt = [](auto change) {
    Measurements run = measured_once();
    change(run);
    return !sizes_fit(run);
  };
  EXPECT_TRUE(spoilt([](Measurements& run) { run.samples[0][recorded::loss].pop_back(); }));
  EXPECT_TRUE(spoilt([](Measurements& run) { run.samples[0][recorded::active_points].resize(3); }));
  EXPECT_TRUE(spoilt([](Measurements& run) { run.weight_samples[0][recorded::curvature_probe].clear(); }));
  EXPECT_TRUE(spoilt([](Measurements& run) { run.weight_samples[0][recorded::weights].pop_back(); }));
  EXPECT_TRUE(spoilt([](Measurements& run) { run.curvature_checks[0].step = 15; }));
  EXPECT_FALSE(spoilt([](Measurements& run) { run.weight_samples[0][recorded::weights].clear(); })) << "dropped";
  EXPECT_TRUE(spoilt([](Measurements& run) {
    run.samples[0].step = 20;
    run.weight_samples.push_back(run.weight_samples[0]);
    run.weight_samples[0].step = 10;
    run.burn_in = 0;
    run.weight_samples[1][recorded::test_loss].clear();
  })) << "test data come and go";
}

// n = (sum l)^2 / sum l^2 of each replica, and their mean as a column.
TEST(LossParticipation, CountsTheExamplesThatCarryTheLoss) {
  const Measurements run = measured_once();
  PlainEngine<float> engine(run.ensemble);
  engine.load(normal_weights(run.ensemble));
  const ExampleLosses examples = engine.example_losses();
  const std::size_t size = examples.losses.size() / 3;
  const std::vector<double>& found =
      run.weight_samples[0][ArrayName<Occasion::weight_sample, double>{"loss_participation"}];
  ASSERT_EQ(found.size(), 3u);
  Moments replicas;
  for (std::size_t r = 0; r < 3; ++r) {
    Moments losses;
    for (std::size_t i = r * size; i < (r + 1) * size; ++i) losses.add(static_cast<double>(examples.losses[i]));
    const double expected = losses.count / (1 + losses.variance() / (losses.mean * losses.mean));
    EXPECT_NEAR(found[r] / expected, 1, 1e-9);
    EXPECT_GT(found[r], 1);
    EXPECT_LT(found[r], static_cast<double>(size));
    replicas.add(found[r]);
  }
  EXPECT_NEAR(evaluated("loss_participation", run).values[0], replicas.mean, 1e-12);
}

TEST(Instruments, ThatAreReducedToMeansHaveColumns) {
  for (const Occasion occasion : occasions)
    for (const RecordedArray& array : recorded_arrays(occasion))
      if (array.reduction == Reduction::mean) {
        const auto made = std::ranges::count(observables(), array.name, &Observable::name);
        EXPECT_EQ(made, 1) << array.name;
      }
}

}  // namespace
}  // namespace replicas
