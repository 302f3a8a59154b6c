#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "engine/spread_tasks.h"

namespace replicas {

/// make(replica), of N floats, for every replica: replicas x N. Several at a time.
template <class Make>
std::vector<float> replica_vectors(std::size_t replicas, std::size_t n, int threads, TaskCost cost, const Make& make) {
  std::vector<float> all(replicas * n);
  spread_tasks(replicas, threads, cost, [&](std::size_t replica) {
    std::ranges::copy(make(replica), all.begin() + static_cast<std::ptrdiff_t>(replica * n));
  });
  return all;
}

}  // namespace replicas
