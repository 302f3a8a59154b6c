#include "command/solve_attempts.h"

#include <functional>
#include <limits>

namespace replicas {

namespace {

using solve::Solved;
using Loads = std::vector<std::vector<Solved>>;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

NamedArray per_instance(const solve::Study& study, const char* name, const char* unit, const char* long_name,
                        const Loads& by_load, const std::function<double(const Solved&)>& value) {
  NamedArray array = {name, unit, long_name, {"load", "instance"}, {}};
  if (study.attempts > 1) array.axes.emplace_back("attempt");
  for (const auto& instances : by_load)
    for (const Solved& each : instances) array.values.push_back(value(each));
  return array;
}

/// The flatness of each attempt by itself, along one more axis: what correlations with a test error need.
NamedArray each_along(const solve::Study& study, const char* axis, std::size_t length, NamedArray about,
                      const Loads& by_load, const std::function<double(const Solved&, std::size_t)>& value) {
  about.axes = {"load", "instance"};
  if (study.attempts > 1) about.axes.emplace_back("attempt");
  about.axes.emplace_back(axis);
  for (const auto& tried : by_load)
    for (const Solved& each : tried)
      for (std::size_t i = 0; i < length; ++i) about.values.push_back(value(each, i));
  return about;
}

void add_flatness(const solve::Study& study, const Loads& by_load, std::vector<NamedArray>& arrays) {
  arrays.push_back(each_along(
      study, "flips", study.flips.size(), {"instance_local_energy", "1", "local energy of the solution", {}, {}},
      by_load, [](const Solved& s, std::size_t i) { return s.outcome.solved ? s.local_energy[i] : unknown; }));
  const auto around = [&](const char* name, const char* unit, const char* long_name, auto value) {
    arrays.push_back(each_along(study, "field", study.strengths.size(), {name, unit, long_name, {}, {}}, by_load,
                                [value](const Solved& s, std::size_t i) {
                                  const bool known = s.outcome.solved && s.local_entropy[i].converged;
                                  return known ? value(s.local_entropy[i]) : unknown;
                                }));
  };
  around("instance_local_distance", "1", "distance from the solution at which the field holds others",
         [](const solve::LocalEntropy& l) { return l.distance; });
  around("instance_local_entropy", "nat", "Bethe entropy per weight of the solutions there",
         [](const solve::LocalEntropy& l) { return l.entropy; });
}

/// +-1, unit after unit.
NamedArray saved_weights(const solve::Study& study, const Loads& by_load) {
  const auto n = static_cast<std::size_t>(study.machine.inputs);
  return each_along(study, "weight", static_cast<std::size_t>(study.machine.weights()),
                    {"weights", "1", "weights that an attempt left, solved or not", {}, {}}, by_load,
                    [n](const Solved& s, std::size_t i) {
                      return double(s.outcome.weights.sign(static_cast<int>(i / n), static_cast<int>(i % n)));
                    });
}

void add_outcomes(const solve::Study& study, const Loads& by_load, std::vector<NamedArray>& arrays) {
  if (study.law == solve::PatternLaw::data)
    arrays.push_back(per_instance(study, "instance_test_error", "1", "test error, solved or not", by_load,
                                  [](const Solved& s) { return s.test_error; }));
  arrays.push_back(per_instance(study, "instance_converged", "1", "0 where messages to a fixed point did not reach it",
                                by_load, [](const Solved& s) { return s.outcome.converged ? 1.0 : 0.0; }));
  arrays.push_back(per_instance(study, "instance_turning", "1",
                                "of messages: share of the weights whose sign changed in the last iteration", by_load,
                                [](const Solved& s) { return s.outcome.turning; }));
  arrays.push_back(per_instance(study, "instance_solved", "1", "1 where the instance was solved", by_load,
                                [](const Solved& s) { return s.outcome.solved ? 1.0 : 0.0; }));
  arrays.push_back(per_instance(study, "instance_errors", "1", "patterns left wrong", by_load,
                                [](const Solved& s) { return double(s.outcome.errors); }));
  arrays.push_back(per_instance(study, "instance_iterations", "1", "iterations (or epochs)", by_load,
                                [](const Solved& s) { return double(s.outcome.iterations); }));
  arrays.push_back(per_instance(study, "instance_entropy", "nat", "entropy per weight", by_load,
                                [](const Solved& s) { return s.outcome.entropy; }));
}

}  // namespace

void add_attempts(const SolveOptions& options, const Loads& by_load, NamedArrays& result) {
  const solve::Study& study = options.study;
  add_outcomes(study, by_load, result.arrays);
  add_flatness(study, by_load, result.arrays);
  if (!options.save_weights) return;
  NamedAxis weights{"weight", "1", "number of the weight, unit after unit", {}};
  for (int i = 0; i < study.machine.weights(); ++i) weights.values.push_back(i);
  result.axes.push_back(weights);
  result.arrays.push_back(saved_weights(study, by_load));
}

}  // namespace replicas
