#pragma once

#include <cstdint>

#include "engine/engine.h"
#include "multiply.h"
#include "physics/langevin.h"

// A block is a fixed number of slots advanced together, each slot one replica or empty (place -1). Everything
// here is a plain view that kernels receive by value.

namespace replicas::gpu {

/// One layer of every slot: weights and their gradient in the same arrangement. The first layer's rows run over all
/// slots ([inputs][slots][outputs]), so that one product serves all, since all slots see the same inputs; the others
/// are [slots][inputs][outputs]. Biases are [slots][outputs].
struct LayerView {
  int inputs, outputs;
  Matrices weights, gradient;   ///< of one slot: [inputs][outputs]
  float *bias, *bias_gradient;  ///< null without bias
  float* bias_partials;         ///< [chunks][slots][outputs]: the bias gradient, still apart by chunks of examples
  int chunks;
  std::uint64_t logical;            ///< first weight in logical order; the bias follows the last row
  std::uint32_t first_quad, quads;  ///< blocks of four noise numbers, first of this layer and how many
  std::uint32_t quads_per_row;
};

/// Who lives in a slot: the place of the replica in arrays over replicas, or -1, and the index of its temperature.
struct SlotReplica {
  std::int64_t place = -1, rung = 0;
};

struct BlockView {
  const LayerView* layers;  ///< in the memory of the device
  int depth, slots, examples, loss_chunks;
  const SlotReplica* replicas;  ///< of each slot
  std::uint64_t* step;          ///< of the update at work; the loss kernel counts it
  double* loss;                 ///< [slots][loss_chunks]: sums over the examples of a chunk
  double* wrong;
  std::uint32_t quads;    ///< blocks of four noise numbers of one replica
  std::uint64_t weights;  ///< N
};

/// How weights move. Fused kernels have one step size and one amplitude for all blocks and one decay for W and b of a
/// layer; they read those from arrays of their own, since addresses inside BlockRules cost them registers.
struct StepRule {
  const float *step_size, *amplitude;  ///< of fused kernels, per temperature
  const float* decay;                  ///< of fused kernels, temperatures x layers
  const BlockRule* blocks;             ///< of all others, [temperature][layer][2]: how W and b move
  const float* anchor;                 ///< replicas x N in logical order, or null: the centre is 0
  std::uint64_t seed;
  Purpose purpose;
  std::int64_t replicas_per_temperature;
  std::int64_t first_replica;  ///< global number of the replica at place 0, which names its noise
  bool two_noises;
  std::uint64_t measure_interval;
};

}  // namespace replicas::gpu
