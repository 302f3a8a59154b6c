#pragma once

#include <span>
#include <string>
#include <vector>

namespace replicas {

/// One number that the physics predicts, in the form in which every check of this folder reports it.
struct Check {
  std::string name;
  double value = 0;
  double expectation = 0;
  double standard_error = 0;
  double samples = 0;  ///< N, the independent numbers behind the value

  double z() const { return (value - expectation) / standard_error; }
};
using Checks = std::vector<Check>;

/// |z| that a correct program exceeds with probability `alpha`, two-sided (normal).
double two_sided_limit(double alpha);

/// alpha = 1e-8 per check: a suite of 100 checks raises a false alarm with probability 1e-6.
inline constexpr double z_limit = 5.730728868;

/// Two-sided; a value that is not a number never passes.
bool passes(const Check& check, double limit = z_limit);

/// Mean of independent values (one per replica, say) with unknown spread: Student's t, turned into the normal number of
/// the same probability, so that one limit serves every sample size.
Check mean_check(std::string name, std::span<const double> values, double expectation);

/// Mean square of `degrees` independent normal numbers whose variance is `expectation`, a chi-square: turned into the
/// normal number of the same probability by Wilson and Hilferty (1931), since its upper tail is fatter than normal.
Check mean_square_check(std::string name, double mean_square, double expectation, double degrees);

/// The z of such a mean square.
double chi_square_z(double ratio, double degrees);

/// A number that is exact up to rounding: passes if and only if |value - expectation| <= tolerance.
Check exact_check(std::string name, double value, double expectation, double tolerance);

/// The largest of many |z| (of independent or dependent normal numbers), scaled so that passing has alpha = 1e-8 in all
/// (Bonferroni).
Check worst_check(std::string name, std::span<const double> z);

/// name, value, expectation, z, N on one line.
std::string to_string(const Check& check);

struct UnderTest;

/// The checks of one known answer.
struct Answer {
  std::string name;
  Checks checks;
};

/// Every known answer that an engine gives (known_answers.h).
std::vector<Answer> engine_answers(const UnderTest& under_test);

/// |z| that none of these checks may exceed. A sound program fails any of n checks with probability at most
/// n x alpha, whatever their correlations, so alpha = 5e-7 / n per check keeps the whole below 1e-6, with a factor 2
/// for laws that are normal only nearly (fourth moments, sums of many products); never below `z_limit`, to which
/// numbers that are exact and the worst of many are scaled.
double limit_of(const std::vector<Answer>& answers);

std::size_t count_of(const std::vector<Answer>& answers);

}  // namespace replicas
