// Particles in one dimension against their integrals: energies by quadrature, slopes by differences, the law of large
// numbers and the fluctuations about it (arXiv:1805.00915).
#include "system/particles/particle_system.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "engine/plain/plain_engine.h"
#include "observe/statistics/moments.h"
#include "physics/noise.h"
#include "system/particles/gauss_transform.h"

namespace replicas {
namespace {

double gaussian(double x, double variance) {
  return std::exp(-x * x / (2 * variance)) / std::sqrt(2 * std::numbers::pi * variance);
}

double target(double x) { return (gaussian(x + 2, 0.5) - 2 * gaussian(x, 1) + gaussian(x - 2, 0.5)) / 3; }

/// Trapezoidal rule on (-15, 15): exact to rounding for what is analytic and gone at the ends.
double integral(const std::function<double(double)>& f) {
  double sum = 0;
  for (int k = -3000; k <= 3000; ++k) sum += f(0.005 * k) * 0.005;
  return sum;
}

std::vector<double> some_weights(std::size_t n, std::uint64_t seed) {
  std::vector<double> weights;
  for (std::size_t i = 0; i < 2 * n; ++i)
    weights.push_back(static_cast<double>(noise(seed, Purpose::initial_weights, 0, n, 0, i)));
  return weights;
}

TEST(Particles, EnergyIsHalfTheSquareOfWhatIsMissing) {
  EXPECT_NEAR(target_energy(), 0.068868, 5e-7);
  EXPECT_NEAR(target_energy(), integral([](double x) { return target(x) * target(x) / 2; }), 1e-14);
  for (const int n : {1, 2, 7}) {
    const auto system = particle_system(n);
    const std::vector<double> w = some_weights(static_cast<std::size_t>(n), 3);
    const double energy = system->evaluate(0, std::span<const double>(w), {}).loss;
    const double expected = integral([&](double x) {
      double missing = target(x);
      for (int i = 0; i < n; ++i)
        missing -= w[static_cast<std::size_t>(i)] * gaussian(x - w[static_cast<std::size_t>(n + i)], 0.5) / n;
      return missing * missing / 2;
    });
    EXPECT_NEAR(energy, expected, 1e-14) << n;
  }
}

TEST(Particles, GradientAndHessianAreThoseOfTheEnergy) {
  const auto system = particle_system(6);
  const std::vector<double> w = some_weights(6, 4), v = some_weights(6, 5);
  const auto at = [&](double step) {
    std::vector<double> moved = w;
    for (std::size_t i = 0; i < w.size(); ++i) moved[i] += step * v[i];
    return system->evaluate(0, std::span<const double>(moved), std::span<const double>(v));
  };
  const double h = 1e-3;
  const auto p2 = at(2 * h), p1 = at(h), here = at(0), m1 = at(-h), m2 = at(-2 * h);
  double along = 0;
  for (std::size_t i = 0; i < w.size(); ++i) along += here.gradient[i] * v[i];
  EXPECT_NEAR(along, (8 * (p1.loss - m1.loss) - (p2.loss - m2.loss)) / (12 * h), 1e-10);
  for (std::size_t i = 0; i < w.size(); ++i)
    EXPECT_NEAR(here.product[i], (8 * (p1.gradient[i] - m1.gradient[i]) - (p2.gradient[i] - m2.gradient[i])) / (12 * h),
                1e-9)
        << i;
  // In float: the same, rounded once.
  const std::vector<float> rounded(w.begin(), w.end());
  const std::vector<double> of_floats(rounded.begin(), rounded.end());
  EXPECT_EQ(system->evaluate(0, std::span<const float>(rounded), {}).gradient[3],
            static_cast<float>(system->evaluate(0, std::span<const double>(of_floats), {}).gradient[3]));
}

// The bound is that of the header: 1e-12 of sum |q| times the largest kernel, and of its slopes.
TEST(GaussTransform, IsTheDirectSum) {
  std::vector<double> at, from, charges;
  for (std::uint64_t i = 0; i < 3000; ++i) {
    at.push_back(4 * static_cast<double>(noise(1, Purpose::accept, 0, 99, 0, i)));
    from.push_back(3 * static_cast<double>(noise(1, Purpose::accept, 1, 99, 0, i)));
    charges.push_back(static_cast<double>(noise(1, Purpose::accept, 2, 99, 0, i)));
  }
  from[7] = 60;  // alone
  at[8] = 1e9;
  at[9] = -31;
  for (const double variance : {1.0, 0.3}) {
    const GaussSums direct = direct_gauss_sums(at, from, charges, variance);
    const GaussSums fast = fast_gauss_sums(at, from, charges, variance);
    double size = 0;
    for (const double q : charges) size += std::fabs(q) / std::sqrt(2 * std::numbers::pi * variance);
    double value = 0, slope = 0, bend = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
      value = std::fmax(value, std::fabs(direct.value[i] - fast.value[i]));
      slope = std::fmax(slope, std::fabs(direct.slope[i] - fast.slope[i]));
      bend = std::fmax(bend, std::fabs(direct.bend[i] - fast.bend[i]));
    }
    EXPECT_LT(value, 1e-12 * size);
    EXPECT_LT(slope, 1e-12 * size / std::sqrt(variance));
    EXPECT_LT(bend, 1e-12 * size / variance);
  }
}

/// An ensemble of n particles in steps of dt at T = 0, at its own start.
Ensemble descending(std::shared_ptr<const System> system, int replicas, double dt) {
  Ensemble ensemble{.system = std::move(system), .temperatures = {0.0}, .replicas = replicas};
  ensemble.confinement.kind = Confinement::Kind::none;
  ensemble.dynamics.step_sizes = {dt};
  ensemble.measure_interval = 1;
  return ensemble;
}

/// E after `steps` steps of every replica.
Moments energies(const std::shared_ptr<const System>& system, int replicas, std::uint64_t steps, double dt) {
  const Ensemble ensemble = descending(system, replicas, dt);
  PlainEngine<float> engine(ensemble);
  engine.load(ensemble.system->random_start(ensemble));
  engine.advance(0, steps);
  Moments moments;
  for (const float loss : engine.example_losses().losses) moments.add(static_cast<double>(loss));
  return moments;
}

/// The limit n -> infinity: characteristics of (c, y) from a quadrature over c ~ N(0, 1) and y uniform in (-2, 2), with
/// weights p, in the same steps. Written out here, by loops of its own.
double limit_energy(std::uint64_t steps, double dt) {
  constexpr int charges = 25, places = 48;
  std::vector<double> c, y, p;
  for (int i = 0; i < charges; ++i)
    for (int k = 0; k < places; ++k) {
      const double z = -6 + 12.0 * i / (charges - 1);
      c.push_back(z);
      y.push_back(-2 + 4 * (k + 0.5) / places);
      p.push_back(std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi) * 12 / (charges - 1) / places);
    }
  const auto energy = [&] {
    return integral([&](double x) {
      double missing = target(x);
      for (std::size_t j = 0; j < c.size(); ++j)
        if (std::fabs(x - y[j]) < 9) missing -= p[j] * c[j] * gaussian(x - y[j], 0.5);
      return missing * missing / 2;
    });
  };
  for (std::uint64_t step = 0; step < steps; ++step) {
    std::vector<double> new_c = c, new_y = y;
    for (std::size_t i = 0; i < c.size(); ++i) {
      double pull = 0, slope = 0;
      for (std::size_t j = 0; j < c.size(); ++j) {
        const double x = y[i] - y[j], own = p[j] * c[j] * gaussian(x, 1);
        pull += own;
        slope -= own * x;
      }
      const TargetPotential f = target_potential(y[i]);
      new_c[i] += dt * (f.value - pull);
      new_y[i] += dt * c[i] * (f.slope - slope);
    }
    c = new_c;
    y = new_y;
  }
  return energy();
}

/// A particle that does not act on itself: the field at i without j = i.
class WithoutItself final : public System {
 public:
  explicit WithoutItself(int particles)
      : System(particle_system(particles)->layout()), whole_(particle_system(particles)) {}
  std::string_view kind() const override { return "particles without themselves"; }
  std::string text() const override { return whole_->text(); }
  std::string origin() const override { return whole_->origin(); }
  int examples() const override { return 1; }
  double flops_per_step() const override { return whole_->flops_per_step(); }
  std::vector<float> random_start(const Ensemble& ensemble) const override { return whole_->random_start(ensemble); }
  Evaluation<double> evaluate(std::size_t, std::span<const double> w, std::span<const double> v) const override {
    Evaluation<double> found = whole_->evaluate(0, w, v);
    const auto n = static_cast<double>(w.size() / 2);
    for (std::size_t i = 0; i < w.size() / 2; ++i) {
      found.loss -= w[i] * w[i] * gaussian(0, 1) / (2 * n * n);
      found.gradient[i] -= w[i] * gaussian(0, 1) / (n * n);
    }
    found.losses = {found.loss};
    return found;
  }
  Evaluation<float> evaluate(std::size_t, std::span<const float> w, std::span<const float>) const override {
    const std::vector<double> at(w.begin(), w.end());
    const Evaluation<double> found = evaluate(0, std::span<const double>(at), {});
    return {.loss = found.loss,
            .gradient = {found.gradient.begin(), found.gradient.end()},
            .product = {},
            .losses = {static_cast<float>(found.loss)},
            .wrongs = {0}};
  }

 private:
  std::shared_ptr<const System> whole_;
};

// At the start the c are independent of mean 0 and variance 1, so that n (<E_n> - C_f) = K(0) / 2 = 1 / (2 sqrt(2 pi)).
TEST(Particles, FluctuateAtTheStartAsIndependentOnes) {
  const auto excess = [](const std::shared_ptr<const System>& system, double& error) {
    const Moments found = energies(system, 20000, 0, 0.02);
    error = 8 * std::sqrt(found.variance() / found.count);
    return 8 * (found.mean - target_energy());
  };
  double error = 0, planted = 0;
  EXPECT_NEAR(excess(particle_system(8), error), 1 / (2 * std::sqrt(2 * std::numbers::pi)), 4 * error);
  EXPECT_LT(error, 0.01);
  EXPECT_GT(std::fabs(excess(std::make_shared<WithoutItself>(8), planted) - 0.19947), 20 * error);
}

// E_inf(10) = 0.00449 by quadrature. n (<E_n> - E_inf) = C(10) falls from 0.199 at the start: noise heals. It was found
// to be 0.055(1) at n = 8 and 0.058(2) at 16 by another program.
TEST(Particles, FollowTheLimitInATimeOfTheirOwn) {
  const double limit = limit_energy(500, 0.02);
  EXPECT_NEAR(limit, 0.00449, 5e-6);
  for (const auto& [n, expected, known] : {std::tuple{8, 0.055, 0.001}, {16, 0.058, 0.002}}) {
    const Moments found = energies(particle_system(n), 2000, 500, 0.02);
    const double error = n * std::sqrt(found.variance() / found.count);
    EXPECT_NEAR(n * (found.mean - limit), expected, 4 * std::hypot(error, known)) << n;
    EXPECT_LT(error, 0.004);
    if (n > 8) continue;
    // Planted bugs: a particle that does not act on itself, and steps that lack the factor n.
    const Moments alone = energies(std::make_shared<WithoutItself>(n), 2000, 500, 0.02);
    EXPECT_GT(std::fabs(n * (alone.mean - limit) - expected), 10 * error);
    const Moments slow = energies(particle_system(n), 200, 500, 0.02 / n);
    EXPECT_GT(std::fabs(n * (slow.mean - limit) - expected), 10 * error);
  }
}

}  // namespace
}  // namespace replicas
