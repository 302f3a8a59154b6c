#include "system/potential/potential_system.h"

#include "system/ensemble.h"
#include "system/potential/gibbs_law.h"
#include "system/potential/potential_pass.h"

namespace replicas {

PotentialSystem::PotentialSystem(Potential potential)
    : System(network_of(potential).layout()), potential_(std::move(potential)) {}

std::shared_ptr<const System> potential_system(Potential potential) {
  return std::make_shared<PotentialSystem>(std::move(potential));
}

Capabilities PotentialSystem::capabilities() const {
  const bool wall = potential_.kind == PotentialKind::channel;
  const bool logistic = potential_.kind == PotentialKind::logistic_channel;
  return {.mean_loss = false,
          .exact_law = true,
          .normalisable = potential_.normalisable(),
          .margins = wall       ? Margins::exponential
                     : logistic ? Margins::cross_entropy
                                : Margins::none};
}

Evaluation<float> PotentialSystem::evaluate(std::size_t, std::span<const float> weights,
                                            std::span<const float> direction) const {
  return potential_pass(potential_, weights, direction);
}

Evaluation<double> PotentialSystem::evaluate(std::size_t, std::span<const double> weights,
                                             std::span<const double> direction) const {
  return potential_pass(potential_, weights, direction);
}

ExactLaw PotentialSystem::exact_law(const Ensemble& ensemble, std::size_t temperature_index) const {
  return replicas::exact_law(potential_, ensemble, temperature_index);
}

std::vector<float> PotentialSystem::equilibrium_weights(const Ensemble& ensemble) const {
  return replicas::equilibrium_weights(potential_, ensemble);
}

}  // namespace replicas
