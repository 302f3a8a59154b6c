// Every verdict on a constructed run: a sound run passes, and one planted fault brings out the sentence meant for it.
#include "observe/verdicts/verdicts.h"

#include <gtest/gtest.h>

#include <functional>
#include <ostream>

#include "formula/judged.h"
#include "observe/observables/observable.h"

namespace replicas {
namespace {

struct Fault {
  const char* name;
  const char* check;
  Verdict::Kind kind;
  const char* words;
  std::function<void(Measurements&)> plant;
  friend void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }
};

const std::vector<Fault>& faults() {
  using enum Verdict::Kind;
  static const std::vector<Fault> all = {
      {"DivergedReplica", "divergence", failure, "replica 17 (T = 0.002, chain 1, by step 900)",
       [](Measurements& run) {
         run.divergences.push_back({17, 900});
       }},
      {"NoConfinement", "confinement", failure, "no equilibrium",
       [](Measurements& run) { run.ensemble.confinement.kind = Confinement::Kind::none; }},
      {"FixedDecay", "confinement", note, "weight decay",
       [](Measurements& run) { run.ensemble.confinement.kind = Confinement::Kind::decay; }},
      {"StartAboveTarget", "start", note, "replica 3 (T = 0.001, chain 3) at loss 0.5",
       [](Measurements& run) { run.start_loss[3] = 0.5; }},
      {"LossDrifts", "stationarity", failure, "the loss drift at T = 0.004",
       [](Measurements& run) {
         for (std::size_t b = 0; b < sound_blocks; ++b)
           for (std::size_t r = 32; r < 48; ++r)
             run.blocks[b][r].loss += 0.0005 * static_cast<double>(b) * static_cast<double>(run.blocks[b][r].count);
       }},
      {"WeightsDrift", "stationarity", failure, "|w|^2 drift at every temperature",
       [](Measurements& run) {
         for (std::size_t i = 0; i < sound_draws; ++i)
           for (float& norm : run.samples[i][recorded::weight_norm2]) norm += 0.02f * static_cast<float>(i);
       }},
      {"TooShort", "stationarity", failure, "Too short to see a drift",
       [](Measurements& run) { run.blocks.resize(4); }},
      {"ReplicasDisagree", "r_hat", failure, "The replicas do not agree",
       [](Measurements& run) {
         for (Sample& sample : run.samples) sample[recorded::loss][20] *= 4;
       }},
      {"SlowLoss", "effective_sample_size", failure, "Too few independent samples",
       [](Measurements& run) {  // each replica's loss changes once in 40 draws
         for (std::size_t i = 0; i < sound_draws; ++i)
           run.samples[i][recorded::loss] = run.samples[i / 40 * 40][recorded::loss];
       }},
      {"SlowLossIsAlsoShort", "length", failure, "autocorrelation times",
       [](Measurements& run) {
         for (std::size_t i = 0; i < sound_draws; ++i)
           run.samples[i][recorded::loss] = run.samples[i / 40 * 40][recorded::loss];
       }},
      {"SlowDirections", "relaxation", note, "only the confinement holds",
       [](Measurements& run) { run.ensemble.dynamics.step_sizes.assign(3, 1e-4); }},
      {"BeyondStability", "step_size", failure, "beyond stability",
       [](Measurements& run) { run.curvature_checks[0][recorded::largest_eigenvalue].assign(48, 50.0); }},
      {"LargeStep", "step_size", note, "The step size is large",
       [](Measurements& run) { run.curvature_checks[0][recorded::largest_eigenvalue].assign(48, 8.0); }},
      {"Excursion", "step_size", note, "Single replicas",
       [](Measurements& run) { run.curvature_checks[0][recorded::largest_eigenvalue][40] = 42; }},
      {"DoesNotFit", "fitting", failure, "Beyond the fitting transition",
       [](Measurements& run) {  // P T = 0.6, a third of the labels wrong
         run.ensemble.temperatures = {1e-3, 2e-3, 0.1};
         for (auto& sums : run.blocks)
           for (std::size_t r = 32; r < 48; ++r) sums[r].wrong = 2 * static_cast<double>(sums[r].count);
       }},
      {"BeginsNotToFit", "fitting", note, "Near the fitting transition",
       [](Measurements& run) {
         run.ensemble.temperatures = {1e-3, 2e-3, 0.1};
         for (auto& sums : run.blocks)
           for (std::size_t r = 32; r < 48; ++r) sums[r].wrong = 0.2 * static_cast<double>(sums[r].count);
       }},
      {"CannotFit", "fitting", note, "does not fit these data",
       [](Measurements& run) {
         for (auto& sums : run.blocks)
           for (ReplicaSums& sum : sums) sum.wrong = 2 * static_cast<double>(sum.count);
       }},
  };
  return all;
}

class PlantedFault : public testing::TestWithParam<Fault> {};

TEST_P(PlantedFault, IsCalledWhatItIs) {
  Measurements run = sound_run();
  GetParam().plant(run);
  const std::vector<Verdict> verdicts = analysed(run).verdicts;
  const std::string sentence = sentence_of(verdicts, GetParam().check, GetParam().kind);
  EXPECT_NE(sentence.find(GetParam().words), std::string::npos) << all_of(verdicts);
}

INSTANTIATE_TEST_SUITE_P(Verdicts, PlantedFault, testing::ValuesIn(faults()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Verdicts, ASoundRunHasNoFailure) {
  const Results results = analysed(sound_run());
  EXPECT_NE(overall(results), Verdict::Kind::failure) << all_of(results.verdicts);
  for (const Fault& fault : faults())
    EXPECT_EQ(sentence_of(results.verdicts, fault.check, fault.kind).find(fault.words), std::string::npos)
        << fault.name << "\n"
        << all_of(results.verdicts);
}

TEST(Verdicts, StepSizeBiasNeedsToBeLargeAndKnown) {
  const auto verdict = [](double bias, double error) {
    return sentence_of(judged(judge_step_size, {column("step_bias", bias, error), column("loss_mean", 1, 0.001)}),
                       "step_size_bias", Verdict::Kind::failure);
  };
  EXPECT_NE(verdict(0.08, 0.01).find("8 %"), std::string::npos);
  EXPECT_EQ(verdict(0.04, 0.01), "");
  EXPECT_EQ(verdict(0.08, 0.05), "");
}

TEST(Verdicts, HotterThanAskedIsAFailure) {
  const auto verdict = [](double t_conf, double error) {
    return sentence_of(judged(judge_step_size, {column("t_conf", t_conf, error)}), "step_size_bias",
                       Verdict::Kind::failure);
  };
  EXPECT_NE(verdict(1.3, 0.01).find("Hotter than asked"), std::string::npos);
  EXPECT_EQ(verdict(1.1, 0.01), "");
  EXPECT_EQ(verdict(1.3, 0.2), "");
  EXPECT_EQ(verdict(2.5, 7.9), "");  // large, but no more than its error
}

TEST(Verdicts, FluctuationsThatDisagreeWithTheSlopeAreNoted) {
  const auto verdict = [](double residual) {
    return sentence_of(judged(judge_fluctuations, {column("slope_residual", residual, 0.02)}), "fluctuations",
                       Verdict::Kind::note);
  };
  EXPECT_NE(verdict(0.3).find("differ at T = 0.002"), std::string::npos);  // the ends have no centred slope
  EXPECT_EQ(verdict(0.08), "");
}

/// Gauge modes at twice the temperature.
TEST(Verdicts, AWrongTemperatureIsAFailure) {
  const Measurements run = sound_run();
  Measurements two = run;
  two.weight_samples.resize(2);
  two.weight_samples[1].step = 1000;
  Digest hot(two);
  for (const double ratio : {1.0, 2.0}) {
    for (ReplicaDigest& replica : hot.replicas) {
      replica.gauge = {};
      for (int i = 0; i < 100; ++i) replica.gauge.add(ratio);
    }
    const std::vector<Verdict> verdicts = judge_thermometer(hot, {});
    ASSERT_EQ(verdicts.size(), 1u);
    EXPECT_EQ(verdicts[0].kind, ratio == 1.0 ? Verdict::Kind::good : Verdict::Kind::failure) << verdicts[0].sentence;
  }
}

}  // namespace
}  // namespace replicas
