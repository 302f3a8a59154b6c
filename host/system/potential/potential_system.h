#pragma once

#include "system/potential/potential.h"
#include "system/system.h"

namespace replicas {

/// A solvable loss in place of a network. Its terms play the examples' part: L is their sum, so the loss of one
/// "example" is (number of terms) x term and L is the mean.
class PotentialSystem final : public System {
 public:
  static constexpr std::string_view potential_kind = "potential";

  explicit PotentialSystem(Potential potential);

  const Potential& potential() const { return potential_; }

  std::string_view kind() const override { return potential_kind; }
  std::string text() const override { return potential_.text; }
  std::string origin() const override { return "terms of the potential " + potential_.text; }
  std::vector<std::pair<std::string, std::string>> attributes() const override {
    return {{"potential", potential_.text}};
  }
  int examples() const override { return static_cast<int>(potential_.modes()) * potential_.terms_per_mode(); }
  Capabilities capabilities() const override;
  std::vector<std::span<const std::byte>> data() const override { return {{}, {}, {}}; }  ///< all is in the text
  Evaluation<float> evaluate(std::size_t dataset, std::span<const float> weights,
                             std::span<const float> direction) const override;
  Evaluation<double> evaluate(std::size_t dataset, std::span<const double> weights,
                              std::span<const double> direction) const override;
  double flops_per_step() const override { return 100 * static_cast<double>(weights()); }  ///< exponentials and noise

  std::optional<double> infimum() const override { return potential_.infimum(); }
  ExactLaw exact_law(const Ensemble& ensemble, std::size_t temperature_index) const override;
  std::vector<float> equilibrium_weights(const Ensemble& ensemble) const override;

 private:
  Potential potential_;
};

/// The same as a shared value.
std::shared_ptr<const System> potential_system(Potential potential);

/// The potential of a system that is one, else null: for engines' kernels, which are written for it.
inline const PotentialSystem* as_potential(const System& system) {
  return system.kind() == PotentialSystem::potential_kind ? static_cast<const PotentialSystem*>(&system) : nullptr;
}

}  // namespace replicas
