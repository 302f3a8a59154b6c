#include "solve/annealing.h"

#include <algorithm>
#include <cmath>

#include "solve/gauss_tail.h"

namespace replicas::solve {

Annealing::Annealing(const Instance& instance, const AnnealingOptions& options, const Kernels& kernels)
    : instance_(instance),
      options_(options),
      kernels_(kernels),
      patterns_(static_cast<std::size_t>(instance.count())),
      units_(static_cast<std::size_t>(instance.machine.units)),
      random_(instance.seed, instance.stream()),
      proposed_(patterns_) {
  const Machine& machine = instance.machine;
  for (int block = 0; block < machine.blocks(); ++block) {
    BitRows columns(machine.inputs, instance.count());
    for (int a = 0; a < instance.count(); ++a)
      for (int i = 0; i < machine.inputs; ++i)
        if (instance.patterns.plus(a * machine.blocks() + block, i)) columns.set(i, a, true);
    columns_.push_back(std::move(columns));
  }
  for (int a = 0; a < options.replicas; ++a) {
    BitRows weights = random_signs(machine.units, machine.inputs, random_);
    const std::vector<int> found = unit_fields(instance, weights, kernels);
    fields_.insert(fields_.end(), found.begin(), found.end());
    for (std::size_t at = 0; at < found.size(); at += units_)
      costs_.push_back(cost(std::span(found).subspan(at, units_)));
    replicas_.push_back(std::move(weights));
  }
}

double Annealing::cost(std::span<const int> units) const {
  const Machine& machine = instance_.machine;
  const int output = output_field(machine, units), least = instance_.least_field;
  if (options_.energy == Energy::cross_entropy) {
    const double scale = units_ == 1 ? std::sqrt(machine.inputs) : machine.parity ? 1 : std::sqrt(machine.units);
    const double x = -2 * options_.steepness * output / scale;
    return (std::max(x, 0.0) + std::log1p(std::exp(-std::fabs(x)))) / (2 * options_.steepness);
  }
  if (output >= least) return 0;
  if (options_.energy == Energy::error) return 1;
  const double per_flip = 2 / std::sqrt(machine.inputs);
  if (units_ == 1) return per_flip * (least - output) / 2;
  // The units that would have to turn, cheapest first (of a parity machine: any one).
  std::vector<int> flips;
  for (const int field : units)
    if (field < 0 || machine.parity) flips.push_back((std::abs(field) + 1) / 2);
  std::ranges::sort(flips);
  const int lacking = machine.parity ? 1 : (least - output) / 2;
  int sum = 0;
  for (int i = 0; i < lacking; ++i) sum += flips[static_cast<std::size_t>(i)];
  return per_flip * sum;
}

void Annealing::propose(double temperature, double gamma) {
  const Machine& machine = instance_.machine;
  const int a = static_cast<int>(random_.below(static_cast<std::uint32_t>(options_.replicas)));
  const int site = static_cast<int>(random_.below(static_cast<std::uint32_t>(machine.weights())));
  const int k = site / machine.inputs, i = site % machine.inputs;
  const double chance = random_.uniform();
  BitRows& weights = replicas_[static_cast<std::size_t>(a)];
  const int now = weights.sign(k, i);
  const BitRows& column = columns_[static_cast<std::size_t>(machine.tree ? k : 0)];
  double change = 0;
  for (int p = 0; p < instance_.count(); ++p) {
    int* const units = fields(a, p);
    const int step = column.plus(i, p) ? -2 * now : 2 * now;
    units[k] += step;
    const double fresh = cost({units, units_});
    units[k] -= step;
    proposed_[static_cast<std::size_t>(p)] = fresh;
    change += fresh - costs_[static_cast<std::size_t>(a) * patterns_ + static_cast<std::size_t>(p)];
  }
  double log_ratio = -change / temperature;
  if (options_.replicas > 1) {
    int sum = 0;
    for (const BitRows& replica : replicas_) sum += replica.sign(k, i);
    log_ratio += log_2cosh(gamma * (sum - 2 * now)) - log_2cosh(gamma * sum);
  }
  if (std::log(chance) >= log_ratio) return;
  weights.set(k, i, now < 0);
  for (int p = 0; p < instance_.count(); ++p) fields(a, p)[k] += column.plus(i, p) ? -2 * now : 2 * now;
  std::ranges::copy(proposed_, costs_.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(a) * patterns_));
}

bool Annealing::advance() {
  if (solved_ || sweeps_ == options_.sweeps) return false;
  const double progress =
      static_cast<double>(sweeps_) / static_cast<double>(std::max<std::uint64_t>(1, options_.sweeps - 1));
  const double temperature = options_.hot * std::pow(options_.cold / options_.hot, progress);
  const double gamma = options_.gamma_low + (options_.gamma_high - options_.gamma_low) * progress;
  const int proposals = options_.replicas * instance_.machine.weights();
  for (int each = 0; each < proposals; ++each) propose(temperature, gamma);
  ++sweeps_;
  if (!options_.stop) return true;
  if (options_.replicas > 1) solved_ = errors(instance_, centre(), kernels_) == 0;
  for (int a = 0; a < options_.replicas && !solved_; ++a)
    if (errors(instance_, replica(a), kernels_) == 0) {
      solved_ = true;
      best_ = a;
    }
  return true;
}

BitRows Annealing::centre() const {
  BitRows signs(instance_.machine.units, instance_.machine.inputs);
  for (int k = 0; k < signs.rows(); ++k)
    for (int i = 0; i < signs.columns(); ++i) {
      int sum = 0;
      for (const BitRows& replica : replicas_) sum += replica.sign(k, i);
      signs.set(k, i, sum > 0);
    }
  return signs;
}

double Annealing::energy() const {
  double sum = 0;
  for (const double each : costs_) sum += each;
  return sum;
}

Outcome Annealing::outcome() const {
  Outcome outcome;
  outcome.weights = best_ < 0 ? centre() : replica(best_);
  outcome.errors = errors(instance_, outcome.weights, kernels_);
  outcome.solved = outcome.errors == 0;
  outcome.iterations = sweeps_;
  return outcome;
}

}  // namespace replicas::solve
