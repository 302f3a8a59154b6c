#include "observe/student.h"

#include <cmath>
#include <initializer_list>
#include <limits>

#include "observe/log_gamma.h"

namespace replicas {

namespace {

/// Regularised incomplete beta function by its continued fraction (Lentz), for x below (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
  constexpr double tiny = 1e-300;
  double c = 1, d = 1 - (a + b) * x / (a + 1);
  d = 1 / (std::fabs(d) < tiny ? tiny : d);
  double fraction = d;
  for (int m = 1; m < 10000; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    double change = 1;
    for (const double term : {even, odd}) {
      d = 1 + term * d;
      d = 1 / (std::fabs(d) < tiny ? tiny : d);
      c = 1 + term / c;
      if (std::fabs(c) < tiny) c = tiny;
      change = c * d;
      fraction *= change;
    }
    if (std::fabs(change - 1) < 1e-15) break;
  }
  return std::exp(a * std::log(x) + b * std::log1p(-x) + log_gamma(a + b) - log_gamma(a) - log_gamma(b)) * fraction / a;
}

}  // namespace

double student_two_sided(double x, double freedom) {
  if (!(freedom > 0) || std::isnan(x)) return std::numeric_limits<double>::quiet_NaN();
  if (x == 0) return 1;
  if (std::isinf(x)) return 0;
  // P(|t| > x) = I_y(freedom / 2, 1/2) at y = freedom / (freedom + x^2).
  const double a = freedom / 2, b = 0.5, y = freedom / (freedom + x * x);
  if (y < (a + 1) / (a + b + 2)) return beta_fraction(a, b, y);
  return 1 - beta_fraction(b, a, x * x / (freedom + x * x));
}

double student_quantile(double p, double freedom) {
  if (!(p >= 0 && p < 1) || !(freedom > 0)) return std::numeric_limits<double>::quiet_NaN();
  double low = 0, high = 1;
  while (1 - student_two_sided(high, freedom) < p) high *= 2;
  for (int halving = 0; halving < 200 && high - low > 1e-15 * high; ++halving) {
    const double middle = (low + high) / 2;
    (1 - student_two_sided(middle, freedom) < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

double student_widening(double freedom) { return student_quantile(std::erf(std::sqrt(0.5)), freedom); }

double standard_error(const Moments& moments) {
  const double freedom = moments.count - 1;
  if (!(freedom >= fewest_freedom)) return std::numeric_limits<double>::quiet_NaN();
  return std::sqrt(moments.squares / freedom / moments.count) * student_widening(freedom);
}

}  // namespace replicas
