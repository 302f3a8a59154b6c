#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "observe/instruments/curvature_map.h"
#include "observe/instruments/measurements.h"
#include "observe/observables/loss_minimum.h"
#include "observe/statistics/moments.h"
#include "system/system.h"

namespace replicas {

/// What the measurements of one replica after burn-in reduce to. Means are NaN where nothing was measured.
struct ReplicaDigest {
  static constexpr double absent = std::numeric_limits<double>::quiet_NaN();

  bool diverged = false;  ///< left out of every average, and named in the verdicts
  Moments loss;           ///< L at the measured steps
  std::vector<double> step_means = std::vector<double>(step_sums.size(), absent);  ///< in the order of step_sums
  double training_error = absent;                                                  ///< mean share of wrong labels
  Moments weight_norm2;                                                            ///< |w|^2 of the samples
  std::array<double, active_thresholds.size()> active_points = {absent, absent, absent};  ///< means, one per threshold
  Moments curvature_probe;             ///< v . H_L v of the weight samples: its mean estimates tr H_L
  CoMoments loss_and_probe;            ///< L with v . H_L v: its covariance is Cov(L, tr H_L)
  Moments gauge;                       ///< D^2 / (variance of D at temperature T): its mean is T_gauge / T
  double highest_eigenvalue = absent;  ///< highest of the largest eigenvalues met
  /// Lags 0, 1, ... in samples, about the mean of rung and data set; shared by copies.
  std::shared_ptr<const std::vector<double>> loss_autocovariance = std::make_shared<const std::vector<double>>();
};

/// Where L0, the infimum of L that d_mean counts from, is taken from. One decision per data set.
enum class GroundLoss {
  known,      ///< of a potential: from its formula
  anchor,     ///< with an anchor: L there, replica by replica
  separated,  ///< cross-entropy, and some network had every label right that can be: scaling its output sends L to the
              ///< bound of the data, which is 0 unless inputs are zeros
  descent,    ///< the minimum found by descent (observe/observables/loss_minimum.h)
  intercept,  ///< of <L> against T on the lowest rungs
  lowest,     ///< the lowest loss seen
};

/// L0 of one data set with everything that speaks about it.
struct GroundEstimate {
  GroundLoss origin = GroundLoss::known;
  double value = 0;
  double error = 0;                       ///< not statistical: what the sources leave open. NaN: nothing bounds it
  LossBound bound = {};                   ///< what the data alone rule out
  LossMinimum minimum = {};               ///< what descents found
  double lowest = ReplicaDigest::absent;  ///< lowest L seen, at the start or in any sample
  double fit = ReplicaDigest::absent, fit_error = ReplicaDigest::absent;  ///< intercept of <L> against T
};

/// The Measurements, reduced once so that an observable of some chains costs little, and each jackknife deletion too.
struct Digest {
  explicit Digest(const Measurements& measurements, const CurvatureMap* map = nullptr,
                  const std::vector<LossMinimum>& minima = {});

  const Measurements& measurements;
  const CurvatureMap* map;              ///< nullptr: none was made
  std::vector<ReplicaDigest> replicas;  ///< by global number
  std::vector<GroundEstimate> ground;   ///< by data set
  /// Of the arrays that are reduced to their means (Reduction::mean), those over the records, by replica. NaN where
  /// the array was not recorded.
  std::map<std::string_view, std::vector<double>> recorded_means;
  double ground_shift = 0;  ///< every L0 is taken so many of its errors higher

  const Ensemble& ensemble() const { return measurements.ensemble; }
  double temperature(std::size_t index) const { return ensemble().temperatures[index]; }
  std::size_t temperatures() const { return ensemble().temperatures.size(); }
  std::size_t chains() const { return static_cast<std::size_t>(ensemble().replicas); }
  ReplicaMap map_of_replicas() const { return ensemble().map(); }
  std::size_t number(std::size_t temperature, std::size_t chain) const {
    return ReplicaMap{temperatures(), chains()}.number(temperature, chain);
  }
  const ReplicaDigest& at(std::size_t temperature, std::size_t chain) const {
    return replicas[number(temperature, chain)];
  }
  /// What the file of an observable works out of the measurements once, for all its columns, curves and jackknife
  /// deletions: made by `make` when it is asked for first, and kept for all copies of this digest and all threads. It
  /// must not depend on `ground_shift`.
  template <class Part>
  const Part& part(Part (*make)(const Digest&)) const;

  /// Chains of one data set that did not diverge at this temperature.
  std::vector<std::size_t> chains_of(std::size_t temperature, std::size_t dataset) const;

 private:
  struct Parts {
    std::recursive_mutex mutex;  ///< a part may be made of another
    std::map<void (*)(), std::shared_ptr<void>> made;
  };
  std::shared_ptr<Parts> parts_ = std::make_shared<Parts>();
};

template <class Part>
const Part& Digest::part(Part (*make)(const Digest&)) const {
  const std::lock_guard lock(parts_->mutex);
  std::shared_ptr<void>& made = parts_->made[reinterpret_cast<void (*)()>(make)];
  if (made == nullptr) made = std::make_shared<Part>(make(*this));
  return *static_cast<const Part*>(made.get());
}

// Parts of the Digest that live with the observables they are for. Each fills its own members of `digest.replicas`.

void reduce_gauge_modes(Digest& digest);     ///< gauge (gauge_thermometer.cc)
void reduce_autocovariance(Digest& digest);  ///< loss_autocovariance (relaxation.cc)
/// ground, per data set, with what descents found if any were made (ground_loss.cc)
void find_ground_losses(Digest& digest, const std::vector<LossMinimum>& minima);

}  // namespace replicas
