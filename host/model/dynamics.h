#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "physics/example_order.h"

namespace replicas {

/// em: Euler-Maruyama, lm: Leimkuhler-Matthews (arXiv:1203.5428), of overdamped Langevin dynamics; baoab: underdamped
/// Langevin dynamics of unit mass, split in kicks (B), drifts (A) and friction with noise (O) (arXiv:1203.5428).
enum class Update { em, lm, baoab };
std::string_view name(Update update);

/// A factor that a number of the dynamics is multiplied by, a pure function of the step: `first` at step 0, `last` from
/// step `steps` on, in between first (last / first)^x (exponential), first + (last - first) x (linear) or
/// last + (first - last) (1 + cos(pi x)) / 2 (cosine) with x = step / steps.
struct FactorSchedule {
  enum class Shape { constant, exponential, linear, cosine };
  Shape shape = Shape::constant;
  double first = 1, last = 1;
  std::uint64_t steps = 0;
  double at(std::uint64_t step) const;
  bool varies() const { return shape != Shape::constant && first != last; }
};

/// Which examples a step's gradient is taken over: the mean over the batch takes the place of the mean over all, so its
/// expectation is grad L. Pure functions of seed, replica and step (physics/example_order.h). Online batches are of
/// examples that nobody has seen (model/example_source.h): the expectation is the gradient of the mean loss of the law
/// they come from, and the stored examples are there to measure on.
struct Batch {
  enum class Draw { independent, epoch, online };
  std::size_t size = 0;  ///< examples of a step; 0: all of them, every step
  Draw draw = Draw::independent;
  bool shared = false;  ///< all replicas of a data set see the same batch

  bool whole() const { return size == 0; }
  bool online() const { return size != 0 && draw == Draw::online; }
  /// Steps after which every example was seen once, of epochs; of independent draws, on average.
  std::uint64_t steps_per_epoch(std::size_t examples) const { return whole() ? 1 : (examples + size - 1) / size; }
  BatchPlace place(std::uint64_t step, std::size_t examples) const {
    const auto own = static_cast<std::uint32_t>(size), all = static_cast<std::uint32_t>(examples);
    return draw == Draw::epoch ? epoch_batch(step, own, all) : independent_batch(step, own);
  }
  /// What names the order of a replica's examples: its global number, or the data set's.
  std::uint64_t key(std::uint64_t replica, std::uint64_t dataset) const {
    return shared ? std::uint64_t{1} << 48 | dataset : replica;
  }
  /// The number that its fresh examples are drawn with, beyond those of all data sets.
  std::uint64_t stream(std::uint64_t replica, std::uint64_t dataset) const {
    return std::uint64_t{1} << 49 | key(replica, dataset);
  }
};

/// Attraction of the replicas of a group to their centre.
struct Coupling {
  double strength = 0;  ///< 0: none
  FactorSchedule schedule = {};
};

enum class Constraint { none, sphere };

/// How weights move, whatever they are the weights of: w <- w - eta grad U + amplitude xi (physics/langevin.h). The
/// step size of a block is that of its temperature times the block's step factor (model/layout.h), a diagonal mobility
/// (of baoab: the inverse of its mass): with noise to match, blocks that move at different paces sample the same law
/// exp(-U / T).
///
/// Two kinds of dynamics have velocities v beside the weights:
///   momentum m > 0 of em, without noise: v <- m v - eta grad U, w <- w + v (heavy ball);
///   baoab, h = sqrt(2 eta), c = exp(-friction h): v <- v - h grad U, w <- w + (h / 2) v,
///     v <- c v + sqrt((1 - c^2) T) xi, w <- w + (h / 2) v.
/// The last is B A O A B with the kicks of neighbouring steps in one, so that weights are its weights after every step
/// and velocities lag half a kick. With much friction it is lm of the same eta.
struct Dynamics {
  Update update = Update::em;
  std::vector<double> step_sizes = {};  ///< eta, one per temperature
  double momentum = 0;                  ///< m, below 1; 0: none
  double friction = 1;                  ///< of baoab, per unit of its time
  FactorSchedule step_size_schedule = {}, temperature_schedule = {};
  Batch batch = {};
  Coupling coupling = {};
  Constraint constraint = Constraint::none;

  bool has_velocities() const { return update == Update::baoab || momentum != 0; }
  /// Step sizes and temperatures are the same at every step.
  bool constant() const { return !step_size_schedule.varies() && !temperature_schedule.varies(); }
};

/// What of it no engine computes yet, in words for a message; empty: all of it is computed.
std::string not_computed(const Dynamics& dynamics);

}  // namespace replicas
