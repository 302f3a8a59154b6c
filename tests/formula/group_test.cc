// Replicas that are coupled are one independent sample together: errors are taken over groups of them, and the pilot
// looks at whole groups.
#include <gtest/gtest.h>

#include "formula/forwarding_sampler.h"
#include "formula/hand_made.h"
#include "observe/instruments/instrument.h"
#include "observe/observables/blocks.h"
#include "observe/observables/curves.h"
#include "observe/observables/observable.h"
#include "observe/observables/two_starts.h"
#include "observe/statistics/distributions.h"
#include "observe/statistics/jackknife.h"
#include "run/sweep.h"

namespace replicas {
namespace {

constexpr std::size_t groups = 6, members = 4;

/// The plain sampler with the strongest coupling there is: after each step every replica of a group stands where the
/// first one does.
class Coupled final : public ForwardingSampler {
 public:
  using ForwardingSampler::ForwardingSampler;

  std::vector<ReplicaSums> advance(std::uint64_t first, std::uint64_t last) override {
    std::vector<ReplicaSums> sums(ensemble().replica_count());
    for (std::uint64_t step = first; step < last; ++step) {
      const std::vector<ReplicaSums> own = ForwardingSampler::advance(step, step + 1);
      for (std::size_t r = 0; r < sums.size(); ++r) {
        sums[r].count += own[r].count;
        sums[r].loss += own[r].loss;
        sums[r].loss2 += own[r].loss2;
      }
      couple();
    }
    return sums;
  }
  void load(std::span<const float> weights) override {
    ForwardingSampler::load(weights);
    couple();
  }

 private:
  void couple() {
    std::vector<float> weights = this->weights();
    const auto n = static_cast<std::ptrdiff_t>(weights.size() / ensemble().replica_count());
    const auto each = static_cast<std::ptrdiff_t>(ensemble().map().group);
    for (std::ptrdiff_t r = 0; r < std::ssize(weights) / n; ++r)
      std::copy_n(weights.begin() + r / each * each * n, n, weights.begin() + r * n);
    ForwardingSampler::load(weights);
  }
};

Ensemble coupled_ensemble() {
  Ensemble ensemble = tiny_ensemble(static_cast<int>(groups * members));
  ensemble.group = static_cast<int>(members);
  return ensemble;
}

/// A short run of it.
Measurements measured() {
  Measurements run{.ensemble = coupled_ensemble()};
  run.sample_interval = 10;
  SweepPlan plan{.steps = 400};
  plan.schedule = make_schedule(run.ensemble, 400, 400, 0, 10);
  Engine engine = engine_with<Coupled>(run.ensemble);
  engine.load(normal_weights(run.ensemble));
  Timer timer;
  sweep(engine, plan, run, timer, {}, [] { return false; });
  gather_blocks(run, plan.schedule);
  run.start_loss.assign(run.ensemble.replica_count(), 0.0);
  return run;
}

// With members that are copies of each other, the G groups are G independent numbers x: the squared error of their mean
// is S / (G (G - 1)), S the sum of (x - mean)^2. Over all G M chains, which it would be if they were independent, it is
// M S / (G M (G M - 1)): here 4.6 times smaller.
TEST(Group, ErrorsAreTakenOverGroups) {
  Measurements run = measured();
  const Column column = evaluated("loss_mean", run);
  Moments independent;
  for (std::size_t g = 0; g < groups; ++g) {
    double loss = 0, count = 0;
    for (const std::vector<ReplicaSums>& block : run.blocks) {
      loss += block[g * members].loss;
      count += static_cast<double>(block[g * members].count);
    }
    independent.add(loss / count);
  }
  EXPECT_NEAR(column.values[0] / independent.mean, 1, 1e-12);
  const double expected = std::sqrt(independent.squares / (groups * (groups - 1.0))) * student_widening(groups - 1);
  EXPECT_NEAR(column.error[0] / expected, 1, 1e-9);

  run.ensemble.group = 1;
  const Column over_chains = evaluated("loss_mean", run);
  const double all = groups * members;
  const double narrower =
      std::sqrt((groups - 1.0) / (all - 1)) * student_widening(all - 1) / student_widening(groups - 1);
  EXPECT_NEAR(over_chains.error[0] / expected, narrower, 1e-9);
  EXPECT_LT(narrower, 0.5);
}

/// The same run with the first member of each group alone, coupled to nobody.
Measurements one_of_each(const Measurements& run) {
  Measurements few{.ensemble = tiny_ensemble(static_cast<int>(groups))};
  few.steps = run.steps;
  few.sample_interval = run.sample_interval;
  few.two_starts = run.two_starts;
  const auto firsts = [](const auto& all) {
    std::remove_cvref_t<decltype(all)> some;
    const std::size_t each = all.size() / (groups * members);
    for (std::size_t i = 0; i < all.size(); ++i)
      if (i / each % members == 0) some.push_back(all[i]);
    return some;
  };
  const auto records = [&]<class Record>(const std::vector<Record>& series) {
    std::vector<Record> some;
    for (const Record& record : series) {
      some.emplace_back().step = record.step;
      for (const RecordedArray& array : recorded_arrays(Record::occasion))
        visit_array(record, array, [&](const auto& all) {
          visit_array(some.back(), array, [&](auto& own) {
            if constexpr (std::is_same_v<decltype(own), std::remove_cvref_t<decltype(all)>&>) own = firsts(all);
          });
        });
    }
    return some;
  };
  few.samples = records(run.samples);
  few.weight_samples = records(run.weight_samples);
  for (const std::vector<ReplicaSums>& block : run.blocks) few.blocks.push_back(firsts(block));
  few.start_loss.assign(groups, 0.0);
  return few;
}

void expect_same(const BlockMeans& a, const BlockMeans& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t row = 0; row < a.size(); ++row)
    for (std::size_t i = 0; i < a[row].size(); ++i) EXPECT_NEAR(a[row][i] / b[row][i], 1, 1e-12);
}

// Copies say no more than one of them, whoever counts them.
TEST(Group, CopiesDriftMoveAndBeginAsOneOfThem) {
  Measurements run = measured();
  run.two_starts = true;
  const Measurements few = one_of_each(run);
  const Digest digest(run), single(few);
  ASSERT_EQ(loss_blocks(digest, 0).size(), groups);
  expect_same(loss_blocks(digest, 0), loss_blocks(single, 0));
  expect_same(weight_norm2_blocks(digest, 0), weight_norm2_blocks(single, 0));
  const Drift moved = drift(loss_blocks(digest, 0)), expected = drift(loss_blocks(single, 0));
  EXPECT_NEAR(moved.probability / expected.probability, 1, 1e-9);

  const StartComparison starts = compare_starts(digest, 0), of_single = compare_starts(single, 0);
  ASSERT_GT(of_single.error, 0);
  EXPECT_NEAR(starts.difference / of_single.difference, 1, 1e-9);
  EXPECT_NEAR(starts.error / of_single.error, 1, 1e-9);
  EXPECT_NEAR(starts.freedom / of_single.freedom, 1, 1e-9);

  const std::vector<Curve> curves = displacement_curves(digest, 1), of_singles = displacement_curves(single, 1);
  ASSERT_FALSE(of_singles.empty());
  for (const std::size_t i : {0, 1}) {  // weight_displacement and its error
    ASSERT_EQ(curves[i].values.size(), of_singles[i].values.size());
    for (std::size_t k = 0; k < curves[i].values.size(); ++k) {
      ASSERT_GT(of_singles[i].values[k], 0) << curves[i].name;
      EXPECT_NEAR(curves[i].values[k] / of_singles[i].values[k], 1, 1e-9) << curves[i].name;
    }
  }
}

/// s2 of some replicas, weight by weight: what cloud_variance is without the formula of the jackknife.
double variance_of_cloud(const std::vector<float>& weights, std::size_t n, std::size_t first, std::size_t left_out) {
  Moments over_weights;
  for (std::size_t i = 0; i < n; ++i) {
    Moments own;
    for (std::size_t r = 0; r < weights.size() / n; ++r)
      if (r < first || r >= first + left_out) own.add(static_cast<double>(weights[r * n + i]));
    over_weights.add(own.squares / (own.count - 1));
  }
  return over_weights.mean;
}

TEST(Group, AnErrorOfTheCloudLeavesOutWholeGroups) {
  Measurements run{.ensemble = coupled_ensemble()};
  run.start_loss.assign(run.ensemble.replica_count(), 0.0);
  const std::size_t n = run.ensemble.weights();
  for (std::uint64_t k = 0; k < 4; ++k) {
    WeightSample& sample = run.weight_samples.emplace_back();
    sample.step = 10 * (k + 1);
    run.ensemble.seed = k + 1;
    sample[recorded::weights] = normal_weights(run.ensemble);
  }
  const std::vector<Curve> curves = displacement_curves(Digest(run), 1);
  ASSERT_EQ(curves[2].name, "cloud_variance");
  ASSERT_EQ(curves[3].name, "cloud_variance_error");
  for (std::size_t k = 0; k < 4; ++k) {
    const std::vector<float>& weights = run.weight_samples[k][recorded::weights];
    EXPECT_NEAR(curves[2].values[k], variance_of_cloud(weights, n, 0, 0), 1e-9);
    Moments without;
    for (std::size_t g = 0; g < groups; ++g) without.add(variance_of_cloud(weights, n, g * members, members));
    EXPECT_NEAR(curves[3].values[k], std::sqrt(jackknife_variance(without)) * student_widening(groups - 1), 1e-9);
  }
}

TEST(Group, IsDeletedWhole) {
  // A group that lost a member by divergence is one all the same.
  const std::vector<std::size_t> chains = {0, 1, 2, 3, 5, 7, 8, 9, 10, 11};
  EXPECT_EQ(jackknife_parts(chains, 4, 128), (std::vector<std::size_t>{0, 0, 0, 0, 1, 1, 2, 2, 2, 2}));
  EXPECT_EQ(jackknife_parts(chains, 4, 2), (std::vector<std::size_t>{0, 0, 0, 0, 1, 1, 0, 0, 0, 0}));
  EXPECT_EQ(jackknife_parts(chains, 1, 3), (std::vector<std::size_t>{0, 1, 2, 0, 1, 2, 0, 1, 2, 0}));
}

TEST(Group, IsAdvancedAndSlicedWhole) {
  Ensemble ensemble = coupled_ensemble();
  check(ensemble);
  ensemble.owned = ReplicaRange{4, 8};
  check(ensemble);
  ensemble.owned = ReplicaRange{2, 8};
  EXPECT_THROW(check(ensemble), Error);
  ensemble.owned.reset();
  ensemble.replicas = 6;  // one group and a half
  EXPECT_THROW(check(ensemble), Error);
}

}  // namespace
}  // namespace replicas
