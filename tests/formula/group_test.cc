// Replicas that are coupled are one independent sample together: errors are taken over groups of them, and the pilot
// looks at whole groups.
#include <gtest/gtest.h>

#include "formula/forwarding_sampler.h"
#include "formula/hand_made.h"
#include "observe/observables/observable.h"
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
  EXPECT_NEAR(column.value[0] / independent.mean, 1, 1e-12);
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
