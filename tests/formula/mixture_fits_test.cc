#include "solve/mixture_fits.h"

#include <gtest/gtest.h>

#include <cmath>

#include "theory/mixture.h"

namespace replicas::solve {

namespace {

struct Measured {
  double mean = 0, error = 0;
};

/// Mean error of the Hebb vector over data sets.
Measured hebb_errors(const CloudData& data, const theory::Mixture& mixture, theory::Bias bias, int data_sets) {
  double sum = 0, squares = 0;
  for (int d = 0; d < data_sets; ++d) {
    const LinearFit fit = fit_clouds(data, static_cast<std::uint64_t>(d), {}, false).hebb;
    const theory::Classifier seen{fit.m, fit.s, 0};
    const double e =
        theory::error(mixture, bias == theory::Bias::optimal ? theory::with_optimal_bias(mixture, seen) : seen);
    sum += e;
    squares += e * e;
  }
  const double mean = sum / data_sets;
  return {mean, std::sqrt((squares / data_sets - mean * mean) / (data_sets - 1))};
}

TEST(MixtureFits, TheMeanErrorOfHebbIsExactAtEverySize) {
  // Within 4 standard errors over 4000 data sets; the exact mean with a tenth of the examples fewer is missed by more.
  for (const theory::Bias bias : {theory::Bias::none, theory::Bias::optimal}) {
    const double positive = bias == theory::Bias::none ? 0.5 : 0.3;
    const CloudData data{.inputs = 21, .examples = 42, .noise = 1.5, .positive = positive};
    const theory::Mixture mixture{.load = 2, .noise = 1.5, .positive = positive};
    const Measured found = hebb_errors(data, mixture, bias, 4000);
    EXPECT_LT(std::fabs(found.mean - theory::hebb_mean_error(mixture, 21, bias).value), 4 * found.error);
    theory::Mixture more = mixture;
    more.load = 1.8;
    EXPECT_GT(std::fabs(found.mean - theory::hebb_mean_error(more, 21, bias).value), 4 * found.error);
  }
}

TEST(MixtureFits, TheMeanErrorOfHebbTendsToThatOfLargeN) {
  const theory::Mixture mixture{.load = 1, .noise = 1, .positive = 0.5};
  const double large = theory::error(mixture, theory::hebb(mixture, theory::Bias::none));
  const auto away = [&](int n) { return theory::hebb_mean_error(mixture, n, theory::Bias::none).value - large; };
  EXPECT_NEAR(away(4000) / away(1000), 0.25, 0.01);  // the correction is of order 1/N
  EXPECT_LT(theory::hebb_mean_error(mixture, 100, theory::Bias::none).error, 1e-9);
}

TEST(MixtureFits, RidgeBecomesHebbWhereItIsStrong) {
  // w = X y / lambda as lambda grows: the same m/s, and a bias that is fitted is the mean label.
  const double lambdas[] = {1e9};
  const CloudFits fits = fit_clouds({.inputs = 31, .examples = 40}, 3, lambdas, false);
  EXPECT_NEAR(fits.ridge[0].m / fits.ridge[0].s, fits.hebb.m / fits.hebb.s, 1e-7);
  EXPECT_NEAR(fits.ridge[0].m * 1e9 / fits.hebb.m, 1, 1e-7);
  const CloudFits fitted = fit_clouds({.inputs = 31, .examples = 40, .positive = 0.9}, 3, lambdas, true);
  EXPECT_GT(fitted.ridge[0].bias, 0.5);
}

TEST(MixtureFits, WeakRidgeInterpolatesFewExamples) {
  // 10 examples in 200 dimensions are nearly orthogonal: m of the interpolating w is that of X (X'X)^-1 y. A w along v
  // would have m = 1; noise leaves it near 10/(200 + 10), the share of v in the span.
  const double lambdas[] = {1e-9};
  double m = 0;
  for (std::uint64_t d = 0; d < 100; ++d)
    m += fit_clouds({.inputs = 200, .examples = 10}, d, lambdas, false).ridge[0].m / 100;
  const theory::Classifier expected =
      theory::ridge({.load = 0.05, .noise = 1, .positive = 0.5}, 1e-9, theory::Bias::none);
  EXPECT_NEAR(m, expected.m, 0.1 * expected.m);
}

}  // namespace

}  // namespace replicas::solve
