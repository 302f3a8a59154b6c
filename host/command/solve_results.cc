#include "command/solve_results.h"

#include <spdlog/fmt/fmt.h>

#include <cmath>
#include <functional>
#include <limits>

#include "command/solve_attempts.h"
#include "solve/bootstrap.h"
#include "solve/overlap.h"
#include "theory/replica_symmetric.h"

namespace replicas {

namespace {

using solve::Solved;
using Loads = std::vector<std::vector<Solved>>;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Mean and standard error of what some instances have; NaN where none has it, or only one for the error.
struct Mean {
  int count = 0;
  double sum = 0, squares = 0;
  void add(double value) {
    if (!std::isfinite(value)) return;
    ++count;
    sum += value;
    squares += value * value;
  }
  double value() const { return count > 0 ? sum / count : unknown; }
  double error() const {
    if (count < 2) return unknown;
    const double mean = sum / count;
    return std::sqrt(std::max(0.0, squares / count - mean * mean) / (count - 1));
  }
};

/// Means over instances: per load, and per entry of a second axis of `length` (1: none).
NamedArray mean_array(NamedArray about, const Loads& by_load, std::size_t length,
                      const std::function<double(const Solved&, std::size_t)>& value) {
  for (const auto& instances : by_load)
    for (std::size_t i = 0; i < length; ++i) {
      Mean mean;
      for (const Solved& each : instances) mean.add(value(each, i));
      about.values.push_back(mean.value());
      about.errors.push_back(mean.error());
    }
  return about;
}

NamedArray share_solved(const solve::Study& study, const Loads& by_load) {
  NamedArray share = {"solved", "1", "share of the attempts that solved their instance", {"load"}, {}};
  const auto attempts = static_cast<std::size_t>(study.attempts);
  for (const auto& tried : by_load) {
    const auto count = static_cast<double>(tried.size());
    double solved = 0;
    for (const Solved& each : tried) solved += each.outcome.solved ? 1 : 0;
    share.values.push_back(solved / count);
    if (attempts == 1) {
      // Binomial, at the share that one success and one failure more would give: never 0.
      const double shifted = (solved + 1) / (count + 2);
      share.errors.push_back(std::sqrt(shifted * (1 - shifted) / count));
    } else {
      // Attempts at one instance are not independent: instances are drawn anew, with all of their attempts.
      share.errors.push_back(
          solve::bootstrap_error(tried.size() / attempts, study.seed, [&](const std::vector<std::size_t>& chosen) {
            double sum = 0;
            for (const std::size_t i : chosen)
              for (std::size_t t = 0; t < attempts; ++t) sum += tried[i * attempts + t].outcome.solved ? 1 : 0;
            return sum / count;
          }));
    }
  }
  return share;
}

/// Iterations to a solution have a long tail: their median, with a bootstrap error over attempts that solved.
NamedArray median_iterations(const solve::Study& study, const Loads& by_load) {
  NamedArray array = {"iterations_median", "1", "median iterations (or epochs) to a solution", {"load"}, {}};
  for (const auto& tried : by_load) {
    std::vector<double> values;
    for (const Solved& each : tried)
      if (each.outcome.solved) values.push_back(static_cast<double>(each.outcome.iterations));
    array.values.push_back(solve::median(values));
    array.errors.push_back(
        solve::bootstrap_error(values.size(), study.seed, [&](const std::vector<std::size_t>& chosen) {
          std::vector<double> drawn;
          for (const std::size_t i : chosen) drawn.push_back(values[i]);
          return solve::median(drawn);
        }));
  }
  return array;
}

/// Between solutions of one instance: the mean over pairs of each instance, then over instances.
NamedArray overlaps(const solve::Study& study, const Loads& by_load) {
  NamedArray array = {"overlap", "1", "overlap of two solutions of one instance", {"load"}, {}};
  const auto attempts = static_cast<std::size_t>(study.attempts);
  for (const auto& tried : by_load) {
    Mean over_instances;
    for (std::size_t first = 0; first < tried.size(); first += attempts) {
      Mean pairs;
      for (std::size_t a = first; a < first + attempts; ++a)
        for (std::size_t b = a + 1; b < first + attempts; ++b)
          if (tried[a].outcome.solved && tried[b].outcome.solved)
            pairs.add(solve::overlap(study.machine, tried[a].outcome.weights, tried[b].outcome.weights));
      over_instances.add(pairs.value());
    }
    array.values.push_back(over_instances.value());
    array.errors.push_back(over_instances.error());
  }
  return array;
}

void add_scalars(const solve::Study& study, const Loads& by_load, std::vector<NamedArray>& arrays) {
  const auto if_solved = [](const Solved& s, double value) { return s.outcome.solved ? value : unknown; };
  arrays.push_back(share_solved(study, by_load));
  arrays.push_back(mean_array({"iterations", "1", "mean iterations (or epochs) to a solution", {"load"}, {}}, by_load,
                              1, [&](const Solved& s, auto) { return if_solved(s, double(s.outcome.iterations)); }));
  arrays.push_back(median_iterations(study, by_load));
  if (study.attempts > 1) arrays.push_back(overlaps(study, by_load));
  arrays.push_back(mean_array({"seconds", "s", "mean processor seconds to a solution", {"load"}, {}}, by_load, 1,
                              [&](const Solved& s, auto) { return if_solved(s, s.seconds); }));
  arrays.push_back(
      mean_array({"entropy",
                  "nat",
                  "mean entropy per weight of an instance (bp: Bethe; enumerate: exact, where it has solutions)",
                  {"load"},
                  {}},
                 by_load, 1, [](const Solved& s, auto) { return s.outcome.entropy; }));
  if (study.law == solve::PatternLaw::data) {
    arrays.push_back(
        mean_array({"test_error", "1", "share of the examples left out that is labelled wrongly", {"load"}, {}},
                   by_load, 1, [&](const Solved& s, auto) { return if_solved(s, s.test_error); }));
    arrays.push_back(
        mean_array({"constant_inputs", "1", "inputs that are the same in all training examples", {"load"}, {}}, by_load,
                   1, [](const Solved& s, auto) { return double(s.constant_inputs); }));
  }
}

void add_flatness(const solve::Study& study, const Loads& by_load, std::vector<NamedArray>& arrays) {
  arrays.push_back(mean_array(
      {"local_energy", "1", "share of patterns wrong after flips of a solution, exact", {"load", "flips"}, {}}, by_load,
      study.flips.size(),
      [](const Solved& s, std::size_t i) { return s.outcome.solved ? s.local_energy[i] : unknown; }));
  const auto around = [&](const char* name, const char* unit, const char* long_name, auto value) {
    arrays.push_back(mean_array({name, unit, long_name, {"load", "field"}, {}}, by_load, study.strengths.size(),
                                [value](const Solved& s, std::size_t i) {
                                  const bool known = s.outcome.solved && s.local_entropy[i].converged;
                                  return known ? value(s.local_entropy[i]) : unknown;
                                }));
  };
  arrays.push_back(mean_array(
      {"local_entropy_converged", "1", "share of the local entropies whose messages converged", {"load", "field"}, {}},
      by_load, study.strengths.size(), [](const Solved& s, std::size_t i) {
        if (!s.outcome.solved) return unknown;
        return s.local_entropy[i].converged ? 1.0 : 0.0;
      }));
  const auto sphere = [](double d) { return d <= 0 || d >= 1 ? 0 : -d * std::log(d) - (1 - d) * std::log1p(-d); };
  around("local_distance", "1", "distance from a solution at which the field holds others",
         [](const solve::LocalEntropy& l) { return l.distance; });
  around("local_entropy", "nat", "Bethe entropy per weight of the solutions there",
         [](const solve::LocalEntropy& l) { return l.entropy; });
  around("local_entropy_less_sphere", "nat", "the same less that of all weights there",
         [sphere](const solve::LocalEntropy& l) { return l.entropy - sphere(l.distance); });
  arrays.push_back(mean_array(
      {"stability_share", "1", "share of a solution's patterns per bin of the stability", {"load", "stability"}, {}},
      by_load, static_cast<std::size_t>(study.bins), [&](const Solved& s, std::size_t i) {
        if (!s.outcome.solved) return unknown;
        int patterns = 0;
        for (const int count : s.histogram) patterns += count;
        return double(s.histogram[i]) / patterns;
      }));
}

/// What replica-symmetric theory says of the entropy at these loads; 0 or less: no solutions are expected.
NamedArray expected_entropy(const solve::Study& study) {
  NamedArray line = {
      "theory_entropy", "nat", "replica-symmetric entropy of random patterns, N to infinity", {"load"}, {}};
  const theory::Machine machine{.margin = study.margin};
  const double end = 1.2 * theory::capacity(machine).value;  // the branch ends somewhere above the capacity
  for (const double load : study.loads)
    line.values.push_back(load < end ? theory::entropy(machine, load).value : unknown);
  return line;
}

}  // namespace

NamedArrays solve_results(const SolveOptions& options, const Loads& by_load) {
  const solve::Study& study = options.study;
  NamedArrays result = {
      .title = fmt::format("{}, solver {}, {} instances per load, margin {:g}, {} patterns, seed {}", options.model,
                           options.solver, study.instances, study.margin, options.patterns, study.seed),
      .texts = {{"model", options.model},
                {"solver", options.solver},
                {"patterns", options.patterns},
                {"kind", "study"},
                {"seed", std::to_string(study.seed)}},
      .numbers = {{"margin", study.margin}, {"counted_margin", study.counted_margin}},
      .axes = {},
      .arrays = {},
      .notes = {}};
  std::vector<double> numbers, bins;
  for (int i = 0; i < study.instances; ++i) numbers.push_back(i);
  for (int i = 0; i < study.bins; ++i) bins.push_back((i + 0.5) * 4 / study.bins);
  result.axes = {{"load", "1", "patterns per weight", study.loads},
                 {"instance", "1", "number of the instance", numbers},
                 {"flips", "1", "probability of a flip per weight", study.flips},
                 {"field", "1", "strength of the field along the solution", study.strengths},
                 {"stability", "1", "middle of a bin of the stability; the last bin is open", bins}};
  if (study.attempts > 1) {
    NamedAxis attempts{"attempt", "1", "number of the attempt at an instance", {}};
    for (int t = 0; t < study.attempts; ++t) attempts.values.push_back(t);
    result.axes.push_back(attempts);
  }
  add_scalars(study, by_load, result.arrays);
  if (study.law == solve::PatternLaw::random && study.machine.units == 1)
    result.arrays.push_back(expected_entropy(study));
  add_flatness(study, by_load, result.arrays);
  add_attempts(options, by_load, result);

  int stuck = 0, adrift = 0;
  for (const auto& instances : by_load)
    for (const Solved& each : instances) {
      stuck += each.outcome.converged ? 0 : 1;
      for (const auto& local : each.local_entropy) adrift += local.converged ? 0 : 1;
    }
  if (stuck > 0)
    result.notes.push_back(fmt::format("{} instances: messages did not converge; their entropy is unknown", stuck));
  if (adrift > 0)
    result.notes.push_back(fmt::format("{} local entropies did not converge and are left out of the means", adrift));
  result.notes.push_back(
      fmt::format("errors: {} for solved, bootstrap for the median, else standard errors over {} instances; local "
                  "energy, local entropy "
                  "and stabilities "
                  "of solved instances are in JSON and in the file",
                  study.attempts > 1 ? "bootstrap over instances" : "binomial", study.instances));
  return result;
}

}  // namespace replicas
