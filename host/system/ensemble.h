#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "model/dynamics.h"
#include "model/ladder.h"
#include "model/replica_map.h"
#include "physics/langevin.h"
#include "physics/noise.h"
#include "system/system.h"

namespace replicas {

/// The confining potential V(w) = sum_i (decay_i / 2) (w_i - centre_i)^2 (science: "Confinement").
///   prior:  decay = T / sigma^2, or T fan_in / sigma^2 in each layer; centre 0; the same measure at every T
///   decay:  decay fixed; centre 0        anchor: decay = gamma T; centre = the start        none: no V
struct Confinement {
  enum class Kind { none, prior, decay, anchor };
  Kind kind = Kind::prior;
  double strength = 0.7;    ///< sigma, lambda or gamma
  bool per_fan_in = false;  ///< prior standard deviation sigma / sqrt(fan_in) in each layer
};

class ExampleSource;

/// All that defines the physics: what is simulated, never who computes it. `replicas` is per temperature; `map` knows
/// what the global number of a replica means. Where a process owns a part of the replicas, arrays over replicas hold
/// those alone, and what takes a place in such an array answers for the replica there: `number` says which one it is.
struct Ensemble {
  std::shared_ptr<const System> system = {};
  Ladder temperatures = {};
  int replicas = 16;
  Dynamics dynamics = {};
  Confinement confinement = {};
  std::vector<float> anchor = {};  ///< replica_count() x N, only for Confinement::Kind::anchor
  std::uint64_t seed = 1;
  Purpose purpose = Purpose::langevin;
  std::uint64_t measure_interval = 10;

  /// So many consecutive chains are one group: engines advance it as a unit, errors and the pilot take it as one. 1 as
  /// long as nothing couples replicas.
  int group = 1;
  /// The replicas that this process owns; none: all. Noise, probes and starts are functions of the global number, and
  /// what depends on several replicas or on how many there are asks `map` about the whole ensemble.
  std::optional<ReplicaRange> owned = {};

  /// Where online batches are drawn from, by `seed`; null where there are none.
  std::shared_ptr<const ExampleSource> fresh = {};

  const Layout& layout() const { return system->layout(); }
  std::size_t weights() const { return system->weights(); }  ///< N, of one replica
  int examples() const { return system->examples(); }        ///< P
  std::size_t dataset_count() const { return system->dataset_count(); }
  ReplicaMap map() const {
    return {temperatures.size(), static_cast<std::size_t>(replicas), dataset_count(), static_cast<std::size_t>(group)};
  }
  std::size_t replica_count() const {
    return owned ? owned->count : ReplicaMap{temperatures.size(), static_cast<std::size_t>(replicas)}.count();
  }
  std::size_t number(std::size_t replica) const { return owned ? owned->first + replica : replica; }
  std::size_t temperature_index(std::size_t replica) const { return map().temperature(number(replica)); }
  std::size_t chain(std::size_t replica) const { return map().chain(number(replica)); }
  std::size_t dataset_index(std::size_t replica) const { return map().dataset(number(replica)); }

  /// Something confines the weights, so that exp(-U/T) has an integral.
  bool has_equilibrium() const;
  /// What confines them is the same measure exp(-V/T) at every T: prior, anchor, or the walls of a potential.
  bool one_measure() const;
  /// T and eta of one temperature of the ladder at one step: constant unless a schedule says otherwise.
  double temperature_at(std::size_t temperature_index, std::uint64_t step) const;
  double step_size_at(std::size_t temperature_index, std::uint64_t step) const;
  /// Coefficient of (w - centre) in grad V for the weights of one block at one temperature.
  double decay(std::size_t temperature_index, const Block& block, std::uint64_t step = 0) const;
  /// Step size eta of the weights of one block at one temperature; of baoab the kick h, times the block's factor.
  double step_size(std::size_t temperature_index, const Block& block, std::uint64_t step = 0) const;
  /// Amplitude of their noise: sqrt(2 eta T) for em, sqrt(eta T / 2) for lm, sqrt((1 - c^2) T) for baoab (that of
  /// velocities), times the block's noise factor.
  double noise_amplitude(std::size_t temperature_index, const Block& block, std::uint64_t step = 0) const;
  /// How velocities move at one temperature, where the dynamics has them.
  VelocityRule velocity_rule(std::size_t temperature_index, std::uint64_t step) const;
  /// All weights have one step size and one noise factor at each temperature, as results that speak of the step size
  /// take for granted.
  bool one_step_size() const;
};

/// What the kernels of layers move weights by: temperatures x layers x 2, of W and of b (of W again where there is no
/// b).
std::vector<BlockRule> block_rules(const Ensemble& ensemble);
/// Those of one temperature at one step, in place: layers x 2.
void set_block_rules(const Ensemble& ensemble, std::size_t temperature_index, std::uint64_t step,
                     std::vector<BlockRule>& rules);

/// The data set that each replica is shown.
std::vector<std::size_t> datasets_of(const Ensemble& ensemble);

/// Refuses (64) an ensemble no engine may be given: sizes that disagree, step sizes that are not positive and finite.
void check(const Ensemble& ensemble);

std::string_view name(Confinement::Kind kind);

}  // namespace replicas
