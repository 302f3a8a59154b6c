#pragma once

#include <cstddef>

#include "observe/statistics/moments.h"

namespace replicas {

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
