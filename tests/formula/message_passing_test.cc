// Messages against plain loops in double, against enumeration and against theory; planted bugs are noticed.
#include <gtest/gtest.h>

#include <cmath>

#include "formula/mutant_messages.h"
#include "solve/enumerate.h"
#include "solve/message_passing.h"
#include "solve/random_stream.h"
#include "theory/replica_symmetric.h"

namespace replicas::solve {

namespace {

double normal_hazard(double z) {
  return std::exp(-0.5 * z * z) / std::sqrt(2 * M_PI) / (0.5 * std::erfc(z / std::sqrt(2.0)));
}

/// The magnetisations after some iterations, by the equations of message_passing.h as they stand there.
std::vector<double> plain_messages(const Instance& instance, const MessageOptions& options, int iterations) {
  const int n = instance.patterns.columns(), p = instance.patterns.rows();
  RandomStream random(instance.seed, instance.number);
  std::vector<double> h, m, g(static_cast<std::size_t>(p));
  for (int i = 0; i < n; ++i) h.push_back(0.02 * (random.uniform() - 0.5));
  for (const double each : h) m.push_back(std::tanh(each));
  for (int t = 0; t < iterations; ++t) {
    double v = 0, gamma = 0;
    for (const double each : m) v += (1 - each * each) / n;
    for (int a = 0; a < p; ++a) {
      double omega = 0;
      for (int i = 0; i < n; ++i) omega += instance.patterns.sign(a, i) * m[std::size_t(i)] / std::sqrt(n);
      omega -= v * g[std::size_t(a)];
      g[std::size_t(a)] = normal_hazard(-omega / std::sqrt(v)) / std::sqrt(v);
      gamma += g[std::size_t(a)] * (g[std::size_t(a)] + omega / v) / n;
    }
    for (int i = 0; i < n; ++i) {
      const auto k = static_cast<std::size_t>(i);
      double in = m[k] * gamma;
      for (int a = 0; a < p; ++a) in += instance.patterns.sign(a, i) * g[std::size_t(a)] / std::sqrt(n);
      double full = in;
      if (options.kind == Messages::reinforced) full += (1 - std::pow(1 - options.step, t)) * h[k];
      if (options.kind == Messages::focusing) {
        const double rho = options.step * t, coupling = std::sqrt(rho), y = (2 - rho) / (1 - rho);
        full += std::atanh(coupling * std::tanh((y - 1) * std::atanh(coupling * std::tanh(in))));
      }
      h[k] = options.damping * h[k] + (1 - options.damping) * full;
    }
    for (int i = 0; i < n; ++i) m[std::size_t(i)] = std::tanh(h[std::size_t(i)]);
  }
  return m;
}

/// The largest difference of a magnetisation from the plain loops'.
/// `undamped`, a planted bug: fields are replaced, not mixed.
template <class Messages = MessagePassing>
double deviation(const MessageOptions& options, bool undamped = false) {
  const Instance instance = make_instance(3, 0, {101}, 50, 0);
  MessageOptions mutated = options;
  if (undamped) mutated.damping = 0;
  Messages messages(instance, mutated, generic_kernels());
  constexpr int iterations = 12;
  for (int t = 0; t < iterations; ++t) messages.iterate();
  const std::vector<double> expected = plain_messages(instance, options, iterations);
  double worst = 0;
  for (std::size_t i = 0; i < expected.size(); ++i)
    worst = std::max(worst, std::fabs(messages.magnetisations()[i] - expected[i]));
  return worst;
}

}  // namespace

TEST(MessagePassing, IterationsAreThoseOfPlainLoopsAndPlantedBugsAreNot) {
  // Float messages drift from double by 1e-7 a step, times what an iteration amplifies.
  constexpr double agrees = 1e-4, differs = 1e-2;
  const MessageOptions bp{.kind = Messages::bp}, reinforced{.kind = Messages::reinforced, .step = 0.05},
      focusing{.kind = Messages::focusing, .step = 0.05};
  for (const MessageOptions& options : {bp, reinforced, focusing}) {
    EXPECT_LT(deviation(options), agrees);
    EXPECT_GT(deviation<OnsagerTooLate>(options), differs);
    EXPECT_GT(deviation(options, true), differs);
  }
  EXPECT_GT(deviation<FullFieldFocused>(focusing), differs);
}

TEST(MessagePassing, BetheEntropyIsTheoryOnAverage) {
  // Of 24 instances; beside their standard error corrections of 1/N = 0.0014 are allowed.
  const int n = 701, count = 24;
  for (const double load : {0.4, 0.6}) {
    double sum = 0, squares = 0;
    for (int i = 0; i < count; ++i) {
      const Instance instance = make_instance(2, std::uint64_t(i), {n}, int(load * n), 0);
      const Outcome outcome = pass_messages(instance, {.kind = Messages::bp}, kernels_for(""));
      ASSERT_TRUE(outcome.converged);
      sum += outcome.entropy;
      squares += outcome.entropy * outcome.entropy;
    }
    const double mean = sum / count, error = std::sqrt((squares / count - mean * mean) / (count - 1));
    EXPECT_NEAR(mean, theory::entropy({}, int(load * n) / double(n)).value, 4 * error + 0.0014) << load;
    EXPECT_LT(error, 0.004);
  }
}

TEST(MessagePassing, SumsOverSolutionsAreThoseOfEnumeration) {
  // ln sum exp(gamma w.w*) over the solutions, per weight, at N = 21: Bethe is exact up to 1/N, with P = 4.
  double difference = 0;
  const int count = 10;
  for (int number = 0; number < count; ++number) {
    const Instance instance = make_instance(4, std::uint64_t(number), {21}, 4, 0);
    const BitRows solution = enumerate(instance).first;
    const auto counts = solutions_by_distance(instance, solution);
    EXPECT_EQ(counts[0], 1u);
    const double strength = 0.5;
    double weighted = 0;
    for (std::size_t d = 0; d < counts.size(); ++d)
      weighted += double(counts[d]) * std::exp(strength * (21.0 - 2.0 * double(d)));
    const LocalEntropy found = local_entropies(instance, solution, std::vector{strength}, generic_kernels())[0];
    ASSERT_TRUE(found.converged);
    difference += found.entropy + strength * (1 - 2 * found.distance) - std::log(weighted) / 21;
  }
  EXPECT_NEAR(difference / count, 0, 0.01);
}

TEST(MessagePassing, FocusingSolvesWhereBeliefPropagationDoesNot) {
  int focused = 0, plain = 0;
  for (int i = 0; i < 4; ++i) {
    const Instance instance = make_instance(1, std::uint64_t(i), {501}, 300, 0);
    const Outcome outcome = pass_messages(instance, {.kind = Messages::focusing, .step = 5e-3}, kernels_for(""));
    EXPECT_EQ(outcome.solved, outcome.errors == 0);
    focused += outcome.solved ? 1 : 0;
    plain += pass_messages(instance, {.kind = Messages::bp, .iterations = 500}, kernels_for("")).solved ? 1 : 0;
  }
  EXPECT_GE(focused, 3);
  EXPECT_EQ(plain, 0);
}

}  // namespace replicas::solve
