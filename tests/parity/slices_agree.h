#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "parity/agreement.h"

namespace replicas {

/// An engine that owns a part of the ensemble computes for it the bits that it computes where it owns all: weights,
/// sums, losses, gradients and Hessian products, for every part of at least one replica. Parts cut through
/// temperatures, and what they own first is not shown the first data set.
inline void expect_slices_to_have_the_bits_of_the_whole(const Ensemble& ensemble, const MakeEngine& make) {
  const std::size_t n = ensemble.weights(), all = ensemble.replica_count();
  const auto examples = static_cast<std::size_t>(ensemble.examples());
  const std::vector<float> start = start_of(ensemble);
  const auto whole = make(ensemble);
  whole->load(start);
  const std::vector<ReplicaSums> sums = whole->advance(2, 9);
  const std::vector<float> weights = whole->weights(), gradients = whole->loss_gradients(),
                           products = whole->loss_hessian_products(start);
  const std::vector<float> losses = whole->example_losses().losses;
  for (std::size_t first = 0; first < all; ++first)
    for (std::size_t count = 1; first + count <= all; count += 2) {
      const auto part = [&](const std::vector<float>& array, std::size_t each) {
        const auto begin = array.begin() + static_cast<std::ptrdiff_t>(first * each);
        return std::vector<float>(begin, begin + static_cast<std::ptrdiff_t>(count * each));
      };
      Ensemble some = ensemble;
      some.owned = ReplicaRange{first, count};
      if (!ensemble.anchor.empty()) some.anchor = part(ensemble.anchor, n);
      const auto slice = make(some);
      slice->load(part(start, n));
      const std::vector<ReplicaSums> own = slice->advance(2, 9);
      const std::string where = slice->name() + ", " + std::to_string(count) + " from " + std::to_string(first);
      EXPECT_EQ(slice->weights(), part(weights, n)) << where;
      EXPECT_EQ(slice->loss_gradients(), part(gradients, n)) << where;
      EXPECT_EQ(slice->loss_hessian_products(part(start, n)), part(products, n)) << where;
      EXPECT_EQ(slice->example_losses().losses, part(losses, examples)) << where;
      ASSERT_EQ(own.size(), count);
      for (std::size_t r = 0; r < count; ++r) {
        EXPECT_EQ(own[r].loss, sums[first + r].loss) << where;
        EXPECT_EQ(own[r].gradient_product, sums[first + r].gradient_product) << where;
      }
    }
}

}  // namespace replicas
