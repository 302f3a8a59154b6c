#include <gtest/gtest.h>

#include <cmath>

#include "formula/mutant_messages.h"
#include "solve/message_attempt.h"
#include "solve/study.h"
#include "theory/replica_symmetric.h"

namespace replicas::solve {

namespace {

// The floors of bench/solve/floors.py in small, each with a planted bug that misses it.

/// By how many standard errors the mean Bethe entropy of 40 instances of N = 501 lies off theory.
double entropy_off(bool patterns_shared = false) {
  const double load = 0.5;
  const int n = 501, count = 40, patterns = 251;
  double sum = 0, squares = 0;
  for (int i = 0; i < count; ++i) {
    const Instance instance = make_instance(4, patterns_shared ? 0 : static_cast<std::uint64_t>(i), {n}, patterns, 0);
    const Outcome outcome = pass_messages(instance, {.kind = Messages::bp}, kernels_for(""));
    EXPECT_TRUE(outcome.converged);
    sum += outcome.entropy;
    squares += outcome.entropy * outcome.entropy;
  }
  const double mean = sum / count, error = std::sqrt(std::max(0.0, squares / count - mean * mean) / (count - 1));
  return (mean - theory::entropy({}, load).value) / std::max(error, 1e-9);
}

TEST(SolveFloors, BetheEntropiesAverageToTheory) {
  EXPECT_LT(std::fabs(entropy_off()), 4);
  // Forty times the first instance: no scatter, and the chance of one instance as a bias.
  EXPECT_GT(std::fabs(entropy_off(true)), 4);
}

/// Of 12 instances of N = 201 at load 0.6, how many focusing belief propagation solves.
template <class Messages>
int solved_by_focusing() {
  int solved = 0;
  for (std::uint64_t i = 0; i < 12; ++i) {
    const Instance instance = make_instance(5, i, {201}, 121, 0);
    MessageAttempt<Messages> attempt(instance, {.step = 5e-3, .iterations = 400}, kernels_for(""));
    while (attempt.advance()) {
    }
    solved += attempt.outcome().solved ? 1 : 0;
  }
  return solved;
}

TEST(SolveFloors, FocusingSolvesMostInstancesAtLoad060) {
  // N = 1001 solves 195 of 200 at 0.70 and N = 201 still 74 of 80; 10 of 12 leave room for two that are missed.
  EXPECT_GE(solved_by_focusing<MessagePassing>(), 10);
  EXPECT_LT(solved_by_focusing<OnsagerTooLate>(), 10);
  EXPECT_LT(solved_by_focusing<FullFieldFocused>(), 10);
}

/// Patterns times their labels as those of images are: all lie along one direction, nine of ten the same way and the
/// tenth against it, with noise of a third of that; components are cut at 0.
Instance patterns_that_are_alike(std::uint64_t number, const Machine& machine, int count) {
  Instance instance = make_instance(6, number, machine, count, 0);
  RandomStream random(6, number);
  const auto normal = [&] {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += random.uniform();
    return sum;
  };
  std::vector<double> direction;
  for (int i = 0; i < machine.inputs; ++i) direction.push_back(normal());
  for (int a = 0; a < count; ++a) {
    const double along = random.uniform() < 0.1 ? -3 : 3;
    for (int i = 0; i < machine.inputs; ++i)
      instance.patterns.set(a, i, along * direction[static_cast<std::size_t>(i)] + normal() > 0);
  }
  return instance;
}

/// Of 8 committees of 5 units on 100 patterns that are alike, how many focusing belief propagation solves.
template <class Messages>
int solved_alike(double own_field) {
  int solved = 0;
  for (std::uint64_t i = 0; i < 8; ++i) {
    const Instance instance = patterns_that_are_alike(i, {.inputs = 101, .units = 5}, 100);
    MessageAttempt<Messages> attempt(instance, {.full = true, .step = 1e-2, .own_field = own_field, .iterations = 400},
                                     kernels_for(""));
    while (attempt.advance()) {
    }
    solved += attempt.outcome().solved ? 1 : 0;
  }
  return solved;
}

TEST(SolveFloors, FocusingSolvesCommitteesOnPatternsThatAreAlike) {
  const double own_field = MessageOptions{}.own_field;
  EXPECT_GE(solved_alike<FullMessages>(own_field), 7);
  EXPECT_LT(solved_alike<FullMessages>(0), 5);           // all units become the same perceptron
  EXPECT_LT(solved_alike<FocusInAHurry>(own_field), 5);  // fields oscillate
}

}  // namespace

}  // namespace replicas::solve
