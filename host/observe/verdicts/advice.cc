#include "observe/verdicts/advice.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace replicas {

namespace {

constexpr double unscaled = 10;  // inputs of deviation 1 stay below; pixels of 0..255 do not
constexpr std::size_t most_numbers = 4;

/// "--step-size 0.18,0.09", or in words where the ladder is long.
std::string half_of(const std::vector<double>& step_sizes) {
  if (step_sizes.size() > most_numbers) return "half of each";
  std::vector<std::string> halves;
  for (const double step_size : step_sizes) halves.push_back(fmt::format("{:.2g}", step_size / 2));
  return fmt::format("<step-size> {}", fmt::join(halves, ","));
}

}  // namespace

std::string smaller_steps(const Measurements& measured) {
  const double largest = measured.ensemble.system->largest_input();
  const std::string scale =
      largest > unscaled ? fmt::format("scale the inputs (they reach {:.3g}), or ", largest) : std::string();
  if (!measured.automatic_step_size) return scale + "use a smaller <step-size>, or auto";
  return fmt::format("{}in place of auto's <step-size> try {}", scale, half_of(measured.ensemble.dynamics.step_sizes));
}

std::string more_steps(const Measurements& measured) {
  if (measured.steps >= measured.planned_steps) return "use more <steps>";
  return fmt::format("let the run go on to its {} steps", measured.planned_steps);
}

std::uint64_t steps_for(const Measurements& measured, double factor) {
  const auto length = static_cast<double>(measured.steps - measured.burn_in);
  const double steps = static_cast<double>(measured.burn_in) + factor * length;
  const double unit = std::pow(10.0, std::floor(std::log10(std::fmax(steps, 1))) - 1);
  // 1e-9: a number that has two digits stays what it is.
  const double rounded = std::ceil(steps / unit * (1 - 1e-9)) * unit;
  return std::max(measured.planned_steps, static_cast<std::uint64_t>(std::llround(std::fmin(rounded, 1e15))));
}

std::string weaker_confinement(const Ensemble& ensemble) {
  switch (ensemble.confinement.kind) {
    case Confinement::Kind::prior: return "a wider <prior>";
    case Confinement::Kind::decay: return "a smaller <weight-decay>";
    case Confinement::Kind::anchor: return "a smaller <anchor>";
    case Confinement::Kind::none: break;
  }
  return "";
}

}  // namespace replicas
