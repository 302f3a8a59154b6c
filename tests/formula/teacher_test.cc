// Teachers: what they answer, the exact variances that are stored beside it, and what is refused.
#include "data/teacher.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "data/teacher_variance.h"
#include "expect_error.h"
#include "observe/statistics/moments.h"
#include "physics/noise.h"

namespace replicas {
namespace {

Moments moments_of_targets(const Dataset& dataset) {
  Moments moments;
  for (const float target : dataset.targets) moments.add(static_cast<double>(target));
  return moments;
}

// Over 40000 inputs the sample variance has a relative error of sqrt((kurtosis - 1) / 40000): below 0.02 for kurtoses
// up to 17. Four of them are allowed. The planted bugs: couplings that are not symmetrised before the trace is taken,
// and units without their mean.
TEST(Teacher, VarianceOfThreeSpinsIsExactForTheCouplings) {
  const Network student({5, 8, 1}, Activation::sigmoid, Loss::mse);
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const Teacher teacher = parse_teacher("three-spin:5");
    const Dataset data = taught_dataset(teacher, student, {.examples = 40000, .seed = seed});
    const Moments targets = moments_of_targets(data);
    double fourth = 0;
    for (const float target : data.targets) fourth += std::pow(static_cast<double>(target), 4) / 40000;
    const double error = std::sqrt((fourth - targets.variance() * targets.variance()) / 40000);
    EXPECT_NEAR(targets.variance(), data.target_variance, 4 * error) << seed;
    EXPECT_NEAR(targets.mean, 0, 4 * std::sqrt(targets.variance() / 40000)) << seed;
    for (std::size_t n = 0; n < 10; ++n) {
      double norm2 = 0;
      for (std::size_t i = 0; i < 5; ++i) norm2 += std::pow(static_cast<double>(data.values[5 * n + i]), 2);
      EXPECT_NEAR(norm2, 5, 1e-5);
    }
    const std::vector<double> a = three_spin_couplings(5, seed);
    double unsymmetrised = 0;
    for (const double each : a) unsymmetrised += each * each;
    EXPECT_GT(std::fabs(6 * unsymmetrised / (7 * 9) - data.target_variance), 20 * error);
  }
}

// The mean of the exact variance over couplings is D: E |S|^2 = D (D + 1)(D + 2) / 6, and E |tr S|^2 = D (D + 2) / 3.
// Over draws its deviation is 1.59 at D = 5.
TEST(Teacher, VarianceOfThreeSpinsIsTheDimensionOnAverage) {
  Moments over_draws;
  const Network student({5, 2, 1}, Activation::tanh, Loss::mse);
  for (std::uint64_t seed = 1; seed <= 400; ++seed)
    over_draws.add(*target_variance(parse_teacher("three-spin:5"), student, seed));
  EXPECT_NEAR(over_draws.mean, 5, 4 * std::sqrt(over_draws.variance() / 400));
  EXPECT_NEAR(std::sqrt(over_draws.variance()), 1.59, 0.25);
}

// Cho and Saul's kernel, and (2/pi) asin(2 c / sqrt((1 + 2 a)(1 + 2 b))) of erf (Williams 1997).
TEST(Teacher, GaussianIntegralsOfUnitsAreTheKnownOnes) {
  const double a = 1.3, b = 0.7, c = -0.4;
  EXPECT_NEAR(unit_product(Activation::linear, a, b, c), c, 1e-12);
  EXPECT_NEAR(unit_product(Activation::erf, a, b, c),
              2 / std::numbers::pi * std::asin(2 * c / std::sqrt((1 + 2 * a) * (1 + 2 * b))), 1e-10);
  EXPECT_NEAR(unit_product(Activation::sin, a, b, c), std::exp(-(a + b) / 2) * std::sinh(c), 1e-12);
  EXPECT_NEAR(unit_product(Activation::exp, a, b, c), std::exp((a + b) / 2 + c), 1e-10);
  EXPECT_NEAR(unit_mean(Activation::exp, a), std::exp(a / 2), 1e-10);
  EXPECT_NEAR(unit_mean(Activation::sigmoid, a), 0.5, 1e-12);
  EXPECT_NEAR(unit_product(Activation::relu, a, a, a), a / 2, 1e-12);
  EXPECT_NEAR(unit_product(Activation::relu, a, b, 0), std::sqrt(a * b) / (2 * std::numbers::pi), 1e-12);
  // E f(u)^2 of x/100 below 0: half of a, and half of a / 10^4.
  EXPECT_NEAR(unit_product(Activation::leaky_relu, a, a, a), a / 2 * (1 + 1e-4), 1e-12);
  EXPECT_NEAR(unit_mean(Activation::leaky_relu, a), 0.99 * std::sqrt(a / (2 * std::numbers::pi)), 1e-12);
}

TEST(Teacher, VarianceOfANetworkIsThatOfItsAnswers) {
  for (const Activation kind : {Activation::tanh, Activation::relu, Activation::sigmoid, Activation::leaky_relu}) {
    const Network student({6, 4, 2}, kind, Loss::mse);
    const Dataset data = taught_dataset(parse_teacher("network:6-7-2"), student, {.examples = 40000, .seed = 5});
    Moments first, second, squares;
    for (std::size_t n = 0; n < 40000; ++n) {
      const auto x = static_cast<double>(data.targets[2 * n]), y = static_cast<double>(data.targets[2 * n + 1]);
      first.add(x);
      second.add(y);
    }
    for (std::size_t n = 0; n < 40000; ++n)
      squares.add(std::pow(static_cast<double>(data.targets[2 * n]) - first.mean, 2) +
                  std::pow(static_cast<double>(data.targets[2 * n + 1]) - second.mean, 2));
    EXPECT_NEAR(squares.mean, data.target_variance, 4 * std::sqrt(squares.variance() / 40000)) << name(kind);
  }
  const Network student({6, 4, 1}, Activation::tanh, Loss::mse);
  EXPECT_FALSE(target_variance(parse_teacher("network:6-7-7-1"), student, 1).has_value());
}

TEST(Teacher, NoiseOnTargetsHasItsShareOfTheirVariance) {
  const Network student({5, 2, 1}, Activation::tanh, Loss::mse);
  const Teacher teacher = parse_teacher("three-spin:5");
  const Dataset clean = taught_dataset(teacher, student, {.examples = 20000, .seed = 3});
  const Dataset noisy = taught_dataset(teacher, student, {.examples = 20000, .seed = 3, .label_noise = 0.25});
  EXPECT_EQ(clean.values, noisy.values);
  Moments errors;
  for (std::size_t n = 0; n < clean.targets.size(); ++n)
    errors.add(static_cast<double>(noisy.targets[n]) - static_cast<double>(clean.targets[n]));
  // A sample variance of normal numbers has the relative error sqrt(2 / 20000) = 0.01.
  EXPECT_NEAR(errors.variance() / (0.25 * clean.target_variance), 1, 0.04);
}

// A share p of labels drawn anew from three classes changes 2 p / 3 of them: 0.2 with an error of sqrt(0.16 / 20000).
TEST(Teacher, NoisyLabelsAreDrawnAnew) {
  const Network student({4, 5, 3}, Activation::tanh, Loss::softmax);
  const Teacher teacher = parse_teacher("network:4-6-3");
  const Dataset clean = taught_dataset(teacher, student, {.examples = 20000, .seed = 3});
  const Dataset noisy = taught_dataset(teacher, student, {.examples = 20000, .seed = 3, .label_noise = 0.3});
  double changed = 0;
  for (std::size_t n = 0; n < clean.labels.size(); ++n) changed += clean.labels[n] != noisy.labels[n] ? 1 : 0;
  EXPECT_NEAR(changed / 20000, 0.2, 4 * std::sqrt(0.16 / 20000));
}

// The share of examples on the wrong side of the plane between two clouds at distance S is Q(S).
TEST(Teacher, CloudsLieAtTheirDistance) {
  const Network student({20, 2, 1}, Activation::tanh, Loss::logistic);
  const Dataset data = taught_dataset(parse_teacher("mixture:1"), student, {.examples = 20000, .seed = 7});
  std::vector<double> mean(20, 0.0);
  for (std::size_t n = 0; n < 20000; ++n)
    for (std::size_t i = 0; i < 20; ++i)
      mean[i] += (data.labels[n] == 1 ? 1 : -1) * static_cast<double>(data.values[20 * n + i]) / 20000;
  double length2 = 0;
  for (const double x : mean) length2 += x * x;
  // The mean has an error of sqrt(1 / 20000) along each axis, which adds 20 / 20000 to its square.
  EXPECT_NEAR(length2, 1 + 0.001, 4 * 2 * std::sqrt(1.0 / 20000));
  double wrong = 0;
  for (std::size_t n = 0; n < 20000; ++n) {
    double side = 0;
    for (std::size_t i = 0; i < 20; ++i) side += mean[i] * static_cast<double>(data.values[20 * n + i]);
    wrong += (side > 0) != (data.labels[n] == 1) ? 1 : 0;
  }
  const double expected = 0.5 * std::erfc(1 / std::numbers::sqrt2);
  EXPECT_NEAR(wrong / 20000, expected, 4 * std::sqrt(expected * (1 - expected) / 20000));
}

TEST(Teacher, IsAFunctionOfTheSeedAndItsInputsOfTheNumber) {
  const Network student({5, 2, 1}, Activation::tanh, Loss::mse);
  const Teacher teacher = parse_teacher("network:5-3-1");
  const auto data = [&](std::uint64_t seed, std::uint64_t number) {
    return taught_dataset(teacher, student, {.examples = 50, .seed = seed, .number = number});
  };
  EXPECT_EQ(data(1, 0).targets, data(1, 0).targets);
  EXPECT_NE(data(1, 0).values, data(1, 1).values);
  EXPECT_EQ(data(1, 0).target_variance, data(1, 1).target_variance);
  EXPECT_NE(data(1, 0).target_variance, data(2, 0).target_variance);
}

TEST(Teacher, WrongOnesAreRefusedInALine) {
  const auto refused = [](const std::string& text, const std::string& words) {
    expect_error([&] { parse_teacher(text); }, ErrorKind::bad_value, words);
  };
  refused("tree:5", "choose network:50-10-1, three-spin:D or mixture:S");
  refused("", "choose network");
  refused("network", "write network:inputs");
  refused("network:5", "write network:inputs");
  refused("network:5-x", "write network:inputs");
  refused("three-spin:", "write three-spin:D");
  refused("three-spin:0", "write three-spin:D");
  refused("three-spin:101", "write three-spin:D");
  refused("three-spin:2.5", "write three-spin:D");
  refused("mixture:-1", "write mixture:S");
  const auto unfit = [](const std::string& text, const Network& student, const std::string& words) {
    expect_error([&] { taught_dataset(parse_teacher(text), student, {}); }, ErrorKind::bad_value, words);
  };
  unfit("network:5-3-1", Network({4, 2, 1}, Activation::tanh, Loss::mse), "answers 5 inputs");
  unfit("network:5-3-2", Network({5, 2, 1}, Activation::tanh, Loss::mse), "gives 2 outputs");
  unfit("three-spin:5", Network({5, 2, 2}, Activation::tanh, Loss::softmax), "gives 1 output,");
  expect_error(
      [] {
        taught_dataset(parse_teacher("network:5-3-3-1"), Network({5, 2, 1}, Activation::tanh, Loss::mse),
                       {.label_noise = 0.1});
      },
      ErrorKind::bad_value, "is not known of");
}

}  // namespace
}  // namespace replicas
