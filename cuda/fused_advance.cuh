#pragma once

#include "block_sum.cuh"
#include "engine/step_sums.h"
#include "fused_gradient.cuh"
#include "fused_output.cuh"
#include "fused_update.cuh"
#include "physics/activation.h"

namespace replicas::gpu {

/// Calls `move(shared place, logical place)` for every weight of a replica, the threads sharing the work.
template <class S, class Move>
__device__ void for_each_weight(Move move) {
#pragma unroll 1
  for (int i = thread_index(); i < S::logical3; i += S::threads) move(S::place_of(i), i);
#pragma unroll 1
  for (int i = thread_index(); i < (S::H2 + 1) * S::C; i += S::threads)
    move(S::weight3 + i / S::C * S::C4 + i % S::C, S::logical3 + i);
}

/// What output_layer and measure_weights left, into the sums of a replica.
template <class S>
__device__ void add_losses(ReplicaSums& sums, const double* left, int examples) {
  double loss = 0, wrong = 0;
  for (int i = 0; i < S::sums_of_examples; ++i) {
    loss += left[i];
    wrong += left[S::sums_of_examples + i];
  }
  add_loss(sums, loss / examples, wrong);
}
template <class S>
__device__ void add_gradients(ReplicaSums& sums, const double* left) {
  double gradient2 = 0, product = 0;
  for (int i = 0; i < S::sums_of_quads; ++i) {
    gradient2 += left[i];
    product += left[S::sums_of_quads + i];
  }
  add_gradient(sums, gradient2, product);
}

/// One replica over all steps of a call, its whole state in shared memory.
template <class S, Activation kind>
__global__ void __launch_bounds__(S::threads, S::tiles.resident) fused_kernel(FusedCall call) {
  using First = GradientTile<S, S::tiles.rows1, S::D / S::tiles.rows1, S::H1 / 4, S::tiles.shares1>;
  using Second = GradientTile<S, S::tiles.rows2, S::H1 / S::tiles.rows2, S::H2 / 4, 1>;
  using Third = GradientTile<S, S::tiles.rows3, S::H2 / S::tiles.rows3, S::C4 / 4, S::tiles.shares3>;
  constexpr bool brief = kind == Activation::relu || kind == Activation::linear;
  double* const scratch = shared_memory<double>();
  float* const weights = shared_memory<float>() + S::scratch_bytes / 4;
  float* const values1 = weights + S::values1;
  float* const values2 = weights + S::values2;
  float* const errors = weights + S::errors;
  const std::int64_t replica = block_x(), number = call.rule.first_replica + replica;
  const FusedData data = call.data[number % call.rule.replicas_per_temperature % call.datasets];
  const float* const inputs = device_memory(data.inputs);
  float* const own = call.weights + replica * S::weights;
  const auto rung = static_cast<int>(number / call.rule.replicas_per_temperature);
  const int noises = call.rule.amplitude[rung] == 0 ? 0 : call.rule.two_noises ? 2 : 1;
  const auto slope = [](float a) { return activation_slope<kind>(a, a); };
  const auto finish = [](float z) { return activation<kind>(z); };

  for (int i = S::weight3 + thread_index(); i < S::padded; i += S::threads)
    if ((i - S::weight3) % S::C4 >= S::C) weights[i] = 0;  // padding, and so it stays
  for_each_weight<S>([&](int place, int logical) { weights[place] = own[logical]; });
  ReplicaSums& sums = call.sums[replica];  // kept by the first thread, in memory: it is needed at measured steps only
  if (thread_index() == 0) sums = ReplicaSums{};
  float largest = 0;
  std::uint64_t unmeasured = (call.rule.measure_interval - call.first % call.rule.measure_interval) %
                             call.rule.measure_interval;  // steps to come before one is measured
  block_barrier();

#pragma unroll 1
  for (std::uint64_t step = call.first; step < call.last; ++step) {
    const bool measured = unmeasured == 0;
    unmeasured = (measured ? call.rule.measure_interval : unmeasured) - 1;
    forward_product<S, S::D, S::H1, S::H1, brief>(weights + S::weight1, weights + S::bias1, inputs, values1, finish);
    block_barrier();
    forward_product<S, S::H1, S::H2, S::row2, brief>(weights + S::weight2, weights + S::bias2, values1, values2,
                                                     finish);
    block_barrier();
    output_layer<S>(weights, values2, errors, data.labels, call.examples, measured, scratch);
    block_barrier();
    if (measured && thread_index() == 0) add_losses<S>(sums, scratch, call.examples);
    Third third;
    third.compute(values2, errors);
    const float third_bias = thread_index() < S::C4 ? bias_gradient<S>(errors + thread_index() * S::row) : 0.0f;
    block_barrier();
    backward_product<S, S::C4, S::H2, S::C4>(weights + S::weight3, errors, values2, slope);  // values2: now dL/dz
    block_barrier();
    third.template store<S::C4>(errors + (S::weight3 - S::bias2));
    if (thread_index() < S::C4) errors[S::bias3 - S::bias2 + thread_index()] = third_bias;
    bias_gradients<S, S::H2>(values2, errors);
    Second second;
    second.compute(values1, values2);
    block_barrier();
    backward_product<S, S::H2, S::H1, S::row2>(weights + S::weight2, values2, values1, slope);
    block_barrier();
    second.template store<S::row2>(values2 + S::weight2);  // values2: now the gradient
    First first;
    first.compute(inputs, values1);
    first.template store<S::H1>(values2 + S::weight1);
    bias_gradients<S, S::H1>(values1, values2 + S::bias1);
    block_barrier();
    const ReplicaRule rule(call.rule, replica, rung, S::weights);
    if (measured) {
      double* const parts = reinterpret_cast<double*>(values1);  // they have served
      measure_weights<S>(rule, values2, errors, weights, parts, largest);
      block_barrier();
      if (thread_index() == 0) add_gradients<S>(sums, parts);
    }
    if (noises == 1) update_weights<S, 1>(rule, step, values2, errors, weights);
    if (noises == 2) update_weights<S, 2>(rule, step, values2, errors, weights);
    if (noises == 0) update_weights<S, 0>(rule, step, values2, errors, weights);
    block_barrier();
  }

  float zero = 0;
  for_each_weight<S>([&](int place, int logical) {
    const float weight = weights[place], size = std::fabs(weight);
    zero += size - size;  // 0, unless a weight is not finite
    largest = size > largest ? size : largest;
    own[logical] = weight;
  });
  largest = block_maximum(largest, reinterpret_cast<float*>(scratch));
  zero = block_sum(zero, reinterpret_cast<float*>(scratch));
  if (thread_index() == 0) {
    sums.largest_weight = static_cast<double>(largest);
    sums.finite = sums.finite && zero == 0;
  }
}

template <class S, Activation kind>
FusedKernel fused(int crowd) {
  const auto advance = [](Stream& stream, const FusedCall& call) {
    launch(stream,
           {.blocks_x = static_cast<std::size_t>(call.replicas),
            .threads = S::threads,
            .shared_bytes = S::shared_bytes,
            .barriers = true,
            .crowded = true},
           fused_kernel<S, kind>, call);
  };
  return {S::threads == 32 ? "warp" : "block",
          {S::D, S::H1, S::H2, S::C},
          S::P,
          S::row,
          kind,
          S::threads,
          S::shared_bytes,
          crowd,
          advance};
}

}  // namespace replicas::gpu
