#include "theory/franz_parisi.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/error.h"
#include "theory/reference_averages.h"
#include "theory/replica_symmetric.h"

namespace replicas::theory {

namespace {

Reference reference_of(const FranzParisi& about, double step) {
  const Machine machine{.margin = about.reference_margin};
  const Saddle saddle = saddle_point(machine, about.load, step);
  // References of the largest margin have entropy 0 but for rounding.
  require(saddle.entropy > -1e-6, ErrorKind::bad_value,
          "no solution of margin {:g} exists at load {:g} (entropy {:.4f}): take a smaller <reference-margin>",
          about.reference_margin, about.load, saddle.entropy);
  return {saddle.q, saddle.q_hat, about.reference_margin};
}

double formula(const FranzParisi& about, const Reference& reference, const FranzParisiPoint& at, double step) {
  double weights = 0, patterns = 0;
  over_weights(reference, at, step, [&](double weight, double, double h) { weights += weight * log_2cosh(h); });
  const double own = std::sqrt(1 - at.q);
  over_patterns(reference, at, step, [&](double weight, double, double omega) {
    patterns += weight * log_tail((about.margin - omega) / own);
  });
  return -(1 - 2 * at.distance) * at.p_hat + at.t * at.t_hat - 0.5 * at.q_hat * (1 - at.q) + weights +
         about.load * patterns;
}

/// q^ = alpha E g^2 and t^ = alpha E g~ g, with g the hazard of a pattern to the solution, g~ that to the reference.
void ask_patterns(const FranzParisi& about, const Reference& reference, FranzParisiPoint& at, double step) {
  double squares = 0, products = 0;
  const double own = std::sqrt(1 - at.q);
  over_patterns(reference, at, step, [&](double weight, double of_reference, double omega) {
    const double g = hazard((about.margin - omega) / own) / own;
    squares += weight * g * g;
    products += weight * of_reference * g;
  });
  at.q_hat = about.load * squares;
  // Schwarz: t^^2 <= q^ q~^; early iterates need not know.
  at.t_hat = std::min(about.load * products, std::sqrt(at.q_hat * reference.q_hat) * (1 - 1e-9));
}

struct Overlaps {
  double p = 0, q = 0, t = 0, slope = 0;
};

/// p = E w~ tanh h, q = E tanh^2 h, t = E tanh(h~) tanh h; slope = dp/dp^.
Overlaps ask_weights(const Reference& reference, const FranzParisiPoint& at, double step) {
  Overlaps sums;
  over_weights(reference, at, step, [&](double weight, double seen, double h) {
    const double m = std::tanh(h);
    sums.p += weight * m;
    sums.q += weight * m * m;
    sums.t += weight * seen * m;
    sums.slope += weight * (1 - m * m);
  });
  return sums;
}

/// What the overlaps with the references already make of q.
double least_q(const Reference& reference, double p, double t) {
  return t * t / reference.q + (p - t) * (p - t) / (1 - reference.q);
}

void solve(const FranzParisi& about, const Reference& reference, FranzParisiPoint& at, double step) {
  const double p = 1 - 2 * at.distance;
  constexpr int most = 500;
  constexpr double keep = 0.4, precision = 1e-8;  // q and t move by 1 - keep of what is asked
  for (int round = 0; round < most && !at.converged; ++round) {
    at.q = std::clamp(at.q, std::min(least_q(reference, p, at.t), 1 - 1e-6), 1 - 1e-10);
    ask_patterns(about, reference, at, step);
    Overlaps found = ask_weights(reference, at, step);
    // Newton's steps, none larger than 1: dp/dp^ falls fast where p^ is large.
    for (int guess = 0; guess < 30 && std::fabs(found.p - p) > 1e-10; ++guess) {
      at.p_hat += std::clamp((p - found.p) / found.slope, -1.0, 1.0);
      found = ask_weights(reference, at, step);
    }
    const double moved = std::max(std::fabs(found.q - at.q), std::fabs(found.t - at.t));
    at.q = keep * at.q + (1 - keep) * found.q;
    at.t = keep * at.t + (1 - keep) * found.t;
    at.converged = moved < precision;
  }
}

}  // namespace

std::vector<FranzParisiPoint> franz_parisi_curve(const FranzParisi& about, const std::vector<double>& distances,
                                                 double step) {
  for (const double d : distances)
    require(d > 0 && d < 0.5, ErrorKind::bad_value, "distance {:g} is not inside 0..0.5 (0 is the reference itself)",
            d);
  const Reference reference = reference_of(about, step);
  std::vector<std::size_t> order(distances.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return distances[a] > distances[b]; });

  std::vector<FranzParisiPoint> curve(distances.size());
  FranzParisiPoint at;
  double room = 0;  // how far q lies between its least and 1: varies little from point to point, while q does
  for (const std::size_t index : order) {
    at.distance = distances[index];
    const double p = 1 - 2 * at.distance;
    if (index == order.front()) {
      // Far from the reference, another one is as near as this.
      at.t = p * reference.q;
      at.q = std::max(saddle_point(Machine{.margin = about.margin}, about.load, step).q, least_q(reference, p, at.t));
    } else {
      const double least = least_q(reference, p, at.t);
      at.q = least + room * (1 - least);
    }
    at.converged = false;
    solve(about, reference, at, step);
    const double least = least_q(reference, p, at.t);
    room = (at.q - least) / (1 - least);
    at.entropy = formula(about, reference, at, step);
    curve[index] = at;
  }
  return curve;
}

std::vector<Estimate> franz_parisi_entropy(const FranzParisi& about, const std::vector<double>& distances) {
  const std::vector<FranzParisiPoint> coarse = franz_parisi_curve(about, distances, 2 * fine_step);
  const std::vector<FranzParisiPoint> fine = franz_parisi_curve(about, distances);
  std::vector<Estimate> entropies;
  for (std::size_t i = 0; i < distances.size(); ++i)
    entropies.push_back(
        {fine[i].converged ? fine[i].entropy : std::nan(""), std::fabs(fine[i].entropy - coarse[i].entropy) + 1e-10});
  return entropies;
}

double franz_parisi_formula(const FranzParisi& about, const FranzParisiPoint& at, double step) {
  return formula(about, reference_of(about, step), at, step);
}

}  // namespace replicas::theory
