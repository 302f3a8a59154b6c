#include "model/dynamics.h"

#include <cmath>
#include <numbers>

namespace replicas {

std::string_view name(Update update) { return update == Update::em ? "em" : update == Update::lm ? "lm" : "baoab"; }

double FactorSchedule::at(std::uint64_t step) const {
  if (shape == Shape::constant) return first;
  if (step >= steps) return last;
  const double x = static_cast<double>(step) / static_cast<double>(steps);
  switch (shape) {
    case Shape::exponential: return first * std::pow(last / first, x);
    case Shape::linear: return first + (last - first) * x;
    case Shape::cosine: return last + (first - last) * (1 + std::cos(std::numbers::pi * x)) / 2;
    case Shape::constant: break;
  }
  return first;
}

std::string not_computed(const Dynamics& dynamics) {
  if (dynamics.coupling.strength != 0) return "coupled replicas";
  if (dynamics.constraint != Constraint::none) return "constrained weights";
  return {};
}

}  // namespace replicas
