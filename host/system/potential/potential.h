#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/network.h"
#include "physics/potential.h"

namespace replicas {

/// A solvable loss: one entry of `parameters` per mode.
struct Potential {
  PotentialKind kind = PotentialKind::quadratic;
  std::string text;  ///< as given: "channel:12x64"
  std::vector<float> parameters;

  std::size_t modes() const { return parameters.size(); }
  int weights_per_mode() const;
  int terms_per_mode() const;
  double infimum() const;     ///< L0
  bool normalisable() const;  ///< exp(-L/T) alone has an integral: no confinement needed
};

/// NAME[:NUMBERS][xCOPIES], like quadratic:4,2,1 (one mode for each curvature), channel:12x64, logistic-channel:12,
/// wall:x8, valley, wall-gas (the same as channel:40x100); an Error (64) names what is wrong.
Potential parse_potential(std::string_view text);

/// The layer whose weights [modes][weights per mode] are those of the potential: noise, confinement and padding follow
/// from it as for any network.
Network network_of(const Potential& potential);

}  // namespace replicas
