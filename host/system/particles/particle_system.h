#pragma once

#include "system/system.h"

namespace replicas {

/// Gaussian units that fit a sum of three Gaussians in one dimension, where all integrals are known (Rotskoff and
/// Vanden-Eijnden, arXiv:1805.00915): n particles (c_i, y_i),
///   f_n(x) = (1/n) sum_i c_i N(x - y_i; s2),  f(x) = (1/3) sum_k C_k N(x - Y_k; S2_k),
///   L = 1/2 int (f - f_n)^2 dx = C_f - (1/n) sum_i c_i F(y_i) + (1/(2 n^2)) sum_ij c_i c_j K(y_i - y_j),
///   F(y) = (1/3) sum_k C_k N(y - Y_k; S2_k + s2),  K(y) = N(y; 2 s2),  C_f = 1/2 int f^2.
/// The step sizes of all weights carry a factor n, so that at T = 0
///   dc/dt = F(y) - (1/n) sum_j c_j K(y - y_j),  dy/dt = c F'(y) - (c/n) sum_j c_j K'(y - y_j)
/// in a time that counts eta a step and does not depend on n. Weights are c_1..c_n, then y_1..y_n. Everything is
/// computed in double, whatever the engine keeps weights in.
class ParticleSystem final : public System {
 public:
  static constexpr std::string_view particle_kind = "particles";

  explicit ParticleSystem(int particles);

  std::string_view kind() const override { return particle_kind; }
  std::string text() const override { return std::to_string(particles()); }
  std::string origin() const override { return "three Gaussians in one dimension, integrated"; }
  std::vector<std::pair<std::string, std::string>> attributes() const override { return {{"particles", text()}}; }
  std::vector<std::pair<std::string, double>> numbers() const override;
  int examples() const override { return 1; }                                             ///< all of the integral
  std::vector<std::span<const std::byte>> data() const override { return {{}, {}, {}}; }  ///< all is in the number
  Evaluation<float> evaluate(std::size_t dataset, std::span<const float> weights,
                             std::span<const float> direction) const override;
  Evaluation<double> evaluate(std::size_t dataset, std::span<const double> weights,
                              std::span<const double> direction) const override;
  double flops_per_step() const override;
  LossBound loss_bound(std::size_t) const override { return {.value = 0}; }  ///< a square is not negative
  /// c ~ N(0, 1), y uniform in (-2, 2).
  std::vector<float> random_start(const Ensemble& ensemble) const override;

  std::size_t particles() const { return weights() / 2; }
};

std::shared_ptr<const System> particle_system(int particles);

/// The potentials at one place: F, F', F''.
struct TargetPotential {
  double value, slope, bend;
};
TargetPotential target_potential(double y);

inline constexpr double unit_variance = 0.5;  ///< s2
/// C_f = 1/2 int f^2.
double target_energy();

}  // namespace replicas
