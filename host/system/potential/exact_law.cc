#include <cmath>
#include <map>

#include "system/potential/gibbs_law.h"

namespace replicas {

ExactLaw exact_law(const Potential& potential, const Ensemble& ensemble, std::size_t temperature_index) {
  const double temperature = ensemble.temperatures[temperature_index],
               eta = ensemble.step_size(temperature_index, ensemble.layout()[0]);
  const double decay = ensemble.decay(temperature_index, ensemble.layout()[0]);
  const bool em = ensemble.dynamics.update == Update::em;
  ExactLaw law;
  double weighted = 0;
  std::map<float, ModeMoments> known;
  for (const float parameter : potential.parameters) {
    double loss = 0, variance = 0, curvature = 0, tau = 0;
    if (potential.kind == PotentialKind::quadratic) {
      const double h = parameter, total = h + decay, a = 1 - eta * total;
      loss = h / 2 * temperature / total / (em ? 1 - eta * total / 2 : 1);
      variance = 2 * loss * loss;
      curvature = h;
      tau = em ? (1 + a * a) / (1 - a * a) : 0.5 + 1 / (eta * total);
    } else {
      const auto [entry, fresh] = known.try_emplace(parameter);
      ModeMoments& m = entry->second;
      if (fresh) m = GibbsLaw(potential.kind, parameter, temperature, decay).moments();
      const double first_order = em ? eta : 0;
      loss = m.loss_mean + (em ? first_order * m.loss_slope : 0);
      variance = m.loss_variance + (em ? first_order * m.square_slope : 0);
      curvature = m.curvature + (em ? first_order * m.curvature_slope : 0);
      tau = 2 * m.relaxation / eta;
    }
    law.loss_mean += loss;
    law.loss_variance += variance;
    law.hessian_trace += curvature;
    weighted += variance * tau;
  }
  // With velocities the loss relaxes in another way, and `eta` above is a kick.
  law.tau = ensemble.dynamics.has_velocities() ? std::nan("") : weighted / law.loss_variance;
  return law;
}

std::vector<float> equilibrium_weights(const Potential& potential, const Ensemble& ensemble) {
  const std::uint64_t blocks = ensemble.layout().noise_blocks();
  const auto both = static_cast<std::size_t>(potential.weights_per_mode());
  std::vector<float> weights;
  for (std::size_t t = 0; t < ensemble.temperatures.size(); ++t) {
    const double decay = ensemble.decay(t, ensemble.layout()[0]);
    std::map<float, GibbsLaw> laws;
    for (const float p : potential.parameters)
      laws.try_emplace(p, potential.kind, static_cast<double>(p), ensemble.temperatures[t], decay);
    for (std::size_t chain = 0; chain < static_cast<std::size_t>(ensemble.replicas); ++chain)
      for (std::size_t mode = 0; mode < potential.modes(); ++mode) {
        const std::uint64_t replica = ensemble.map().number(t, chain);
        const std::uint64_t index = ensemble.layout().noise_index(mode * both);
        const Words words = noise_words(ensemble.seed, Purpose::initial_weights, replica, blocks, 0, index / 4);
        const double uniform = (words[0] + 0.5) * 0x1p-32;
        const NormalPair<float> normals = box_muller<float>(words[2], words[3]);
        const std::array<double, 2> drawn =
            laws.at(potential.parameters[mode]).draw(uniform, static_cast<double>(normals.cosine));
        for (std::size_t k = 0; k < both; ++k) weights.push_back(static_cast<float>(drawn[k]));
      }
  }
  return weights;
}

}  // namespace replicas
