#pragma once

#include "fused_output.cuh"
#include "fused_stepper.cuh"

namespace replicas::gpu {

/// Calls `move(shared place, logical place)` for every weight of a replica, the threads sharing the work.
template <class S, class Move>
__device__ void for_each_weight(Move move) {
  for (int i = thread_index(); i < S::logical3; i += S::threads) move(i, i);  // no padding before the last layer
  for (int i = thread_index(); i < S::H2 * S::C; i += S::threads)
    move(S::weight3 + i / S::C * S::C4 + i % S::C, S::logical3 + i);
  for (int i = thread_index(); i < S::C; i += S::threads) move(S::bias3 + i, S::logical_bias3 + i);
}

/// Gradient tiles of one weight matrix, [rows] x 4 each, kept by the threads until the matrix may change.
template <class S, int inputs, int columns, int rows>
struct HeldGradient {
  static constexpr int across = columns / 4, count = across * (inputs / rows);
  static constexpr int rounds = (count + S::threads - 1) / S::threads;
  float sum[rounds][rows][4];

  __device__ static int column(int number) { return number % across * 4; }
  __device__ static int row(int number) { return number / across * rows; }

  __device__ void compute(const float* values, const float* errors) {
#pragma unroll
    for (int round = 0; round < rounds; ++round) {
      const int number = thread_index() + round * S::threads;
      if (number >= count) continue;
      gradient_product<rows, S::P>(sum[round], errors, column(number), [&](int i, int q) -> Float4 {
        return quad_at(values + place<S::P>(row(number) + i, q));
      });
    }
  }
  /// `existing` columns of each row are weights; `first` is the matrix's noise index, `logical` its logical place.
  __device__ void apply(FusedStepper& stepper, float* weights, int first, int logical, int existing, int layer) const {
#pragma unroll
    for (int round = 0; round < rounds; ++round) {
      const int number = thread_index() + round * S::threads;
      if (number >= count) continue;
#pragma unroll
      for (int i = 0; i < rows; ++i) {
        const int r = row(number) + i, left = existing - column(number);
        stepper.move(weights, first + r * columns + column(number), left < 4 ? left : 4, layer,
                     logical + r * existing + column(number), sum[round][i]);
      }
    }
  }
};

/// First-layer tiles and the biases of all layers: nothing reads them any more in this step, so they move at once.
template <class S>
__device__ void move_first_layer_and_biases(FusedStepper& stepper, float* weights, const float* inputs,
                                            const float* errors1, const float* errors2, const float* errors3) {
  constexpr int across = S::H1 / 4, tiles = across * (S::D / S::rows1);
  constexpr int quads1 = S::H1 / 4, quads2 = S::H2 / 4, quads3 = S::C4 / 4;
  for (int item = thread_index(); item < tiles + quads1 + quads2 + quads3; item += S::threads) {
    if (item < tiles) {
      const int column = item % across * 4, row = item / across * S::rows1;
      float sum[S::rows1][4];
      gradient_product<S::rows1, S::P>(
          sum, errors1, column, [&](int i, int q) -> Float4 { return quad_at(inputs + (row + i) * S::P + 4 * q); });
#pragma unroll
      for (int i = 0; i < S::rows1; ++i) {
        const int at = S::weight1 + (row + i) * S::H1 + column;
        stepper.move(weights, at, 4, 0, at, sum[i]);
      }
      continue;
    }
    const int bias = item - tiles;
    const int layer = bias < quads1 ? 0 : bias < quads1 + quads2 ? 1 : 2;
    const int column = 4 * (layer == 0 ? bias : layer == 1 ? bias - quads1 : bias - quads1 - quads2);
    const float* const errors = layer == 0 ? errors1 : layer == 1 ? errors2 : errors3;
    const int first = layer == 0 ? S::bias1 : layer == 1 ? S::bias2 : S::bias3;
    const int logical = layer == 2 ? S::logical_bias3 : first, left = layer == 2 ? S::C - column : 4;
    float sum[1][4];
    gradient_product<1, S::P>(sum, errors, column, [](int, int) { return Float4{{1, 1, 1, 1}}; });
    stepper.move(weights, first + column, left < 4 ? left : 4, layer, logical + column, sum[0]);
  }
}

/// One replica over all steps of a call, its whole state in shared memory.
template <class S, Activation kind>
__global__ void __launch_bounds__(S::threads) fused_kernel(FusedCall call) {
  double* const scratch = shared_memory<double>();
  float* const weights = shared_memory<float>() + S::scratch_bytes / 4;
  float* const values1 = weights + S::values1;
  float* const values2 = weights + S::values2;
  float* const errors = weights + S::errors;
  const std::int64_t replica = block_x();
  const FusedData data = call.data[replica % call.rule.replicas_per_temperature % call.datasets];
  float* const own = call.weights + replica * S::weights;
  const auto slope = [](float a) { return activation_slope<kind>(a, a); };
  const auto finish = [](float z) { return activation<kind>(z); };

  for_each_weight<S>([&](int place, int logical) { weights[place] = own[logical]; });
  for (int i = thread_index(); i < (S::C4 - S::C) * S::P; i += S::threads) errors[S::C * S::P + i] = 0;
  FusedStepper stepper(call, replica, S::weights, S::padded / 4);
  ReplicaSums& sums = call.sums[replica];  // kept by the first thread, in memory: it is needed at measured steps only
  if (thread_index() == 0) sums = ReplicaSums{};
  block_barrier();

  for (std::uint64_t step = call.first; step < call.last; ++step) {
    stepper.begin(step, call.rule.measure_interval);
    forward_product<S, S::D, S::H1>(
        weights + S::weight1, weights + S::bias1, values1,
        [&](int k, int q) { return quad_at(data.inputs + k * S::P + 4 * q); }, finish);
    block_barrier();
    forward_product<S, S::H1, S::H2>(
        weights + S::weight2, weights + S::bias2, values2,
        [&](int k, int q) { return quad_at(values1 + place<S::P>(k, q)); }, finish);
    block_barrier();
    double loss = 0, wrong = 0;
    output_layer<S>(weights, values2, errors, data.labels, call.examples, loss, wrong);
    block_barrier();
    HeldGradient<S, S::H2, S::C4, S::rows3> gradient3;
    gradient3.compute(values2, errors);
    block_barrier();
    output_backward<S, kind>(weights, errors, values2);
    block_barrier();
    gradient3.apply(stepper, weights, S::weight3, S::logical3, S::C, 2);
    HeldGradient<S, S::H1, S::H2, S::rows2> gradient2;
    gradient2.compute(values1, values2);
    block_barrier();
    backward_product<S, S::H2, S::H1>(weights + S::weight2, values2, values1, slope);
    block_barrier();
    gradient2.apply(stepper, weights, S::weight2, S::logical2, S::H2, 1);
    move_first_layer_and_biases<S>(stepper, weights, data.inputs, values1, values2, errors);
    block_barrier();
    if (stepper.measured) {
      loss = block_sum(loss, scratch) / call.examples;
      const double squared = block_sum(stepper.gradient2, scratch);
      const double product = block_sum(stepper.product, scratch);
      wrong = block_sum(wrong, scratch);
      if (thread_index() == 0) {
        sums.count += 1;
        sums.loss += loss;
        sums.loss2 += loss * loss;
        sums.gradient2 += squared;
        sums.gradient_product += product;
        sums.wrong += wrong;
        sums.finite = sums.finite && loss - loss == 0 && squared - squared == 0;
      }
    }
  }

  float zero = 0, largest = stepper.largest;
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
FusedKernel fused(std::string_view name) {
  return {
      name, {S::D, S::H1, S::H2, S::C}, S::P, kind, S::threads, S::shared_bytes, [](Lane& lane, const FusedCall& call) {
        launch(lane,
               {.blocks_x = static_cast<std::size_t>(call.replicas),
                .threads = S::threads,
                .shared_bytes = S::shared_bytes,
                .barriers = true},
               fused_kernel<S, kind>, call);
      }};
}

}  // namespace replicas::gpu
