#include "store/check_results.h"

#include <algorithm>
#include <map>
#include <set>

#include "model/error.h"
#include "model/printable.h"
#include "store/run_layout.h"

namespace replicas {

namespace {

/// Axes of one name are one axis.
class AxesByName {
 public:
  explicit AxesByName(const ArrayCheck& check) : check_(check) {}
  template <class Number>
  void add(const ResultArray<Number>& array) {
    for (const ResultAxis& axis : array.axes) {
      const auto [known, is_new] = known_.try_emplace(axis.name, &axis, array.name);
      require(is_new || *known->second.first == axis, check_.kind, "{}{} and {} disagree about their axis {}{}",
              check_.before, printable(known->second.second), printable(array.name), printable(axis.name),
              check_.after);
    }
  }
  const auto& all() const { return known_; }

 private:
  const ArrayCheck& check_;
  std::map<std::string, std::pair<const ResultAxis*, std::string>> known_;
};

/// Every name of a variable of the root group and of the groups of curves once, and none like an axis.
void check_names(const Results& results, const AxesByName& axes, const ArrayCheck& check) {
  std::set<std::string> names;
  const auto add = [&](const std::string& name) {
    require(names.insert(name).second, check.kind, "{}two variables are named {}{}", check.before, printable(name),
            check.after);
  };
  for (const auto& [name, axis] : axes.all()) add(name);
  for (const auto* arrays : {&results.curves, &results.columns})
    for (const ResultArray<double>& array : *arrays) {
      add(array.name);
      if (!array.error.empty()) add(array.name + std::string(error_suffix));
      if (!array.dataset_spread.empty()) add(array.name + std::string(spread_suffix));
    }
}

void check_attribute_names(const auto& attributes, const ArrayCheck& check) {
  for (const auto& [name, value] : attributes)
    require(!is_file_attribute(name), check.kind, "{}the attribute {} is the file's own{}", check.before,
            printable(name), check.after);
}

}  // namespace

ResultArray<std::int8_t> diverging_array(const Results& results) {
  return {.name = "diverging",
          .unit = "1",
          .long_name = "the replica had diverged when the sample was taken",
          .values = results.diverging,
          .axes = draws_axes(results.chains, results.draw_steps.size(), results.temperature),
          .group = "sample_stats"};
}

void check_results(const Results& results, const ArrayCheck& check) {
  require(!results.temperature.empty() && results.chains > 0, check.kind,
          "{}a run of {} temperatures and {} chains is empty{}", check.before, results.temperature.size(),
          results.chains, check.after);
  const auto chains = static_cast<std::size_t>(results.chains);
  require(results.dataset_of_chain.size() == chains, check.kind, "{}dataset has {} values where {} belong{}",
          check.before, results.dataset_of_chain.size(), chains, check.after);
  check_attribute_names(results.attributes, check);
  check_attribute_names(results.integers, check);
  check_attribute_names(results.numbers, check);
  AxesByName axes(check);
  const ResultArray<double> temperature{.name = "temperature", .axes = {temperature_axis(results.temperature)}};
  axes.add(temperature);
  for (const auto* arrays : {&results.columns, &results.curves, &results.inputs})
    for (const ResultArray<double>& array : *arrays) {
      check_array(array, check);
      axes.add(array);
      require(array.group.empty() || std::ranges::find(curve_groups, array.group) != curve_groups.end(), check.kind,
              "{}{} is in the unknown group {}{}", check.before, printable(array.name), printable(array.group),
              check.after);
    }
  check_names(results, axes, check);
  for (const Trace& trace : results.traces) {
    const bool warm = trace.group == warmup_group;
    const std::size_t draws = warm ? results.warmup_draw_steps.size() : results.draw_steps.size();
    Trace expected{.name = trace.name, .axes = draws_axes(results.chains, draws, results.temperature)};
    AxesByName draws_of(check);
    draws_of.add(expected);
    draws_of.add(trace);
    check_array(trace, check);
  }
  check_array(diverging_array(results), check);
}

}  // namespace replicas
