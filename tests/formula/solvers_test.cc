// Least action, replicated descent and annealing: what they solve, their stationary law, planted bugs, interruption.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "solve/annealing.h"
#include "solve/enumerate.h"
#include "solve/least_action.h"
#include "solve/replicated_descent.h"
#include "solve/study_run.h"

namespace replicas::solve {

namespace {

template <class Solver>
Outcome run(Solver solver) {
  while (solver.advance()) {
  }
  return solver.outcome();
}

/// The exact means of the energy of one replica, and of the overlap of two, for y replicas of a tiny network.
struct Means {
  double energy = 0, overlap = 0;
};

double plain_cost(const Instance& instance, Energy energy, double steepness, const std::vector<int>& units) {
  const Machine& machine = instance.machine;
  const int output = output_field(machine, units);
  if (energy == Energy::cross_entropy) {
    const double d = output / std::sqrt(double(machine.units == 1 ? machine.inputs
                                               : machine.parity   ? 1
                                                                  : machine.units));
    return std::log(1 + std::exp(-2 * steepness * d)) / (2 * steepness);
  }
  if (output > 0) return 0;
  if (energy == Energy::error) return 1;
  // The fewest flips, over all sets of units that may turn.
  int fewest = 1000;
  for (unsigned turned = 0; turned < 1u << machine.units; ++turned) {
    std::vector<int> after = units;
    int flips = 0;
    for (std::size_t k = 0; k < units.size(); ++k)
      if ((turned >> k & 1) != 0) {
        flips += (std::abs(units[k]) + 1) / 2;
        after[k] = machine.units == 1 ? 1 : -units[k];
      }
    if (output_field(machine, after) > 0) fewest = std::min(fewest, flips);
  }
  return 2 / std::sqrt(double(machine.inputs)) * fewest;
}

Means exact_means(const Instance& instance, const AnnealingOptions& options) {
  const Machine& machine = instance.machine;
  const unsigned count = 1u << machine.weights();
  std::vector<double> energy(count);
  for (unsigned w = 0; w < count; ++w) {
    BitRows weights(machine.units, machine.inputs);
    for (int k = 0; k < machine.units; ++k)
      for (int i = 0; i < machine.inputs; ++i) weights.set(k, i, (w >> (k * machine.inputs + i) & 1) != 0);
    const std::vector<int> fields = unit_fields(instance, weights, generic_kernels());
    for (std::size_t at = 0; at < fields.size(); at += std::size_t(machine.units))
      energy[w] +=
          plain_cost(instance, options.energy, options.steepness,
                     {fields.begin() + std::ptrdiff_t(at), fields.begin() + std::ptrdiff_t(at) + machine.units});
  }
  double sum = 0;
  Means means;
  const auto add = [&](double weight, double mean_energy, double overlap) {
    sum += weight;
    means.energy += weight * mean_energy;
    means.overlap += weight * overlap;
  };
  if (options.replicas == 1) {
    for (unsigned w = 0; w < count; ++w) add(std::exp(-energy[w] / options.hot), energy[w], 1);
  } else {
    for (unsigned a = 0; a < count; ++a)
      for (unsigned b = 0; b < count; ++b)
        for (unsigned c = 0; c < count; ++c) {
          double weight = std::exp(-(energy[a] + energy[b] + energy[c]) / options.hot), overlap = 0;
          for (int i = 0; i < machine.weights(); ++i) {
            const auto s = [&](unsigned w) { return (w >> i & 1) != 0 ? 1 : -1; };
            weight *= std::cosh(options.gamma_high * (s(a) + s(b) + s(c)));
            overlap += double(s(a) * s(b)) / machine.weights();
          }
          add(weight, (energy[a] + energy[b] + energy[c]) / 3, overlap);
        }
  }
  return {means.energy / sum, means.overlap / sum};
}

/// Deviations of energy and overlap from the exact law of `options`, in standard errors of 40 blocks. `change` plants a
/// bug in what runs.
Means deviations(
    const Machine& machine, AnnealingOptions options,
    const std::function<void(AnnealingOptions&)>& change = [](AnnealingOptions&) {}) {
  const Instance instance = make_instance(5, 0, machine, 4, 0);
  options.cold = options.hot;
  options.gamma_low = options.gamma_high;
  options.stop = false;
  const int blocks = 40, each = options.replicas == 1 ? 400 : 200;
  options.sweeps = std::uint64_t(blocks * each + 100);
  AnnealingOptions changed = options;
  change(changed);
  Annealing annealing(instance, changed, generic_kernels());
  for (int t = 0; t < 100; ++t) annealing.advance();
  const Means exact = exact_means(instance, options);
  double sum[2] = {}, squares[2] = {};
  for (int block = 0; block < blocks; ++block) {
    double mean[2] = {};
    for (int t = 0; t < each; ++t) {
      annealing.advance();
      mean[0] += annealing.energy() / options.replicas / each;
      if (options.replicas == 1) continue;
      const int differ = generic_kernels().differing(annealing.replica(0).row(0), annealing.replica(1).row(0), 1);
      mean[1] += (1 - 2.0 * differ / machine.weights()) / each;
    }
    for (int q = 0; q < 2; ++q) {
      sum[q] += mean[q] / blocks;
      squares[q] += mean[q] * mean[q] / blocks;
    }
  }
  const auto z = [&](int q, double law) {
    return std::fabs(sum[q] - law) / std::sqrt(std::max(1e-30, squares[q] - sum[q] * sum[q]) / (blocks - 1));
  };
  return {z(0, exact.energy), options.replicas == 1 ? 0 : z(1, exact.overlap)};
}

}  // namespace

TEST(Solvers, AnnealingHasTheLawOfItsEnergyAndPlantedBugsDoNot) {
  // Twelve comparisons within 4.5 standard errors of blocks many correlation times long.
  const Machine perceptron{.inputs = 7}, committee{.inputs = 3, .units = 3},
      parity{.inputs = 3, .units = 3, .tree = true, .parity = true};
  for (const Machine& machine : {perceptron, committee, parity})
    for (const Energy energy : {Energy::error, Energy::linear, Energy::cross_entropy})
      EXPECT_LT(deviations(machine, {.energy = energy, .hot = 0.7}).energy, 4.5) << machine.units << int(energy);
  const Machine small{.inputs = 5};
  const AnnealingOptions replicated{.hot = 0.7, .replicas = 3, .gamma_high = 0.4};
  EXPECT_LT(deviations(small, replicated).energy, 4.5);
  EXPECT_LT(deviations(small, replicated).overlap, 4.5);
  const auto uncoupled = [](AnnealingOptions& mutant) { mutant.gamma_low = mutant.gamma_high = 0; };
  const auto wrong_acceptance = [](AnnealingOptions& mutant) { mutant.hot = mutant.cold = 2 * mutant.hot; };
  EXPECT_GT(deviations(small, replicated, uncoupled).overlap, 6);
  EXPECT_GT(deviations(small, replicated, wrong_acceptance).energy, 6);
}

TEST(Solvers, LeastActionTurnsAsFewUnitsAsItMust) {
  std::vector<int> order;
  const auto turned = [&](const Machine& machine, std::vector<int> fields) {
    std::vector<std::pair<int, int>> found;
    least_change<int>(machine, 1, fields, order, [&](int k, int direction) { found.emplace_back(k, direction); });
    return found;
  };
  using Found = std::vector<std::pair<int, int>>;
  const Machine five{.inputs = 9, .units = 5}, parity{.inputs = 9, .units = 3, .tree = true, .parity = true};
  EXPECT_EQ(turned(five, {-1, -3, -5, -7, 9}), (Found{{0, 1}, {1, 1}}));
  EXPECT_EQ(turned(five, {-7, 3, -5, 7, -9}), (Found{{2, 1}}));
  EXPECT_EQ(turned(five, {-1, 3, -5, 7, 9}), Found{});
  EXPECT_EQ(turned(parity, {-5, 3, 9}), (Found{{1, -1}}));
  EXPECT_EQ(turned(parity, {-1, -3, 9}), Found{});
  EXPECT_EQ(turned({.inputs = 9}, {-1}), (Found{{0, 1}}));
}

TEST(Solvers, LeastActionAndItsEntropicFormSolveTrees) {
  const Machine tree{.inputs = 101, .units = 3, .tree = true};
  for (std::uint64_t number = 0; number < 3; ++number) {
    const Instance instance = make_instance(1, number, tree, 60, 0);
    const Outcome plain = run(LeastAction(instance, {.epochs = 500}, kernels_for("")));
    const Outcome entropic = run(LeastAction(instance, {.noise = 0.05, .anneal = 50, .epochs = 500}, kernels_for("")));
    EXPECT_TRUE(plain.solved && plain.errors == 0);
    EXPECT_TRUE(entropic.solved && entropic.errors == 0);
    Instance flipped = instance;  // the other label of every pattern
    for (int a = 0; a < flipped.count(); ++a) flipped.flip(a);
    const Outcome wrong = run(LeastAction(flipped, {.epochs = 50}, kernels_for("")));
    EXPECT_GT(errors(instance, wrong.weights, kernels_for("")), 0);
  }
}

TEST(Solvers, ReplicatedDescentSolvesWhatASingleReplicaDoesNot) {
  // The published set of parameters with 201 patterns has to succeed; single replicas need many times its epochs.
  const Machine committee{.inputs = 101, .units = 5};
  int coupled = 0, uncoupled = 0;
  for (std::uint64_t number = 0; number < 3; ++number) {
    const Instance instance = make_instance(1, number, committee, 202, 0);
    const DescentOptions options{.batch = 40, .epochs = 1000};
    coupled += run(ReplicatedDescent(instance, options, kernels_for(""))).solved ? 1 : 0;
    DescentOptions mutant = options;
    mutant.kick = 0;
    mutant.epochs = 400;
    uncoupled += run(ReplicatedDescent(instance, mutant, kernels_for(""))).solved ? 1 : 0;
  }
  EXPECT_EQ(coupled, 3);
  EXPECT_EQ(uncoupled, 0);
}

TEST(Solvers, EverySolverGoesOnBitForBitFromItsState) {
  for (const Solver solver :
       {Solver::sbpi, Solver::focusing, Solver::reinforced, Solver::least_action, Solver::descent, Solver::annealing})
    for (const bool full : {false, true}) {
      if (full && solver != Solver::focusing) continue;
      Study study{.machine = {.inputs = 101}, .solver = solver};
      study.messages.full = full;
      study.messages.kind = solver == Solver::reinforced ? Messages::reinforced : Messages::focusing;
      study.annealing.replicas = 3;
      study.descent.batch = 20;
      const Instance instance = instance_of(study, 0.9, 3);
      const auto whole = make_attempt(study, instance, generic_kernels());
      for (int t = 0; t < 30; ++t) whole->advance();
      const auto first = make_attempt(study, instance, generic_kernels()),
                 second = make_attempt(study, instance, generic_kernels());
      for (int t = 0; t < 13; ++t) first->advance();
      second->restore(first->state());
      for (int t = 13; t < 30; ++t) second->advance();
      EXPECT_EQ(second->state(), whole->state()) << int(solver);
      EXPECT_TRUE(second->outcome().weights == whole->outcome().weights);
    }
}

TEST(Solvers, AStudyThatWasStoppedEndsAsTheWhole) {
  Study study{.machine = {.inputs = 101}, .loads = {0.3, 0.5}, .instances = 4, .attempts = 2, .solver = Solver::sbpi};
  study.flips = {0.1};
  study.sbpi.epochs = 300;
  const auto bytes = [](StudyRun& run) {
    auto all = run.by_load();
    StateWriter writer;
    for (auto& load : all)
      for (Solved& each : load) {
        each.seconds = 0;
        writer(each);
      }
    return writer.bytes();
  };
  StudyRun whole(study, "a");
  EXPECT_TRUE(whole.go_on(generic_kernels(), {}));
  int looks = 0;
  std::vector<std::byte> saved;
  StudyRun::Watch watch;
  watch.stop = [&] { return ++looks > 5; };
  watch.save = [&](const std::vector<std::byte>& state) { saved = state; };
  StudyRun stopped(study, "a");
  EXPECT_FALSE(stopped.go_on(generic_kernels(), watch));
  EXPECT_GT(stopped.finished(), 0u);
  StudyRun again(study, "a");
  again.restore(saved);
  EXPECT_EQ(again.finished(), stopped.finished());
  study.threads = 2;
  EXPECT_TRUE(again.go_on(generic_kernels(), {}));
  EXPECT_EQ(bytes(again), bytes(whole));
  EXPECT_THROW(StudyRun(study, "b").restore(saved), Error);
  saved.pop_back();
  EXPECT_THROW(again.restore(saved), Error);

  StudyRun joined(study, "a");
  for (int shard = 0; shard < 3; ++shard) {
    StudyRun part(study, "a", shard, 3);
    EXPECT_TRUE(part.go_on(generic_kernels(), {}));
    joined.join(part);
  }
  EXPECT_EQ(bytes(joined), bytes(whole));
}

}  // namespace replicas::solve
