#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "block_view.h"
#include "physics/activation.h"

namespace replicas::gpu {

/// One data set as the fused kernels read it.
struct FusedData {
  const float* inputs;         ///< [D][the kernel's row], zeros beyond P
  const std::int32_t* labels;  ///< [P]
};

/// All that one launch needs; arrays over replicas are in order of the global replica number.
struct FusedCall {
  float* weights;  ///< replicas x N, logical order
  const FusedData* data;
  ReplicaSums* sums;
  StepRule rule;
  std::uint64_t first, last;
  std::int64_t replicas, datasets;
  int examples;
};

/// A kernel that keeps one replica's whole state in the shared memory of one block and runs all steps of a call in one
/// launch: two hidden layers of compiled widths, softmax, with biases.
struct FusedKernel {
  std::string_view name;      ///< "warp" (K1) or "block" (K2)
  std::array<int, 4> widths;  ///< D, H1, H2, C
  int examples;               ///< most of them, P
  int row;                    ///< floats from one neuron's examples to the next one's
  Activation activation;
  int threads;
  std::size_t shared_bytes;
  int crowd;  ///< most replicas per multiprocessor for which this kernel is taken: many threads hasten few replicas
  void (*advance)(Stream& stream, const FusedCall& call);
};

/// The compiled shapes; of those for the same network, the ones with more threads first. Which of them runs changes no
/// bit.
std::span<const FusedKernel> fused_kernels();

inline constexpr int any_crowd = 1 << 30;

// The shapes are compiled in a file each, since each takes its time.
std::vector<FusedKernel> fused_small();   ///< 10-32-32-2, 64 examples (S): one, two or four warps
std::vector<FusedKernel> fused_medium();  ///< 20-100-100-10, 200 examples (M): one block of 256 threads
std::vector<FusedKernel>
fused_default();  ///< 10-24-24-3, 32 examples: the default network of `replicas`, one or two warps

}  // namespace replicas::gpu
