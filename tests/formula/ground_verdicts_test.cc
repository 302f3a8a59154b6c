// What is said of L0, of two starts and of slow directions: each verdict in a run where it is good and in one where it
// is not.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "formula/sound_run.h"
#include "observe/observables/two_starts.h"

namespace replicas {
namespace {

/// The verdicts of one check, worst first.
std::vector<Verdict> said(const Results& results, const std::string& check) {
  std::vector<Verdict> found;
  for (const Verdict& verdict : results.verdicts)
    if (verdict.check == check) found.push_back(verdict);
  std::ranges::sort(found, std::greater(), &Verdict::kind);
  return found;
}

testing::AssertionResult is(const Results& results, const std::string& check, Verdict::Kind kind,
                            const std::string& words) {
  const std::vector<Verdict> found = said(results, check);
  if (found.empty()) return testing::AssertionFailure() << "nothing is said of " << check;
  if (found.front().kind == kind && found.front().sentence.find(words) != std::string::npos)
    return testing::AssertionSuccess();
  return testing::AssertionFailure() << found.front().sentence;
}

/// Changes every loss that was measured or sampled: change(replica, loss).
template <class Change>
void change_losses(Measurements& run, Change change) {
  for (Sample& sample : run.samples)
    for (std::size_t r = 0; float& loss : sample[recorded::loss]) loss = static_cast<float>(change(r++, loss));
  for (std::size_t block = 0; block < sound_blocks; ++block)
    for (std::size_t r = 0; r < run.blocks[block].size(); ++r) {
      ReplicaSums& sums = run.blocks[block][r];
      sums.loss = sums.loss2 = 0;
      for (std::size_t i = block * sound_draws / sound_blocks; i < (block + 1) * sound_draws / sound_blocks; ++i) {
        const auto loss = static_cast<double>(run.samples[i][recorded::loss][r]);
        sums.loss += loss;
        sums.loss2 += loss * loss;
      }
    }
}

TEST(TwoStarts, ThatAgreeAreCalledSo) {
  Measurements run = sound_run();
  EXPECT_TRUE(said(analysed(run), "two_starts").empty()) << "a run with one kind of start has nothing to compare";
  run.two_starts = true;
  const Results results = analysed(run);
  EXPECT_TRUE(is(results, "two_starts", Verdict::Kind::good, "agree"));
  // 8 and 8 chains of 160 draws with a deviation of 2.2 T: the difference has a standard error of 2.2 T / sqrt(160 x
  // 4).
  EXPECT_NEAR(results.column("start_difference_error")->values[0], 2.2e-3 / std::sqrt(640.0),
              0.5 * 2.2e-3 / std::sqrt(640.0));
}

TEST(TwoStarts, ThatDisagreeFailTheRun) {
  Measurements run = sound_run();
  run.two_starts = true;
  change_losses(run, [&](std::size_t r, double loss) {
    return loss * (begins_from_prior(run.ensemble, run.ensemble.chain(r)) ? 1.25 : 1);
  });
  EXPECT_TRUE(is(analysed(run), "two_starts", Verdict::Kind::failure, "disagree"));
}

TEST(TwoStarts, OfTooFewReplicasAreNotTested) {
  Measurements run = sound_run();
  run.two_starts = true;
  for (std::size_t r = 0; r < run.ensemble.replica_count(); ++r)
    if (run.ensemble.chain(r) > 2) run.divergences.push_back({r, 10});
  EXPECT_TRUE(is(analysed(run), "two_starts", Verdict::Kind::note, "Not tested"));
}

TEST(TwoStarts, OfSeveralDataSetsAreComparedWithinEach) {
  Measurements run = sound_run();
  change_datasets(run.ensemble, [](std::vector<Dataset>& all) { all.resize(8, Dataset(all.front())); });
  run.two_starts = true;
  // Chains 0 to 7 descend, 8 to 15 are drawn: one of each per data set, whose levels differ by far more than the
  // starts.
  change_losses(run, [&](std::size_t r, double loss) {
    return loss * (1 + 0.2 * static_cast<double>(run.ensemble.dataset_index(r)));
  });
  EXPECT_TRUE(is(analysed(run), "two_starts", Verdict::Kind::good, "agree"));
  change_losses(run, [&](std::size_t r, double loss) { return loss * (run.ensemble.chain(r) >= 8 ? 1.4 : 1); });
  EXPECT_TRUE(is(analysed(run), "two_starts", Verdict::Kind::failure, "disagree"));
}

void spread_norms(Measurements& run, float by) {
  for (Sample& sample : run.samples)
    for (std::size_t r = 0; r < sample[recorded::weight_norm2].size(); ++r)
      sample[recorded::weight_norm2][r] += by * static_cast<float>(run.ensemble.chain(r) % 4);
}

TEST(Mixing, OfSlowDirectionsIsAskedBeforeTheLossIsCalledSound) {
  Measurements run = sound_run();
  EXPECT_TRUE(said(analysed(run), "mixing").empty());
  spread_norms(run, 0.4f);  // spread of chains 0.45 against 1 within: R-hat about 1.1
  EXPECT_TRUE(is(analysed(run), "mixing", Verdict::Kind::failure, "<start> both"));
  run.two_starts = true;
  EXPECT_TRUE(is(analysed(run), "mixing", Verdict::Kind::note, "two starts agree"));
  change_losses(run, [&](std::size_t r, double loss) {
    return loss * (begins_from_prior(run.ensemble, run.ensemble.chain(r)) ? 1.25 : 1);
  });
  EXPECT_TRUE(is(analysed(run), "mixing", Verdict::Kind::failure, "have not mixed"));
}

TEST(Mixing, IsNotRescuedByTwoStartsWhereNothingMoved) {
  Measurements run = sound_run();
  run.two_starts = true;
  spread_norms(run, 10);
  EXPECT_TRUE(is(analysed(run), "mixing", Verdict::Kind::failure, "have not mixed"));
}

TEST(GroundLoss, AboveTheMeanLossIsAFailure) {
  Measurements run = sound_run();
  run.ensemble.confinement.kind = Confinement::Kind::anchor;
  run.ensemble.anchor = normal_weights(run.ensemble);
  run.start_loss.assign(run.ensemble.replica_count(), 0.0);
  EXPECT_TRUE(is(analysed(run), "ground_loss", Verdict::Kind::good, "anchor"));
  run.start_loss.assign(run.ensemble.replica_count(), 0.05);
  const Results results = analysed(run);
  EXPECT_TRUE(is(results, "ground_loss", Verdict::Kind::failure, "the anchor is not a minimum"));
  EXPECT_NEAR(results.column("llc")->values[0], (5e-3 - 0.05) / 1e-3, 0.2);
}

TEST(GroundLoss, ADimensionAboveTheRankIsNotedAndBeyondTwiceItFails) {
  Measurements run = sound_run();  // d_mean is 10 of at most 6 x 3 answers
  EXPECT_TRUE(said(analysed(run), "dimension").empty());
  change_losses(run, [](std::size_t, double loss) { return 2.5 * loss; });
  EXPECT_TRUE(is(analysed(run), "dimension", Verdict::Kind::note, "linearly counts two"));
  change_losses(run, [](std::size_t, double loss) { return 2 * loss; });
  EXPECT_TRUE(is(analysed(run), "dimension", Verdict::Kind::failure, "above twice"));
}

/// Losses that no replica brought below ln 2 / 6: L0 has to come from somewhere.
Measurements unfitted() {
  Measurements run = sound_run();
  run.start_loss.assign(run.ensemble.replica_count(), 0.5);
  change_losses(run, [](std::size_t, double loss) { return loss + 0.3; });
  for (auto& block : run.blocks)
    for (ReplicaSums& sums : block) sums.wrong = static_cast<double>(2 * sums.count);
  return run;
}

TEST(GroundLoss, WithoutADescentIsDoubtfulAndItsErrorIsCarried) {
  const Results results = analysed(unfitted());
  EXPECT_TRUE(is(results, "ground_loss", Verdict::Kind::note, "d_var"));
  EXPECT_EQ(results.integers.at("ground_loss_doubtful"), 1);
  // The straight line ends at 0.3, and 480 draws saw 0.3 - 2 T at the lowest: they refute it, so L0 is what was seen.
  for (const char* name : {"d_mean", "llc", "d_gamma", "d_heat", "d_excess"})
    EXPECT_GT(results.find_column(name)->error[0], 0.2 * std::fabs(results.find_column(name)->values[0])) << name;
  EXPECT_LT(results.column("d_var")->error[0], 0.1 * results.column("d_var")->values[0]);
}

TEST(GroundLoss, ByDescentIsCountedFromAndCarriesWhatTheStartsLeaveOpen) {
  const Measurements run = unfitted();
  const PlainEngine<float> engine(run.ensemble);
  LossMinimum minimum{.value = 0.28, .left = 1e-9, .between_starts = 0, .starts = 16, .converged = 16};
  const Results sharp = analyse(run, engine, nullptr, {minimum});
  EXPECT_NEAR(sharp.column("d_mean")->values[0], 2 * (0.305 - 0.28) / 1e-3, 0.3);
  EXPECT_LT(sharp.column("d_mean")->error[0], 0.2);
  EXPECT_NE(sharp.attributes.at("ground_loss_origin").find("by descent"), std::string::npos);
  minimum.between_starts = 2e-3;
  const Results open = analyse(run, engine, nullptr, {minimum});
  EXPECT_NEAR(open.column("d_mean")->error[0], 2 * 2e-3 / 1e-3, 0.1);
  EXPECT_NEAR(open.column("llc")->error[0], 2e-3 / 1e-3, 0.05);
}

TEST(GroundLoss, OfOneTemperatureWithoutADescentHasNoErrorToGive) {
  Measurements run = unfitted();
  Measurements one = run;
  one.ensemble.temperatures = {1e-3};
  one.ensemble.dynamics.step_sizes = {0.05};
  const std::size_t chains = static_cast<std::size_t>(one.ensemble.replicas);
  for (Sample& sample : one.samples) {
    sample[recorded::loss].resize(chains);
    sample[recorded::weight_norm2].resize(chains);
    sample[recorded::active_points].resize(chains * active_thresholds.size());
  }
  for (auto& block : one.blocks) block.resize(chains);
  for (CurvatureCheck& check : one.curvature_checks) check[recorded::largest_eigenvalue].resize(chains);
  one.start_loss.resize(chains);
  one.start_target.resize(chains);
  const Results results = analysed(one);
  EXPECT_TRUE(std::isnan(results.column("d_mean")->error[0]));
  EXPECT_TRUE(std::isfinite(results.column("d_var")->error[0]));
  EXPECT_TRUE(is(results, "ground_loss", Verdict::Kind::note, "d_var"));
}

TEST(Errors, OfTwoReplicasAreNotGiven) {
  Measurements run = sound_run();
  for (std::size_t r = 0; r < run.ensemble.replica_count(); ++r)
    if (run.ensemble.chain(r) > 1) run.divergences.push_back({r, 10});
  EXPECT_TRUE(std::isnan(analysed(run).column("d_var")->error[0]));
}

}  // namespace
}  // namespace replicas
