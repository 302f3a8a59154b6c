#pragma once

#include <limits>
#include <memory>
#include <vector>

#include "solve/annealing.h"
#include "solve/attempt.h"
#include "solve/least_action.h"
#include "solve/message_options.h"
#include "solve/real_data.h"
#include "solve/replicated_descent.h"
#include "solve/sbpi.h"

namespace replicas::solve {

enum class Solver {
  sbpi,
  bp,
  reinforced,
  focusing,
  enumerate,
  least_action,
  entropic_least_action,
  descent,
  annealing
};

/// Many instances of one learning problem at each of several loads, and what is measured of their solutions.
struct Study {
  Machine machine;
  std::vector<double> loads = {0.5};
  int instances = 20;  ///< per load; number i has the same leading patterns at every load
  int attempts = 1;    ///< at each instance, with random numbers of their own
  double margin = 0;
  double counted_margin = 0;  ///< of what counts as right in local energies and entropies around a solution
  PatternLaw law = PatternLaw::random;
  double noise = 1;                           ///< of a mixture
  std::shared_ptr<const RealData> data = {};  ///< where the law is data
  Solver solver = Solver::focusing;
  SbpiOptions sbpi = {};
  MessageOptions messages = {};
  LeastActionOptions least_action = {};
  DescentOptions descent = {};
  AnnealingOptions annealing = {};
  std::vector<double> flips = {};      ///< rates at which the local energy is taken
  std::vector<double> strengths = {};  ///< of the field along a solution, for its local entropy
  int bins = 40;                       ///< of the histogram of stabilities, over 0..4
  std::uint64_t seed = 1;
  int threads = 0;
};

int patterns_of(const Study& study, double load);

/// The study's solver, before its first iteration.
std::unique_ptr<Attempt> make_attempt(const Study& study, const Instance& instance, const Kernels& kernels);

/// One instance: what the solver left, and what its solution looks like (empty without one).
struct Solved {
  Outcome outcome;
  double seconds = 0;  ///< of a processor
  std::vector<double> local_energy;
  std::vector<LocalEntropy> local_entropy;
  std::vector<int> histogram;  ///< patterns per bin of the stability, the last bin open
  double test_error =
      std::numeric_limits<double>::quiet_NaN();  ///< of real data: on the examples left out, solved or not
  int constant_inputs = 0;                       ///< of the training examples of real data

  template <class Archive>
  void visit(Archive& archive) {
    archive(outcome, seconds, local_energy, local_entropy, histogram, test_error, constant_inputs);
  }
};

/// What a solution looks like; nothing where there is none.
void measure(const Study& study, const Instance& instance, const Kernels& kernels, Solved& solved);

/// The instance of a number, to be solved for the `attempt`-th time.
Instance instance_of(const Study& study, double load, std::uint64_t number, int attempt = 0);

/// Everything of one instance, on the thread that asks.
Solved solve_instance(const Study& study, double load, std::uint64_t number, const Kernels& kernels);

/// Processor seconds of the thread that asks: what others do on the machine does not count.
double processor_seconds();

}  // namespace replicas::solve
