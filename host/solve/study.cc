#include "solve/study.h"

#include <time.h>

#include <algorithm>
#include <cmath>

#include "engine/spread_tasks.h"
#include "solve/enumerate.h"
#include "solve/local_energy.h"

namespace replicas::solve {

namespace {

constexpr double largest_stability = 4;  // of the histogram

/// Of the thread that asks: what others do on the machine does not count.
double processor_seconds() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + 1e-9 * static_cast<double>(spent.tv_nsec);
}

Outcome attempt(const Study& study, const Instance& instance, const Kernels& kernels) {
  switch (study.solver) {
    case Solver::sbpi: return sbpi(instance, study.sbpi, kernels);
    case Solver::enumerate: return enumerate_outcome(instance);
    default: return pass_messages(instance, study.messages, kernels);
  }
}

std::vector<int> histogram(const std::vector<int>& fields, int inputs, int bins) {
  std::vector<int> counts(static_cast<std::size_t>(bins));
  for (const int field : fields) {
    const double place = field / std::sqrt(static_cast<double>(inputs)) / largest_stability * bins;
    ++counts[static_cast<std::size_t>(std::clamp(static_cast<int>(place), 0, bins - 1))];
  }
  return counts;
}

}  // namespace

int patterns_of(const Study& study, double load) { return static_cast<int>(std::lround(load * study.inputs)); }

Solved solve_instance(const Study& study, double load, std::uint64_t number, const Kernels& kernels) {
  const Instance instance =
      make_instance(study.seed, number, study.inputs, patterns_of(study, load), study.margin, study.law);
  Solved solved;
  const double start = processor_seconds();
  solved.outcome = attempt(study, instance, kernels);
  solved.seconds = processor_seconds() - start;
  if (!solved.outcome.solved) return solved;
  const std::vector<int> reached = fields(instance.patterns, solved.outcome.weights, kernels);
  solved.histogram = histogram(reached, study.inputs, study.bins);
  for (const double d : study.flips)
    solved.local_energy.push_back(local_energy(study.inputs, reached, instance.least_field, d));
  solved.local_entropy = local_entropies(instance, solved.outcome.weights, study.strengths, kernels);
  return solved;
}

std::vector<Solved> solve_load(const Study& study, double load, const Kernels& kernels) {
  std::vector<Solved> all(static_cast<std::size_t>(study.instances));
  spread_tasks(all.size(), study.threads, dear_task,
               [&](std::size_t i) { all[i] = solve_instance(study, load, i, kernels); });
  return all;
}

}  // namespace replicas::solve
