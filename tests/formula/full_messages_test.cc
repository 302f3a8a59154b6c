// Full messages of networks with hidden units, against plain loops, all weights, and planted bugs.
#include "solve/full_messages.h"
#include "formula/mutant_messages.h"

#include <gtest/gtest.h>

#include <cmath>

#include "solve/enumerate.h"

namespace replicas::solve {

namespace {

using Vector = std::vector<double>;

/// Magnetisations after sweeps of messages in the form in which they are published (magnetisations, error functions,
/// the output summed over all 2^K signs of the units), in double, sharing the random order alone.
Vector plain_sweeps(const Instance& instance, const MessageOptions& options, int sweeps) {
  const int n = instance.machine.inputs, units = instance.machine.units, p = instance.count();
  RandomStream random(instance.seed, instance.number);
  std::vector<double> u(std::size_t(p * units * n)), x(std::size_t(units * n));
  const auto input = [&](int a, int k, int i) {
    return instance.patterns.sign(instance.machine.tree ? a * units + k : a, i);
  };
  for (int a = 0; a < p; ++a)
    for (int k = 0; k < units; ++k)
      for (int i = 0; i < n; ++i)
        u[std::size_t((a * units + k) * n + i)] = 0.1 * (2 * random.uniform() - 1) * input(a, k, i);
  std::vector<double> own(x);
  if (options.kind != Messages::bp && units > 1 && !instance.machine.tree)
    for (double& each : own) each = options.own_field * (2 * random.uniform() - 1);
  const auto field = [&](int k, int i) {
    double sum = x[std::size_t(k * n + i)] + own[std::size_t(k * n + i)];
    for (int a = 0; a < p; ++a) sum += u[std::size_t((a * units + k) * n + i)];
    return sum;
  };
  std::vector<int> order;
  for (int a = 0; a < p; ++a) order.push_back(a);
  for (int t = 0; t < sweeps; ++t) {
    if (options.kind != Messages::bp) {
      const Focus focus = options.protocol.at(options.step, std::uint64_t(t));
      for (int k = 0; k < units; ++k)
        for (int i = 0; i < n; ++i) {
          double& added = x[std::size_t(k * n + i)];
          const double h = field(k, i) - added, c = focus.coupling;
          const double value =
              c < 1 ? std::atanh(c * std::tanh(focus.others * std::atanh(c * std::tanh(h)))) : focus.others * h;
          // On patterns that are alike, less would oscillate: full_messages.h.
          const double gain = focus.coupling * focus.coupling * focus.others;
          const double keep = std::max(options.damping, (gain - 0.75) / (gain + 1));
          added = keep * added + (1 - keep) * value;
        }
    }
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(std::uint32_t(i))]);
    for (const int a : order) {
      const auto count = static_cast<std::size_t>(units);
      std::vector<Vector> h(count, Vector(static_cast<std::size_t>(n)));
      Vector mean(count, 0), variance(count, 0);
      for (int k = 0; k < units; ++k)
        for (int i = 0; i < n; ++i) {
          const double cavity = std::tanh(field(k, i) - u[std::size_t((a * units + k) * n + i)]);
          h[std::size_t(k)][std::size_t(i)] = cavity;
          mean[std::size_t(k)] += input(a, k, i) * cavity;
          variance[std::size_t(k)] += 1 - cavity * cavity;
        }
      for (int k = 0; k < units; ++k) {
        double right[2] = {0, 0};  // of unit k at -1 and +1
        for (unsigned state = 0; state < 1u << units; ++state) {
          double weight = 1;
          int sum = 0, product = 1;
          for (int l = 0; l < units; ++l) {
            const int tau = (state >> l & 1) != 0 ? 1 : -1;
            sum += tau;
            product *= tau;
            const double up = std::erf(mean[std::size_t(l)] / std::sqrt(2 * variance[std::size_t(l)]));
            if (l != k) weight *= (1 + tau * up) / 2;
          }
          if ((instance.machine.parity ? product : sum) >= instance.least_field) right[state >> k & 1] += weight;
        }
        const double down = (right[1] - right[0]) / (right[1] + right[0]);
        for (int i = 0; i < n; ++i) {
          const double cavity = h[std::size_t(k)][std::size_t(i)];
          const int xi = input(a, k, i);
          const double m = mean[std::size_t(k)] - xi * cavity, v = variance[std::size_t(k)] - (1 - cavity * cavity);
          const double plus = std::erf((m + xi) / std::sqrt(2 * v)), minus = std::erf((m - xi) / std::sqrt(2 * v));
          const double message = down * (plus - minus) / 2 / (1 + down * (plus + minus) / 2);
          double& old = u[std::size_t((a * units + k) * n + i)];
          old = options.damping * old + (1 - options.damping) * std::atanh(message);
        }
      }
    }
  }
  Vector m;
  for (int k = 0; k < units; ++k)
    for (int i = 0; i < n; ++i) m.push_back(std::tanh(field(k, i)));
  return m;
}

/// `undamped`, a planted bug: fields are replaced, not mixed.
template <class Messages = FullMessages>
double deviation(const Machine& machine, const MessageOptions& options, bool undamped = false) {
  const int sweeps = 6;
  const Instance instance = make_instance(3, 0, machine, 20, 0);
  MessageOptions mutated = options;
  if (undamped) mutated.damping = 0;
  Messages messages(instance, mutated, generic_kernels());
  for (int t = 0; t < sweeps; ++t) messages.iterate();
  const Vector expected = plain_sweeps(instance, options, sweeps), found = messages.magnetisations();
  double worst = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) worst = std::max(worst, std::fabs(found[i] - expected[i]));
  return worst;
}

const Machine committee{.inputs = 45, .units = 3}, tree{.inputs = 45, .units = 3, .tree = true},
    parity{.inputs = 45, .units = 3, .tree = true, .parity = true};

}  // namespace

TEST(FullMessages, SweepsAreThoseOfPlainLoopsAndPlantedBugsAreNot) {
  // Polynomials give messages to 1e-5 or better here (below), floats to 1e-6; six sweeps pass on what they are off by.
  constexpr double agrees = 3e-4, differs = 3e-3;
  const MessageOptions bp{.kind = Messages::bp}, focusing{.protocol = {.kind = Protocol::Kind::pseudo}, .step = 0.1},
      standard{.protocol = {.kind = Protocol::Kind::standard}, .step = 0.03},
      scoping{.protocol = {.kind = Protocol::Kind::scoping, .replicas = 7, .low = 0.1, .high = 2}, .step = 0.2};
  for (const Machine& machine : {committee, tree, parity})
    for (const MessageOptions& options : {bp, focusing, standard, scoping}) {
      EXPECT_LT(deviation(machine, options), agrees);
      EXPECT_GT(deviation(machine, options, true), differs);
    }
  EXPECT_GT(deviation<UnitHearsItself>(committee, bp), differs);
  EXPECT_GT(deviation<FullFieldOfUnitsFocused>(committee, focusing), differs);
}

TEST(FullMessages, UnitsThatAreAllButCertainStillTellHowCertainTheyAre) {
  OutputNode output;
  // One of the others at -1 makes a parity machine's product wrong: 2 Phi(-9), which 1 - Phi(9) in double is not.
  output.ask({.inputs = 9, .units = 3, .tree = true, .parity = true}, std::vector<double>{9, 9, 9}, 1);
  EXPECT_NEAR(output.if_minus[0] / (2 * 1.1285884059538324e-19), 1, 1e-9);
  // All three units are wrong by more than double can hold: each is told to turn.
  output.ask({.inputs = 9, .units = 3}, std::vector<double>{-45, -45, -45}, 1);
  EXPECT_NEAR(output.if_plus[0], 1, 1e-9);
  // Moderate probabilities, by hand: p = Phi(0.5), q = Phi(1), r = Phi(-0.3); right with two of three.
  const double p = 0.6914624612740131, q = 0.8413447460685429, r = 0.3820885778110474;
  output.ask({.inputs = 9, .units = 3}, std::vector<double>{0.5, 1, -0.3}, 1);
  EXPECT_NEAR(output.right, p * q * r + p * q * (1 - r) + p * (1 - q) * r + (1 - p) * q * r, 1e-12);
  const double plus = 1 - (1 - q) * (1 - r), minus = q * r;
  EXPECT_NEAR(output.if_plus[0], plus / (plus + minus), 1e-12);
  // A parity machine with all at +1 or two at -1.
  output.ask({.inputs = 9, .units = 3, .tree = true, .parity = true}, std::vector<double>{0.5, 1, -0.3}, 1);
  EXPECT_NEAR(output.right, (1 + (2 * p - 1) * (2 * q - 1) * (2 * r - 1)) / 2, 1e-12);
}

TEST(FullMessages, PolynomialsAreTheMessagesOfAUnit) {
  double worst_wide = 0, worst_narrow = 0;
  for (const double variance : {2.0, 5.0, 10.0, 23.0, 24.0, 60.0, 300.0})
    for (const double z : {-3.0, -1.0, -0.2, 0.0, 0.7, 2.0})
      for (const double plus : {1.0, 0.99, 0.6, 0.5, 0.1}) {
        const UnitField field{z * std::sqrt(variance), variance};
        const UnitAnswer answer = unit_answer(field, plus, 1 - plus, 1);
        for (double t = -1; t <= 1; t += 0.05) {
          double value = 0;
          for (int d = answer.count - 1; d >= 0; --d) value = value * t + double{answer.terms[std::size_t(d)]};
          double& worst = variance < 10 ? worst_narrow : worst_wide;
          worst = std::max(worst, std::fabs(value - unit_message(field, plus, 1 - plus, t)));
        }
      }
  EXPECT_LT(worst_wide, 2e-4);
  EXPECT_LT(worst_narrow, 2e-2);
}

TEST(FullMessages, EveryInstructionSetGivesTheSameBits) {
  const Instance instance = make_instance(5, 0, {.inputs = 101, .units = 3}, 40, 0);
  FullMessages generic(instance, {.step = 0.02}, generic_kernels());
  for (int t = 0; t < 10; ++t) generic.iterate();
  for (const std::string& name : available_kernels()) {
    FullMessages messages(instance, {.step = 0.02}, kernels_for(name));
    for (int t = 0; t < 10; ++t) messages.iterate();
    EXPECT_EQ(messages.magnetisations(), generic.magnetisations()) << name;
  }
}

TEST(FullMessages, SumsOverSolutionsAreThoseOfEnumeration) {
  // ln sum exp(gamma w.w*) over the solutions, per weight: Bethe with Gaussian sums is exact up to terms of 1/n with P
  // = 3, of which three constraints on 21 weights leave 0.01 or less.
  for (const Machine& machine : {Machine{.inputs = 7, .units = 3}, Machine{.inputs = 7, .units = 3, .tree = true}}) {
    double entropy = 0, weighted = 0;
    const int count = 3;
    for (int number = 0; number < count; ++number) {
      const Instance instance = make_instance(4, std::uint64_t(number), machine, 3, 0);
      const Enumeration all = enumerate(instance);
      const double w = machine.weights(), strength = 0.5;
      const MessageOptions options{.kind = Messages::bp, .full = true};
      entropy +=
          (pass_messages(instance, options, generic_kernels()).entropy - std::log(double(all.solutions)) / w) / count;
      const auto counts = solutions_by_distance(instance, all.first);
      double sum = 0;
      for (std::size_t d = 0; d < counts.size(); ++d)
        sum += double(counts[d]) * std::exp(strength * (w - 2 * double(d)));
      const LocalEntropy found = local_entropies(instance, all.first, std::vector{strength}, generic_kernels())[0];
      ASSERT_TRUE(found.converged);
      weighted += (found.entropy + strength * (1 - 2 * found.distance) - std::log(sum) / w) / count;
    }
    EXPECT_NEAR(entropy, 0, 0.01);
    EXPECT_NEAR(weighted, 0, 0.01);
  }
}

TEST(FullMessages, EveryProtocolSolvesAnEasyCommittee) {
  using Kind = Protocol::Kind;
  Protocol list{.kind = Kind::list};
  for (int i = 0; i < 50; ++i) list.points.emplace_back(0.05 * i, 7);
  for (const Protocol& protocol : {Protocol{.kind = Kind::pseudo}, Protocol{.kind = Kind::standard},
                                   Protocol{.kind = Kind::scoping, .replicas = 7, .low = 0, .high = 3}, list}) {
    const Instance instance = make_instance(135, 0, {.inputs = 21, .units = 5}, 11, 0);
    const Outcome outcome =
        pass_messages(instance, {.full = true, .protocol = protocol, .step = 0.01, .iterations = 400}, kernels_for(""));
    EXPECT_TRUE(outcome.solved) << int(protocol.kind);
  }
  const Instance instance = make_instance(1, 0, {.inputs = 101, .units = 5}, 150, 0);
  EXPECT_FALSE(
      pass_messages(instance, {.kind = Messages::bp, .full = true, .iterations = 200}, kernels_for("")).solved);
}

}  // namespace replicas::solve
