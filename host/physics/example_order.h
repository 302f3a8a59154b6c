#pragma once

#include <array>
#include <cstdint>

#include "physics/noise.h"

namespace replicas {

/// A permutation of 0..examples-1, a pure function of (seed, replica, number): which example comes at which position of
/// an epoch, or of a step whose batch is drawn anew. No shuffled array is kept; every position is found by itself.
///
/// Swap-or-not (Hoang, Morris, Rogaway, CRYPTO 2012): round r pairs x with k_r - x modulo the number of examples and,
/// by one bit that belongs to the pair, swaps them or not. Each round is a bijection for every number of examples.
struct ExampleOrder {
  static constexpr int rounds = 32;  ///< after 20, all orders of 4 and 5 examples are equally frequent to 3e-3
  std::uint32_t examples;
  std::array<std::uint32_t, rounds> mirrors, salts;  ///< k_r, and what the bits of round r are made from

  /// Which example stands at `position` < examples.
  HOST_DEVICE std::uint32_t operator()(std::uint32_t position) const {
    std::uint32_t x = position;
    for (int r = 0; r < rounds; ++r) {
      const std::uint32_t k = mirrors[static_cast<std::size_t>(r)];
      const std::uint32_t other = x <= k ? k - x : k + examples - x;
      const std::uint32_t bits = mixed((x > other ? x : other) ^ salts[static_cast<std::size_t>(r)]);
      x = (bits >> 31) != 0 ? other : x;
    }
    return x;
  }

  /// A bijection of 32-bit words in which every bit of the argument changes every bit of the result with probability
  /// one half, to a percent or so (Wellons' search for such functions).
  HOST_DEVICE static std::uint32_t mixed(std::uint32_t x) {
    x ^= x >> 16;
    x *= 0x7feb352du;
    x ^= x >> 15;
    x *= 0x846ca68bu;
    return x ^ (x >> 16);
  }
};

/// `number`: of the epoch, or of the step. Replicas that see the same batches share `replica`.
HOST_DEVICE ExampleOrder example_order(std::uint64_t seed, std::uint64_t replica, std::uint64_t number,
                                       std::uint32_t examples) {
  ExampleOrder order{};
  order.examples = examples;
  const Words key = noise_words(seed, Purpose::batch, replica, 1, number, 0);
  for (std::uint32_t r = 0; r < ExampleOrder::rounds; ++r) {
    const std::uint32_t word = ExampleOrder::mixed(key[0] + ExampleOrder::mixed(key[1] + 0x9e3779b9u * r));
    order.mirrors[r] = static_cast<std::uint32_t>((static_cast<std::uint64_t>(word) * examples) >> 32);
    order.salts[r] = ExampleOrder::mixed(key[2] + ExampleOrder::mixed(key[3] + 0x85ebca6bu * r));
  }
  return order;
}

/// The examples of one step: positions first..first+size-1 of an order.
struct BatchPlace {
  std::uint64_t number;  ///< of the order: the epoch, or the step
  std::uint32_t first, size;
};

/// Draws that are independent of one another, without repetition inside a batch.
HOST_DEVICE BatchPlace independent_batch(std::uint64_t step, std::uint32_t size) { return {step, 0, size}; }

/// Epochs of ceil(examples / size) steps, each example once; the last batch of an epoch is short where `size` does not
/// divide the number of examples.
HOST_DEVICE BatchPlace epoch_batch(std::uint64_t step, std::uint32_t size, std::uint32_t examples) {
  const std::uint64_t batches = (static_cast<std::uint64_t>(examples) + size - 1) / size;
  const auto first = static_cast<std::uint32_t>(step % batches * size);
  return {step / batches, first, examples - first < size ? examples - first : size};
}

}  // namespace replicas
