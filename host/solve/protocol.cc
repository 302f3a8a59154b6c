#include "solve/protocol.h"

#include <algorithm>
#include <cmath>

namespace replicas::solve {

float tanh_of(float x) { return 1 - 2 / (std::exp(2 * x) + 1); }
float inverse_tanh(float x) { return 0.5f * std::log((1 + x) / (1 - x)); }

Focus Protocol::at(double step, std::uint64_t number) const {
  const double x = std::min(step * static_cast<double>(number), 1 - step);
  switch (kind) {
    case Kind::pseudo: return {std::sqrt(x), 1 / (1 - x)};
    case Kind::standard: return {1, x / (1 - x)};
    case Kind::scoping: return {std::tanh(low + (high - low) * x / (1 - step)), replicas - 1};
    case Kind::list: break;
  }
  const auto& [gamma, y] = points[std::min<std::size_t>(number, points.size() - 1)];
  return {std::tanh(gamma), y - 1};
}

float focused(const Focus& focus, float field) {
  const auto others = static_cast<float>(focus.others), coupling = static_cast<float>(focus.coupling);
  if (coupling >= 1) return others * field;
  return inverse_tanh(coupling * tanh_of(others * inverse_tanh(coupling * tanh_of(field))));
}

}  // namespace replicas::solve
