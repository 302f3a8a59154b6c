#include "solve/study.h"

#include <time.h>

#include <algorithm>
#include <cmath>

#include "solve/enumerate.h"
#include "solve/local_energy.h"
#include "solve/message_attempt.h"

namespace replicas::solve {

namespace {

constexpr double largest_stability = 4;  // of the histogram

/// All weights in a single iteration: at most 2^25 of them, which takes seconds.
class EnumerationAttempt {
 public:
  explicit EnumerationAttempt(const Instance& instance) : instance_(instance) {}
  bool advance() {
    if (done_) return false;
    outcome_ = enumerate_outcome(instance_);
    return done_ = true;
  }
  Outcome outcome() const { return outcome_; }
  template <class Archive>
  void visit(Archive& archive) {
    archive(outcome_, done_);
  }

 private:
  const Instance& instance_;
  Outcome outcome_;
  bool done_ = false;
};

std::vector<int> histogram(const std::vector<int>& fields, int inputs, int bins) {
  std::vector<int> counts(static_cast<std::size_t>(bins));
  for (const int field : fields) {
    const double place = field / std::sqrt(static_cast<double>(inputs)) / largest_stability * bins;
    ++counts[static_cast<std::size_t>(std::clamp(static_cast<int>(place), 0, bins - 1))];
  }
  return counts;
}

}  // namespace

double processor_seconds() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + 1e-9 * static_cast<double>(spent.tv_nsec);
}

int patterns_of(const Study& study, double load) {
  return static_cast<int>(std::lround(load * study.machine.weights()));
}

std::unique_ptr<Attempt> make_attempt(const Study& study, const Instance& instance, const Kernels& kernels) {
  switch (study.solver) {
    case Solver::sbpi: return std::make_unique<AttemptBy<Sbpi>>(instance, study.sbpi, kernels);
    case Solver::enumerate: return std::make_unique<AttemptBy<EnumerationAttempt>>(instance);
    case Solver::least_action:
    case Solver::entropic_least_action:
      return std::make_unique<AttemptBy<LeastAction>>(instance, study.least_action, kernels);
    case Solver::descent: return std::make_unique<AttemptBy<ReplicatedDescent>>(instance, study.descent, kernels);
    case Solver::annealing: return std::make_unique<AttemptBy<Annealing>>(instance, study.annealing, kernels);
    default: break;
  }
  if (study.messages.full)
    return std::make_unique<AttemptBy<MessageAttempt<FullMessages>>>(instance, study.messages, kernels);
  return std::make_unique<AttemptBy<MessageAttempt<MessagePassing>>>(instance, study.messages, kernels);
}

Instance instance_of(const Study& study, double load, std::uint64_t number, int attempt) {
  if (study.law == PatternLaw::data) {
    const Binarisation binarisation = binarise(*study.data, study.seed, number, patterns_of(study, load));
    Instance instance = real_instance(*study.data, binarisation, binarisation.training, study.seed, number,
                                      study.machine, study.margin);
    instance.attempt = attempt;
    return instance;
  }
  Instance instance =
      make_instance(study.seed, number, study.machine, patterns_of(study, load), study.margin, study.law, study.noise);
  instance.attempt = attempt;
  return instance;
}

void measure(const Study& study, const Instance& instance, const Kernels& kernels, Solved& solved) {
  if (study.law == PatternLaw::data) {
    const Binarisation binarisation = binarise(*study.data, instance.seed, instance.number, instance.count());
    solved.constant_inputs = binarisation.constant;
    if (!binarisation.others.empty())
      solved.test_error =
          real_error(*study.data, binarisation, binarisation.others, study.machine, solved.outcome.weights);
  }
  if (!solved.outcome.solved) return;
  const std::vector<int> reached = unit_fields(instance, solved.outcome.weights, kernels);
  solved.histogram = histogram(distance_fields(instance, reached), study.machine.inputs, study.bins);
  // Around a solution of one margin, solutions of another may be counted.
  Instance counted = instance;
  counted.least_field = least_of(study.machine, study.counted_margin);
  for (const double d : study.flips)
    solved.local_energy.push_back(local_energy(study.machine, reached, counted.least_field, d));
  solved.local_entropy = local_entropies(counted, solved.outcome.weights, study.strengths, kernels);
}

Solved solve_instance(const Study& study, double load, std::uint64_t number, const Kernels& kernels) {
  const Instance instance = instance_of(study, load, number);
  Solved solved;
  const double start = processor_seconds();
  const std::unique_ptr<Attempt> attempt = make_attempt(study, instance, kernels);
  while (attempt->advance()) {
  }
  solved.outcome = attempt->outcome();
  solved.seconds = processor_seconds() - start;
  measure(study, instance, kernels, solved);
  return solved;
}

}  // namespace replicas::solve
