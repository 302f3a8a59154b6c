#include "system/potential/potential_pass.h"

namespace replicas {

template <class Number>
Evaluation<Number> potential_pass(const Potential& potential, std::span<const Number> weights,
                                  std::span<const Number> direction) {
  Evaluation<Number> pass;
  pass.gradient.resize(weights.size());
  pass.product.resize(direction.size());
  with_potential(potential.kind, [&]<class Mode>() {
    const auto share = static_cast<Number>(potential.modes() * Mode::terms);
    for (std::size_t i = 0; i < potential.modes(); ++i) {
      constexpr std::size_t step = Mode::weights, second = Mode::weights - 1;
      const Number x = weights[step * i], y = Mode::weights == 2 ? weights[step * i + second] : Number(0);
      const auto p = static_cast<Number>(potential.parameters[i]);
      Number term[Mode::terms];
      Mode::losses(x, y, p, term);
      for (const Number one : term) {
        pass.loss += static_cast<double>(one);
        pass.losses.push_back(share * one);
        pass.wrongs.push_back(0);
      }
      const ModeForces<Number> forces = Mode::forces(x, y, p);
      pass.gradient[step * i] = forces.slope_x;
      if (Mode::weights == 2) pass.gradient[step * i + second] = forces.slope_y;
      if (direction.empty()) continue;
      const ModeCurvature<Number> bend = Mode::curvature(x, y, p);
      const Number along = direction[step * i], across = Mode::weights == 2 ? direction[step * i + second] : Number(0);
      pass.product[step * i] = bend.xx * along + bend.xy * across;
      if (Mode::weights == 2) pass.product[step * i + second] = bend.xy * along + bend.yy * across;
    }
  });
  return pass;
}

template Evaluation<float> potential_pass(const Potential&, std::span<const float>, std::span<const float>);
template Evaluation<double> potential_pass(const Potential&, std::span<const double>, std::span<const double>);

}  // namespace replicas
