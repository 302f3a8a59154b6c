#include "command/theory_curves.h"

#include <cmath>
#include <limits>

#include "model/error.h"
#include "theory/franz_parisi.h"
#include "theory/gauss.h"
#include "theory/replica_symmetric.h"
#include "theory/stability.h"

namespace replicas {

namespace {

using theory::Estimate;

/// A column of a table: one estimate per value of the axis.
template <class Function>
NamedArray over(const NamedAxis& axis, const char* name, const char* unit, const char* long_name,
                const Function& function) {
  NamedArray array = {name, unit, long_name, {axis.name}, {}};
  for (const double value : axis.values) {
    const Estimate estimate = function(value);
    array.values.push_back(estimate.value);
    array.errors.push_back(estimate.error);
  }
  return array;
}

NamedArrays about(std::string title, const theory::Machine& machine) {
  return {.title = std::move(title),
          .texts = {{"units", std::string(name(machine.units))}, {"weights", std::string(name(machine.weights))}},
          .numbers = {},
          .axes = {},
          .arrays = {},
          .notes = {}};
}

std::string words_of(const theory::Machine& machine) {
  const std::string infinite = machine.units == theory::Units::perceptron ? "" : " of infinitely many units";
  return fmt::format("{} {}{}", name(machine.weights), name(machine.units), infinite);
}

NamedAxis load_axis(std::vector<double> values) { return {"load", "1", "patterns per weight", std::move(values)}; }

}  // namespace

NamedArrays entropy_curve(const TheoryOptions& options) {
  const theory::Machine machine = options.machine();
  NamedArrays result =
      about(fmt::format("Replica-symmetric entropy, {}, margin {:g}", words_of(machine), machine.margin), machine);
  result.numbers = {{"margin", machine.margin}};
  const NamedAxis loads = load_axis(options.numbers("--loads", load_bounds));
  result.axes = {loads};
  result.arrays = {over(loads, "entropy", "nat", "entropy of the solutions per weight",
                        [&](double load) { return theory::entropy(machine, load); }),
                   over(loads, "overlap", "1", "overlap q of two typical solutions",
                        [&](double load) { return theory::overlap(machine, load); })};
  if (machine.weights == theory::Weights::binary && result.arrays[0].values.back() < 0)
    result.notes.emplace_back("entropy below 0: above the capacity, where there are no solutions");
  return result;
}

NamedArrays capacity_curve(const TheoryOptions& options) {
  theory::Machine machine = options.machine();
  NamedArrays result = about(fmt::format("Replica-symmetric capacity, {}", words_of(machine)), machine);
  const NamedAxis margins = {"margin", "1", "smallest stability", options.numbers("--margins", margin_bounds)};
  result.axes = {margins};
  result.arrays = {over(margins, "capacity", "1", "load at which solutions cease", [&](double margin) {
    machine.margin = margin;
    return theory::capacity(machine);
  })};
  return result;
}

NamedArrays margin_curve(const TheoryOptions& options) {
  const theory::Machine machine = options.machine();
  NamedArrays result = about(fmt::format("Largest margin, {}", words_of(machine)), machine);
  const NamedAxis loads = load_axis(options.numbers("--loads", load_bounds));
  result.axes = {loads};
  result.arrays = {over(loads, "largest_margin", "1", "largest margin at which there are solutions",
                        [&](double load) { return theory::largest_margin(machine, load); })};
  return result;
}

NamedArrays stability_curve(const TheoryOptions& options) {
  const theory::Machine machine = options.machine();
  const double load = options.number("--load", load_bounds);
  NamedArrays result = about(fmt::format("Stabilities of a typical solution, {}, load {:g}, margin {:g}",
                                         words_of(machine), load, machine.margin),
                             machine);
  result.numbers = {{"load", load}, {"margin", machine.margin}};
  const theory::TypicalStability typical(machine, load);
  const NamedAxis axis = {"stability", "1", "sigma w.xi / sqrt(N)", options.numbers("--stabilities", {0, 20})};
  result.axes = {axis};
  result.arrays = {over(axis, "density", "1", "probability density of a pattern's stability",
                        [&](double x) { return typical.density(x); }),
                   over(axis, "share_below", "1", "share of the patterns with a smaller stability",
                        [&](double x) { return typical.share_below(x); })};
  return result;
}

NamedArrays local_energy_curve(const TheoryOptions& options) {
  const theory::Machine machine = options.machine();
  const double load = options.number("--load", load_bounds);
  NamedArrays result =
      about(fmt::format("Local energy of a typical solution, binary perceptron, load {:g}, margin {:g}", load,
                        machine.margin),
            machine);
  result.numbers = {{"load", load}, {"margin", machine.margin}};
  const theory::TypicalStability typical(machine, load);
  const NamedAxis flips = {"flips", "1", "probability of a flip per weight", options.numbers("--flips", {0, 0.5})};
  result.axes = {flips};
  result.arrays = {over(flips, "local_energy", "1", "share of patterns that are wrong after the flips, for large N",
                        [&](double d) { return typical.local_energy(d); })};
  return result;
}

NamedArrays franz_parisi_curves(const TheoryOptions& options) {
  const theory::Machine machine = options.machine();
  theory::FranzParisi asked{.load = options.number("--load", load_bounds), .margin = machine.margin};
  // Just below the largest, whose entropy is 0: rounding must not take the reference away.
  asked.reference_margin = options.text("--reference-margin") == "max"
                               ? theory::largest_margin({}, asked.load).value - 1e-9
                               : options.number("--reference-margin", margin_bounds);
  const NamedAxis distances = {"distance", "1", "share of the weights that differ from the reference",
                               options.numbers("--distances", {1e-3, 0.499})};
  const auto found = theory::franz_parisi_entropy(asked, distances.values);
  NamedArrays result =
      about(fmt::format("Franz-Parisi entropy, binary perceptron, load {:g}, margin {:g}, reference of "
                        "margin {:.6g}",
                        asked.load, asked.margin, asked.reference_margin),
            machine);
  result.numbers = {{"load", asked.load}, {"margin", asked.margin}, {"reference_margin", asked.reference_margin}};
  result.axes = {distances};
  std::size_t next = 0;
  result.arrays = {
      over(distances, "franz_parisi", "nat", "entropy per weight of the solutions at that distance",
           [&](double) { return found[next++]; }),
      over(distances, "sphere", "nat", "entropy per weight of all configurations at that distance", [](double d) {
        return Estimate{theory::binary_entropy(d), 1e-16};
      })};
  for (const Estimate& each : found)
    if (std::isnan(each.value)) {
      result.notes.emplace_back("where there is no number the saddle point was not found");
      break;
    }
  return result;
}

NamedArrays breakup_load(const TheoryOptions& options) {
  const auto between = options.numbers("--between", {0.1, 0.83});
  require(between.size() == 2, ErrorKind::bad_value, "--between {} needs two loads with a comma",
          options.text("--between"));
  const double precision = options.number("--precision", {1e-4, 0.1});
  const Estimate load = theory::monotone_load(between[0], between[1], precision);
  NamedArrays result = about("Where the Franz-Parisi entropy around largest margins stops being monotone", {});
  const NamedAxis axis = {"margin", "1", "smallest stability of the solutions counted", {0}};
  result.axes = {axis};
  result.arrays = {over(axis, "breakup_load", "1",
                        "load above which phi(d) no longer grows everywhere below its maximum",
                        [&](double) { return load; })};
  return result;
}

}  // namespace replicas
