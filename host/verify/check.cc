#include "verify/check.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "verify/known_answers.h"
#include "verify/under_test.h"

namespace replicas {

double two_sided_limit(double alpha) {
  double low = 0, high = 40;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (std::erfc(middle / std::sqrt(2.0)) > alpha ? low : high) = middle;
  }
  return low;
}

bool passes(const Check& check, double limit) { return std::fabs(check.z()) <= limit; }

Check mean_check(std::string name, std::span<const double> values, double expectation) {
  const double count = static_cast<double>(values.size());
  double mean = 0, square = 0;
  for (const double value : values) mean += value / count;
  for (const double value : values) square += (value - mean) * (value - mean);
  const double freedom = count - 1;
  const double student = (mean - expectation) / std::sqrt(square / freedom / count);
  // Wallace (1959): the normal number with the tail probability of Student's t, within 0.02 for 10 or more degrees.
  const double normal =
      (8 * freedom + 1) / (8 * freedom + 3) * std::sqrt(freedom * std::log1p(student * student / freedom));
  const double error = student == 0 ? std::sqrt(square / freedom / count) : std::fabs(mean - expectation) / normal;
  return {std::move(name), mean, expectation, error, count};
}

double chi_square_z(double ratio, double degrees) {
  const double spread = 2 / (9 * degrees);
  return (std::cbrt(ratio) - (1 - spread)) / std::sqrt(spread);
}

Check mean_square_check(std::string name, double mean_square, double expectation, double degrees) {
  const double z = chi_square_z(mean_square / expectation, degrees), difference = mean_square - expectation;
  // Where both are tiny their quotient says nothing; there the plain standard error does.
  const double error = std::fabs(z) > 0.1 && difference / z > 0 ? difference / z : expectation * std::sqrt(2 / degrees);
  return {std::move(name), mean_square, expectation, error, degrees};
}

Check exact_check(std::string name, double value, double expectation, double tolerance) {
  return {std::move(name), value, expectation, tolerance / z_limit, 1};
}

Check worst_check(std::string name, std::span<const double> z) {
  double worst = 0;
  for (const double each : z)
    if (std::isnan(each) || std::fabs(each) > std::fabs(worst)) worst = each;  // keeps a value that is not a number
  const double count = static_cast<double>(z.size());
  return {std::move(name), worst, 0, two_sided_limit(1e-8 / count) / two_sided_limit(1e-8), count};
}

std::string to_string(const Check& check) {
  return fmt::format("{:<58} value {:>13.6g}  expected {:>13.6g}  z {:>+8.2f}  N {:.6g}", check.name, check.value,
                     check.expectation, check.z(), check.samples);
}

std::vector<Answer> engine_answers(const UnderTest& under_test) {
  std::vector<Answer> answers;
  for (const KnownAnswer& answer : selftest_answers)
    answers.push_back({std::string(answer.name), answer.run(under_test)});
  return answers;
}

std::size_t count_of(const std::vector<Answer>& answers) {
  std::size_t count = 0;
  for (const Answer& answer : answers) count += answer.checks.size();
  return count;
}

double limit_of(const std::vector<Answer>& answers) {
  return std::max(z_limit, two_sided_limit(5e-7 / static_cast<double>(std::max<std::size_t>(1, count_of(answers)))));
}

}  // namespace replicas
