#include "theory/mixture.h"

#include <cmath>

#include "theory/gauss.h"
#include "theory/gauss_average.h"

namespace replicas::theory {

std::string_view name(Bias bias) {
  return bias == Bias::fitted ? "fitted" : bias == Bias::optimal ? "optimal" : "none";
}

double error(const Mixture& mixture, const Classifier& c) {
  return mixture.positive * tail((c.m + c.bias) / c.s) + (1 - mixture.positive) * tail((c.m - c.bias) / c.s);
}

Classifier with_optimal_bias(const Mixture& mixture, Classifier c) {
  c.bias = c.s * c.s / (2 * c.m) * std::log(mixture.positive / (1 - mixture.positive));
  return c;
}

Classifier bayes(const Mixture& mixture) { return hebb(mixture, Bias::optimal); }

Classifier hebb(const Mixture& mixture, Bias bias) {
  // w = sum of y x over P examples, divided by sqrt(N): m = alpha, |w|^2/N = alpha^2 + alpha Delta.
  const double alpha = mixture.load, delta = mixture.noise;
  const Classifier sum = {alpha, std::sqrt(delta * (alpha * alpha + alpha * delta)), 0};
  return bias == Bias::optimal ? with_optimal_bias(mixture, sum) : sum;
}

Estimate hebb_mean_error(const Mixture& mixture, int inputs, Bias bias) {
  const double n = inputs, alpha = mixture.load, delta = mixture.noise, half = (n - 1) / 2;
  return at_two_steps([&](double step) {
    const GaussGrid grid(step);
    // chi^2 = 2 half exp(u/sqrt(half)) turns its density into exp(half (u/sqrt(half) - exp(u/sqrt(half)))), which is
    // near a normal one in u and as smooth.
    double weights = 0, sum = 0;
    for (const double u : grid.nodes()) {
      const double growth = u / std::sqrt(half), weight = std::exp(half * (growth - std::expm1(growth)));
      const double rest = delta * 2 * half * std::exp(growth) / n;
      weights += weight;
      sum += weight * grid.average([&](double z) {
        Classifier c;
        c.m = std::sqrt(alpha) + std::sqrt(delta / n) * z;
        c.s = std::sqrt(delta * (c.m * c.m + rest));
        return error(mixture, bias == Bias::optimal ? with_optimal_bias(mixture, c) : c);
      });
    }
    return sum / weights;
  });
}

Classifier ridge(const Mixture& mixture, double lambda, Bias bias) {
  const double alpha = mixture.load, delta = mixture.noise, mean = 2 * mixture.positive - 1;
  // lambda V^2 + (lambda + (alpha-1) Delta) V - Delta = 0: the positive root, in the form that does not cancel.
  const double half = 0.5 * (lambda + (alpha - 1) * delta);
  const double square = std::sqrt(half * half + lambda * delta);
  const double v = half > 0 ? delta / (half + square) : (square - half) / lambda;
  const double pull = alpha / (1 + v), h = lambda + pull * delta;
  // mhat = pull (1 - b E y - m) and m = mhat/h; a fitted b is E y (1 - m).
  const double free = bias == Bias::none ? 1 : 1 - mean * mean;
  const double m = pull * free / (h + pull * free);
  const double b = bias == Bias::none ? 0 : mean * (1 - m);
  const double plus = 1 - m - b, minus = 1 - m + b;
  const double residual = mixture.positive * plus * plus + (1 - mixture.positive) * minus * minus;
  // Q h^2 = mhat^2 + alpha Delta (residual + Delta Q)/(1+V)^2 for Q = |w|^2/N.
  const double gain = alpha * delta / ((1 + v) * (1 + v));
  const double q = (m * m * h * h + gain * residual) / (h * h - gain * delta);
  const Classifier found = {m, std::sqrt(delta * q), b};
  return bias == Bias::optimal ? with_optimal_bias(mixture, found) : found;
}

}  // namespace replicas::theory
