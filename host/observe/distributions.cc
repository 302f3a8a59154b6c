#include "observe/distributions.h"

#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace replicas {

namespace {

namespace policies = boost::math::policies;

/// Doubles all the way, not long doubles, whose width differs between machines; what has no value is a NaN or an
/// infinity and not an exception, since columns hold such numbers.
using Plain =
    policies::policy<policies::promote_double<false>, policies::domain_error<policies::ignore_error>,
                     policies::pole_error<policies::ignore_error>, policies::overflow_error<policies::ignore_error>,
                     policies::evaluation_error<policies::ignore_error>>;
using Normal = boost::math::normal_distribution<double, Plain>;
using Gamma = boost::math::gamma_distribution<double, Plain>;
using Student = boost::math::students_t_distribution<double, Plain>;

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double normal_quantile(double p) {
  if (!(p >= 0 && p <= 1)) return absent;
  if (p == 0 || p == 1) return std::copysign(std::numeric_limits<double>::infinity(), p - 0.5);
  return boost::math::quantile(Normal(), p);
}

double gamma_density(double x, double shape, double scale) {
  if (x < 0 || (x == 0 && shape > 1)) return 0;
  if (x == 0) return shape < 1 ? std::numeric_limits<double>::infinity() : 1 / scale;  // Boost has 0 for each shape
  return boost::math::pdf(Gamma(shape, scale), x);
}

double student_two_sided(double x, double freedom) {
  if (!(freedom > 0) || std::isnan(x)) return absent;
  if (std::isinf(x)) return 0;
  return 2 * boost::math::cdf(boost::math::complement(Student(freedom), x));
}

double student_quantile(double p, double freedom) {
  if (!(p >= 0 && p < 1) || !(freedom > 0)) return absent;
  return boost::math::quantile(boost::math::complement(Student(freedom), (1 - p) / 2));
}

double student_widening(double freedom) { return student_quantile(std::erf(std::sqrt(0.5)), freedom); }

double standard_error(const Moments& moments) {
  const double freedom = moments.count - 1;
  if (!(freedom >= fewest_freedom)) return absent;
  return std::sqrt(moments.squares / freedom / moments.count) * student_widening(freedom);
}

}  // namespace replicas
