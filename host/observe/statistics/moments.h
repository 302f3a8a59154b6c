#pragma once

#include <cmath>
#include <cstddef>
#include <limits>

namespace replicas {

/// Count, mean and sum of squared deviations of some numbers. Two of them merge without a difference of large sums
/// (Chan, Golub, LeVeque 1979).
struct Moments {
  double count = 0;
  double mean = 0;
  double squares = 0;  ///< sum of (x - mean)^2

  void add(double x) { add(Moments{1, x, 0}); }
  void add(const Moments& other) {
    if (other.count == 0) return;
    const double total = count + other.count, shift = other.mean - mean;
    squares += other.squares + shift * shift * count * other.count / total;
    mean += shift * other.count / total;
    count = total;
  }

  double variance() const {  ///< of the numbers themselves (divided by their count, which correlation makes fuzzy)
    return count > 0 ? squares / count : std::numeric_limits<double>::quiet_NaN();
  }
};

/// The same for pairs, with the sum of the products of their deviations.
struct CoMoments {
  double count = 0;
  double mean_x = 0, mean_y = 0;
  double products = 0;  ///< sum of (x - mean_x)(y - mean_y)

  void add(double x, double y) { add(CoMoments{1, x, y, 0}); }
  void add(const CoMoments& other) {
    if (other.count == 0) return;
    const double total = count + other.count;
    const double shift_x = other.mean_x - mean_x, shift_y = other.mean_y - mean_y;
    products += other.products + shift_x * shift_y * count * other.count / total;
    mean_x += shift_x * other.count / total;
    mean_y += shift_y * other.count / total;
    count = total;
  }

  double covariance() const { return count > 0 ? products / count : std::numeric_limits<double>::quiet_NaN(); }
};

/// Moments over groups of coupled chains (see ReplicaMap): a group is one independent number, the mean of its chains,
/// and its members are not independent of each other. The chains of a group come one after the other. With groups of
/// one chain these are the Moments of the chains, to the bit.
class GroupMoments {
 public:
  void add(std::size_t group, double x) {
    if (own_.count > 0 && group != group_) close();
    group_ = group;
    own_.add(x);
  }
  /// Of the groups that came so far.
  Moments moments() const {
    Moments all = closed_;
    if (own_.count > 0) all.add(own_.mean);
    return all;
  }

 private:
  void close() {
    closed_.add(own_.mean);
    own_ = {};
  }

  Moments closed_, own_;
  std::size_t group_ = 0;
};

}  // namespace replicas
