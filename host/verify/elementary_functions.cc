#include <algorithm>
#include <cmath>

#include "verify/machine.h"

namespace replicas {

namespace {

/// Largest distance from double in units in the last place of the float nearest to the exact value, over `count` points
/// from `low` to `high`; an exact value below the normal floats is left out, since engines flush it to zero.
template <class Exact>
double worst_ulp(float (*function)(float), Exact exact, double low, double high, int count) {
  double worst = 0;
  for (int i = 0; i <= count; ++i) {
    const auto x = static_cast<float>(low + (high - low) * i / count);
    const double expected = exact(static_cast<double>(x)), size = std::fabs(expected);
    if (size < 1.2e-38) continue;
    const double unit = std::ldexp(1.0, std::ilogb(size) - 23);
    const double error = std::fabs(static_cast<double>(function(x)) - expected) / unit;
    worst = std::isnan(error) ? error : std::max(worst, error);
    if (std::isnan(error)) return error;
  }
  return worst;
}

}  // namespace

Checks elementary_functions(const Formulas& formulas) {
  constexpr int count = 200000;
  constexpr double allowed = 2;
  const auto tanh = [](double x) { return std::tanh(x); };
  const auto exp = [](double x) { return std::exp(x); };
  const auto log1p = [](double x) { return std::log1p(x); };
  return {
      exact_check("tanh from -12 to 12, ulp from double", worst_ulp(formulas.tanh, tanh, -12, 12, count), 0, allowed),
      exact_check("tanh from 0 to 1, ulp from double", worst_ulp(formulas.tanh, tanh, 1e-6, 1, count), 0, allowed),
      exact_check("exp from -87 to 0, ulp from double", worst_ulp(formulas.exp, exp, -87, 0, count), 0, allowed),
      exact_check("log1p from 0 to 1, ulp from double", worst_ulp(formulas.log1p, log1p, 1e-7, 1, count), 0, allowed),
      exact_check("log1p from 1 to 1000, ulp from double", worst_ulp(formulas.log1p, log1p, 1, 1000, count), 0,
                  allowed)};
}

}  // namespace replicas
