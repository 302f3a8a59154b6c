#include "system/particles/particle_system.h"

#include <cmath>
#include <numbers>

#include "system/ensemble.h"
#include "system/particles/gauss_transform.h"

namespace replicas {

namespace {

/// One Gaussian of the target: C_k / 3 times N(x - Y_k; S2_k).
struct Hump {
  double charge, place, variance;
};
constexpr Hump target[] = {{1.0 / 3, -2, 0.5}, {-2.0 / 3, 0, 1}, {1.0 / 3, 2, 0.5}};

double gaussian(double x, double variance) {
  return std::exp(-x * x / (2 * variance)) / std::sqrt(2 * std::numbers::pi * variance);
}

Layout particle_layout(int particles) {
  Layout layout;
  const auto n = static_cast<std::size_t>(particles);
  layout.append(1, n, 0, 1, false);  // c
  layout.append(1, n, 1, 1, false);  // y
  for (const std::size_t block : {0u, 1u}) layout[block].step_factor = particles;
  return layout;
}

Evaluation<double> energy(std::span<const double> weights, std::span<const double> direction) {
  const std::size_t n = weights.size() / 2;
  const double share = 1 / static_cast<double>(n);
  const std::span<const double> c = weights.first(n), y = weights.subspan(n);
  const GaussSums pulls = gauss_sums(y, y, c, 2 * unit_variance);
  Evaluation<double> found;
  found.gradient.resize(2 * n);
  found.loss = target_energy();
  std::vector<double> field(n), slope(n);  // -dc/dt, and -dy/dt without its c
  for (std::size_t i = 0; i < n; ++i) {
    const TargetPotential f = target_potential(y[i]);
    field[i] = share * pulls.value[i] - f.value;
    slope[i] = share * pulls.slope[i] - f.slope;
    found.loss += share * c[i] * (field[i] - f.value) / 2;
    found.gradient[i] = share * field[i];
    found.gradient[n + i] = share * c[i] * slope[i];
  }
  found.losses = {found.loss};
  found.wrongs = {0};
  if (direction.empty()) return found;
  // K and its slopes are odd or even in y_i - y_j, so that the sum over j of q_j (d y_i - d y_j) splits in two.
  const std::span<const double> dc = direction.first(n), dy = direction.subspan(n);
  std::vector<double> moved(n);
  for (std::size_t j = 0; j < n; ++j) moved[j] = c[j] * dy[j];
  const GaussSums changed = gauss_sums(y, y, dc, 2 * unit_variance),
                  carried = gauss_sums(y, y, moved, 2 * unit_variance);
  found.product.resize(2 * n);
  for (std::size_t i = 0; i < n; ++i) {
    const TargetPotential f = target_potential(y[i]);
    const double field_change =
        share * (changed.value[i] + pulls.slope[i] * dy[i] - carried.slope[i]) - f.slope * dy[i];
    const double slope_change = share * (changed.slope[i] + pulls.bend[i] * dy[i] - carried.bend[i]) - f.bend * dy[i];
    found.product[i] = share * field_change;
    found.product[n + i] = share * (dc[i] * slope[i] + c[i] * slope_change);
  }
  return found;
}

}  // namespace

TargetPotential target_potential(double y) {
  TargetPotential sum{0, 0, 0};
  for (const Hump& hump : target) {
    const double variance = hump.variance + unit_variance, x = y - hump.place;
    const double own = hump.charge * gaussian(x, variance);
    sum.value += own;
    sum.slope -= own * x / variance;
    sum.bend += own * (x * x / variance - 1) / variance;
  }
  return sum;
}

double target_energy() {
  double sum = 0;
  for (const Hump& a : target)
    for (const Hump& b : target) sum += a.charge * b.charge * gaussian(a.place - b.place, a.variance + b.variance) / 2;
  return sum;
}

ParticleSystem::ParticleSystem(int particles) : System(particle_layout(particles)) {}

std::shared_ptr<const System> particle_system(int particles) { return std::make_shared<ParticleSystem>(particles); }

std::vector<std::pair<std::string, double>> ParticleSystem::numbers() const {
  return {{"target_energy", target_energy()}};
}

Evaluation<double> ParticleSystem::evaluate(std::size_t, std::span<const double> weights,
                                            std::span<const double> direction) const {
  return energy(weights, direction);
}

Evaluation<float> ParticleSystem::evaluate(std::size_t, std::span<const float> weights,
                                           std::span<const float> direction) const {
  const std::vector<double> at(weights.begin(), weights.end()), along(direction.begin(), direction.end());
  const Evaluation<double> found = energy(at, along);
  const auto rounded = [](const std::vector<double>& values) {
    return std::vector<float>(values.begin(), values.end());
  };
  return {.loss = found.loss,
          .wrong = 0,
          .gradient = rounded(found.gradient),
          .product = rounded(found.product),
          .losses = rounded(found.losses),
          .wrongs = found.wrongs};
}

double ParticleSystem::flops_per_step() const {
  const auto n = static_cast<double>(particles());
  return std::min(40 * n * n, 3000 * n);  // pairs, or the series of every box near a particle
}

std::vector<float> ParticleSystem::random_start(const Ensemble& ensemble) const {
  const std::size_t n = particles();
  std::vector<float> weights;
  weights.reserve(ensemble.replica_count() * 2 * n);
  for (std::size_t replica = 0; replica < ensemble.replica_count(); ++replica) {
    const std::uint64_t number = ensemble.number(replica), blocks = layout().noise_blocks();
    for (std::size_t i = 0; i < n; ++i)
      weights.push_back(noise(ensemble.seed, Purpose::initial_weights, number, blocks, 0, layout().noise_index(i)));
    for (std::size_t i = n; i < 2 * n; ++i) {
      const std::uint64_t index = layout().noise_index(i);
      const Words words = noise_words(ensemble.seed, Purpose::initial_weights, number, blocks, 0, index / 4);
      weights.push_back(static_cast<float>(4 * ((words[index % 4] + 0.5) * 0x1p-32) - 2));
    }
  }
  return weights;
}

}  // namespace replicas
