// Verdicts about sampled weights and neighbouring temperatures: one planted fault each brings out its sentence.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <ostream>

#include "formula/sound_run.h"
#include "observe/observables/observable.h"

namespace replicas {
namespace {

/// Weights at `count` moments: weight(replica, moment, i).
template <class Weight>
void add_weights(Measurements& run, std::size_t count, Weight weight) {
  for (std::size_t k = 0; k < count; ++k) {
    WeightSample sample;
    sample.step = run.burn_in + 1000 * (k + 1);
    for (std::size_t r = 0; r < run.ensemble.replica_count(); ++r)
      for (std::size_t i = 0; i < run.ensemble.weights(); ++i) sample[recorded::weights].push_back(weight(r, k, i));
    run.weight_samples.push_back(std::move(sample));
  }
}

float normal(std::size_t replica, std::size_t moment, std::size_t i) {
  return noise(8, Purpose::langevin, replica, 64, moment, i);
}

struct MapFault {
  const char* name;
  const char* check;
  Verdict::Kind kind;
  const char* words;
  std::function<void(Measurements&)> plant;
  friend void PrintTo(const MapFault& fault, std::ostream* out) { *out << fault.name; }
};

const std::vector<MapFault>& faults() {
  using enum Verdict::Kind;
  static const std::vector<MapFault> all = {
      {"FewWeightSamples", "covariance_spectrum", note, "Too few samples for a spectrum: 8 samples",
       [](Measurements& run) { add_weights(run, 8, normal); }},
      {"WeightsNotKept", "covariance_spectrum", note, "The weights were not kept",
       [](Measurements& run) { run.weight_samples.resize(40); }},
      {"WeightsDiffuse", "covariance_spectrum", note, "shape of a free random walk at every temperature",
       [](Measurements& run) {
         std::vector<float> place(run.ensemble.replica_count() * run.ensemble.weights());
         add_weights(run, 128, [&](std::size_t r, std::size_t k, std::size_t i) {
           return place[r * run.ensemble.weights() + i] += normal(r, k, i);
         });
       }},
      {"ReplicasSitApart", "basins", note, "different basins at every temperature",
       [](Measurements& run) {
         add_weights(run, 40, [](std::size_t r, std::size_t k, std::size_t i) {
           return 3 * normal(r, 1000, i) + normal(r, k, i);
         });
       }},
      {"RungsOfTwoLandscapes", "energy_ratio", note, "do not belong to one landscape",
       [](Measurements& run) {  // the hottest rung is half as hot as it says
         for (Sample& sample : run.samples)
           for (std::size_t r = 32; r < 48; ++r) sample[recorded::loss][r] *= 0.7f;
       }},
      {"RungsFarApart", "reweighting", note, "share too few losses",
       [](Measurements& run) {  // one a hundred times as hot
         run.ensemble.temperatures[2] *= 100;
         for (Sample& sample : run.samples)
           for (std::size_t r = 0; r < 48; ++r)
             sample[recorded::loss][r] = std::fabs(sample[recorded::loss][r]) * (r < 32 ? 1 : 100);
       }},
  };
  return all;
}

std::string sentences(const std::vector<Verdict>& verdicts, const MapFault& fault) {
  std::string text;
  for (const Verdict& verdict : verdicts)
    if (verdict.check == fault.check && verdict.kind == fault.kind) text += verdict.sentence + "\n";
  return text;
}

class PlantedMapFault : public testing::TestWithParam<MapFault> {};

TEST_P(PlantedMapFault, IsCalledWhatItIsAndOnlyThen) {
  Measurements run = sound_run();
  add_weights(run, 64, normal);
  EXPECT_EQ(sentences(analysed(run).verdicts, GetParam()).find(GetParam().words), std::string::npos);
  run.weight_samples.clear();
  GetParam().plant(run);
  const std::string said = sentences(analysed(run).verdicts, GetParam());
  EXPECT_NE(said.find(GetParam().words), std::string::npos) << said;
}

INSTANTIATE_TEST_SUITE_P(MapVerdicts, PlantedMapFault, testing::ValuesIn(faults()),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace replicas
