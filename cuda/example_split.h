#pragma once

#include <algorithm>

namespace replicas::gpu {

/// How the element-wise kernels of a hidden layer share its examples: a block takes a chunk of them, `down` at once,
/// one per row of its threads. This fixes the order in which a bias gradient is summed (over what one thread sees, over
/// the rows of threads, over the chunks), so it depends on the layer alone and never on the slots of a block.
struct ExampleSplit {
  int down, chunk, chunks;
};

inline constexpr int tile_threads = 256;

constexpr int rounded_up_ratio(int a, int b) { return (a + b - 1) / b; }

/// Four outputs per thread fill the threads of a block: 64 x 4 for 256 outputs, 25 x 10 for 100, 8 x 32 for 32.
constexpr ExampleSplit split_examples(int examples, int outputs) {
  constexpr int most_across = 64, most_down = 32;
  constexpr int examples_of_a_thread =
      8;                            // 1000 examples of 256 outputs in 8 slots: 256 blocks, two for each of 132 SMs
  constexpr int most_chunks = 256;  // beyond, reading the partial sums again would take long
  const int quads = rounded_up_ratio(outputs, 4);
  const int across = rounded_up_ratio(quads, rounded_up_ratio(quads, most_across));
  const int down = std::min(most_down, tile_threads / across);
  const int wanted = std::min(most_chunks, rounded_up_ratio(examples, examples_of_a_thread * down));
  const int chunk = rounded_up_ratio(rounded_up_ratio(examples, wanted), down) * down;
  return {down, chunk, rounded_up_ratio(examples, chunk)};
}

/// Examples of one block of the loss kernel, one per thread: few, so that one slot's examples keep many blocks busy.
inline constexpr int loss_chunk = 64;

constexpr int loss_chunks(int examples) { return rounded_up_ratio(examples, loss_chunk); }

}  // namespace replicas::gpu
