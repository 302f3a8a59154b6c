#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "solve/bit_rows.h"
#include "solve/kernels.h"
#include "solve/machine.h"

namespace replicas::solve {

/// Where the patterns of an instance come from.
enum class PatternLaw { random, teacher, mixture, data };

/// A network to be trained: P patterns, each multiplied by its label (a parity machine: those of its first unit), so
/// that weights solve it when every output field is at least `least_field`: w.xi of one unit, the sum of the signs of a
/// committee's, the product of a parity machine's.
struct Instance {
  BitRows patterns;  ///< machine.blocks() rows of `inputs` bits per pattern
  int least_field = 1;
  std::uint64_t seed = 1, number = 0;
  Machine machine = {};
  int attempt = 0;

  /// What names the random numbers of a solver (RandomStream).
  std::uint64_t stream() const { return number | static_cast<std::uint64_t>(attempt) << 40; }

  /// Gives pattern a the other label.
  void flip(int a);
  int count() const { return patterns.rows() / machine.blocks(); }
  /// What unit k sees of pattern a.
  const std::uint64_t* input(int a, int k) const { return patterns.row(machine.tree ? a * machine.units + k : a); }
};

/// Pattern r of instance n is a function of (seed, n, machine, r) alone: at a larger load the same patterns come first.
/// With a teacher, labels are those of random weights of the instance. A mixture is two Gaussian clouds of equal
/// weight, cut at 0: x = sign(y v/sqrt(N) + sqrt(noise) z), label y, v and z standard normal, v of the instance and N
/// the inputs of a pattern (arXiv:2010.14761 before the cut). The margin is in units of sqrt(n) for a perceptron, of
/// sqrt(K) for a committee.
Instance make_instance(std::uint64_t seed, std::uint64_t number, const Machine& machine, int patterns, double margin,
                       PatternLaw law = PatternLaw::random, double noise = 1);

/// The smallest output field of a solution of this margin: odd, at least 1.
int least_of(const Machine& machine, double margin);

/// w_k.xi_k of every pattern and unit, [P][K]; `weights` has a row per unit.
std::vector<int> unit_fields(const Instance& instance, const BitRows& weights, const Kernels& kernels);

/// The output field of one pattern, from the fields of its units.
int output_field(const Machine& machine, std::span<const int> units);

/// How far each pattern of a solution is from a wrong answer: w.xi of a perceptron; else 2 f - 1 where f flips of
/// weights, and not fewer, can make it wrong, which is the field of the perceptron that is as far from its threshold.
std::vector<int> distance_fields(const Instance& instance, std::span<const int> fields);

/// The number of patterns whose output field is too small.
int errors(const Instance& instance, const BitRows& weights, const Kernels& kernels);

}  // namespace replicas::solve
