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

}  // namespace replicas
