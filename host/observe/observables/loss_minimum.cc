#include "observe/observables/loss_minimum.h"

#include <algorithm>
#include <cmath>

#include "engine/spread_tasks.h"
#include "observe/observables/ground_loss.h"
#include "observe/statistics/lbfgs.h"
#include "system/decay_ranges.h"

namespace replicas {

namespace {

constexpr double engine_advantage = 10;  // an estimate, not measured: vectors of floats against Eigen with two doubles
constexpr double least_budget = 2e9;     // about a second
constexpr double most_budget = 3e11;     // about a minute: what a signal may cost, since descents begin again
constexpr int fewest_evaluations = 300, most_evaluations = 20000;
constexpr double of_temperature = 1e-5;  // what may be left of the decrease, in units of the coldest temperature

/// Global numbers of the replicas that a data set's descents start from.
std::vector<std::size_t> starts_of(const Ensemble& ensemble, std::size_t dataset, std::span<const float> weights) {
  const std::size_t n = ensemble.weights();
  const ReplicaMap map = ensemble.map();
  const auto finite = [&](std::size_t r) {
    return std::ranges::all_of(weights.subspan(r * n, n), [](float w) { return std::isfinite(w); });
  };
  std::vector<std::size_t> cold, warm, starts;
  for (std::size_t t = 0; t < ensemble.temperatures.size(); ++t)
    for (const std::size_t chain : map.chains_of_dataset(dataset))
      if (const std::size_t r = map.number(t, chain); finite(r)) (t == 0 ? cold : warm).push_back(r);
  const std::size_t of_cold =
      std::min(cold.size(), std::max(most_descents / 2, most_descents - std::min(most_descents, warm.size())));
  starts.assign(cold.begin(), cold.begin() + static_cast<std::ptrdiff_t>(of_cold));
  const std::size_t of_warm = std::min(warm.size(), most_descents - of_cold);
  for (std::size_t i = 0; i < of_warm; ++i) starts.push_back(warm[i * warm.size() / of_warm]);
  return starts;
}

/// Of the best of a random half of some values, how far it is above the best of all: the k-th best value counts with
/// probability 2^-(k + 1), when all better ones are in the other half.
double shortfall_of_half(std::vector<double> values) {
  std::ranges::sort(values);
  double sum = 0, probability = 0.5;
  for (std::size_t k = 1; k < values.size(); ++k) {
    const bool last = k + 1 == values.size();
    sum += (last ? probability : probability / 2) * (values[k] - values.front());
    probability /= 2;
  }
  return sum;
}

struct End {
  double loss = 0, objective = 0, left = 0;
  bool converged = false;
};

}  // namespace

double descent_budget(const Measurements& measured, std::uint64_t steps) {
  const Ensemble& ensemble = measured.ensemble;
  const double step = ensemble.system->flops_in_double();
  const double run = step * static_cast<double>(steps) * static_cast<double>(ensemble.replica_count());
  return std::clamp(run / 10 / engine_advantage, least_budget, most_budget);
}

std::vector<LossMinimum> loss_minima(const Measurements& measured, std::span<const float> weights, double budget,
                                     int threads, const std::function<void()>& stop) {
  const Ensemble& ensemble = measured.ensemble;
  const std::size_t n = ensemble.weights();
  std::vector<LossMinimum> minima(ensemble.dataset_count());
  if (weights.empty() || !measured.in_equilibrium()) return minima;
  struct Task {
    std::size_t dataset, replica;
  };
  std::vector<Task> tasks;
  for (std::size_t dataset = 0; dataset < minima.size(); ++dataset)
    if (needs_descent(measured, dataset))
      for (const std::size_t r : starts_of(ensemble, dataset, weights)) tasks.push_back({dataset, r});
  if (tasks.empty()) return minima;
  const double each = ensemble.system->flops_in_double();
  const double affordable = budget / each / static_cast<double>(tasks.size());
  // Fewer starts rather than shorter descents.
  const auto keep = static_cast<std::size_t>(
      std::ceil(std::min(1.0, affordable / fewest_evaluations) * static_cast<double>(most_descents)));
  if (affordable * static_cast<double>(tasks.size()) < fewest_evaluations * static_cast<double>(minima.size()))
    return minima;
  std::vector<std::size_t> taken(minima.size(), 0);
  std::erase_if(tasks, [&](const Task& task) { return ++taken[task.dataset] > keep; });
  const DescentLimits limits{.evaluations = static_cast<int>(
                                 std::min<double>(most_evaluations, budget / each / static_cast<double>(tasks.size()))),
                             .tolerance = of_temperature * *std::ranges::min_element(ensemble.temperatures)};
  const bool decays = ensemble.confinement.kind == Confinement::Kind::decay;
  const std::vector<DecayRange> ranges =
      decays ? joined_decay_ranges(ensemble, 0) : std::vector<DecayRange>();  // the same at every temperature

  std::vector<double> bounds;
  for (std::size_t dataset = 0; dataset < minima.size(); ++dataset)
    bounds.push_back(decays ? -1 : ensemble.system->loss_bound(dataset).value);

  const auto loss_of = [&](std::size_t task, const Eigen::VectorXd& w, std::span<double> gradient) {
    return ensemble.system->loss_in_double(tasks[task].dataset, {w.data(), n}, gradient);
  };
  std::vector<End> ends(tasks.size());
  spread_tasks(tasks.size(), threads, dear_task, [&](std::size_t i) {
    const auto objective = [&](const Eigen::VectorXd& w, Eigen::VectorXd& gradient) {
      stop();
      double loss = loss_of(i, w, {gradient.data(), n});
      for (const DecayRange& range : ranges) {
        const auto first = static_cast<Eigen::Index>(range.offset), size = static_cast<Eigen::Index>(range.size);
        gradient.segment(first, size) += range.decay * w.segment(first, size);
        loss += range.decay / 2 * w.segment(first, size).squaredNorm();
      }
      return loss;
    };
    const Eigen::VectorXd start =
        Eigen::Map<const Eigen::VectorXf>(weights.data() + tasks[i].replica * n, static_cast<Eigen::Index>(n))
            .cast<double>();
    DescentLimits own = limits;
    own.floor = bounds[tasks[i].dataset];
    const DescentResult found = descend(objective, start, own);
    ends[i] = {decays ? loss_of(i, found.x, {}) : found.value, found.value, found.left, found.converged};
  });
  std::vector<std::vector<double>> values(minima.size());
  std::vector<double> lowest(minima.size(), HUGE_VAL);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const std::size_t dataset = tasks[i].dataset;
    LossMinimum& minimum = minima[dataset];
    ++minimum.starts;
    minimum.converged += ends[i].converged;
    values[dataset].push_back(ends[i].objective);
    if (!(ends[i].objective < lowest[dataset])) continue;
    lowest[dataset] = ends[i].objective;
    minimum.value = ends[i].loss;
    minimum.left = ends[i].left;
  }
  for (std::size_t dataset = 0; dataset < minima.size(); ++dataset)
    minima[dataset].between_starts = shortfall_of_half(values[dataset]);
  return minima;
}

}  // namespace replicas
