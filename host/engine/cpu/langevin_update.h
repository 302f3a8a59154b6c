#pragma once

#include "engine/cpu/kernels.h"
#include "engine/cpu/lane_sums.h"
#include "engine/cpu/noise_stream.h"
#include "physics/langevin.h"

namespace replicas::cpu {

/// |grad L|^2 and grad L . grad U of one measured step, and the largest |w| before it.
template <class Machine>
struct UpdateSums {
  DoubleLanes<Machine> gradient2, gradient_product;
  Pack<Machine> largest;
};

/// One row of weights: w <- langevin_step. `xi` need not be aligned; lanes beyond `count` draw nothing and stay zero.
template <class Machine, bool measured>
HOST_DEVICE void update_row(std::ptrdiff_t count, float* w, const float* gradient, const float* xi, const float* centre,
                            float decay, float step_size, float amplitude, UpdateSums<Machine>& sums) {
  using Number = Pack<Machine>;
  for (std::ptrdiff_t i = 0; i < count; i += Machine::width) {
    const Number weight = load<Machine>(w + i), g = load<Machine>(gradient + i);
    Number noise = load_unaligned<Machine>(xi + i);
    if (i + Machine::width > count) noise = select<Machine>(first_lanes<Machine>(count - i), noise, Number(0.0f));
    const Number middle = centre ? load<Machine>(centre + i) : Number(0.0f);
    const Number total = confined_gradient(g, weight, middle, Number(decay));
    store(w + i, langevin_step(weight, total, Number(step_size), Number(amplitude), noise));
    if constexpr (measured) {
      const int part = static_cast<int>(i % 16) / Machine::width;
      sums.gradient2.add_product(part, g, g);
      sums.gradient_product.add_product(part, g, total);
      sums.largest = maximum(magnitude(weight), sums.largest);
    }
  }
}

/// The noise of the hidden layers in noise order, drawn ahead in chunks; `lm` adds xi_n (carried) and xi_(n+1).
template <class Machine>
struct HiddenNoise {
  const NoiseStream<Machine>& stream;
  const Scratch& scratch;
  std::uint64_t step;
  std::ptrdiff_t length;  ///< noise indices of the hidden layers
  bool silent, two;
  std::ptrdiff_t first = 0, drawn = 0;  ///< the buffer holds noise indices [first, drawn)

  /// Pointer to the noise of indices [from, from + count).
  HOST_DEVICE const float* at(std::ptrdiff_t from, std::ptrdiff_t count) {
    if (silent) return scratch.noise;
    if (from + count > drawn) refill(from, count);
    return scratch.noise + (from - first);
  }

  [[gnu::noinline]] void refill(std::ptrdiff_t from, std::ptrdiff_t count) {
    constexpr std::ptrdiff_t group = 4 * Machine::width;
    for (std::ptrdiff_t i = from; i < drawn; ++i) scratch.noise[i - from] = scratch.noise[i - first];
    first = from;
    std::ptrdiff_t target = from + (count > 1024 ? count : 1024);
    if (target > length) target = length;
    for (; drawn < target; drawn += group) {
      Pack<Machine> normals[4];
      stream.template draw<true>(two ? step + 1 : step, static_cast<std::uint64_t>(drawn) / 4, 1, normals);
      float* const place = scratch.noise + (drawn - first);
      for (int i = 0; i < 4; ++i) {
        Pack<Machine> xi = normals[i];
        if (two) {
          float* const carried = scratch.carried + drawn + i * Machine::width;
          xi = load<Machine>(carried) + xi;
          store(carried, normals[i]);
        }
        *reinterpret_cast<typename Machine::FloatsAnywhere*>(place + i * Machine::width) = xi.lanes;
      }
    }
  }
};

/// One step of every weight of a replica, given grad L in scratch.gradient. Without `apply` the weights stay and only
/// the carried noise of lm moves on: how it is recomputed on entry.
template <class Machine, bool measured, bool apply = true>
void update(const Plan& plan, const ReplicaView& replica, const Scratch& scratch, const NoiseStream<Machine>& stream,
            std::uint64_t step, UpdateSums<Machine>& sums) {
  const bool silent = replica.amplitude == 0.0f;
  const LayerPlan& last = plan.layers[plan.depth - 1];
  const auto hidden = static_cast<std::ptrdiff_t>(last.noise);
  HiddenNoise<Machine> noise{stream, scratch, step, hidden, silent, replica.two_noises};
  float* const w = replica.weights;
  const float* const g = scratch.gradient;
  const float* const anchor = replica.anchor;
  for (int l = 0; l + 1 < plan.depth; ++l) {
    const LayerPlan& layer = plan.layers[l];
    const std::ptrdiff_t padded = (static_cast<std::ptrdiff_t>(layer.outputs) + 3) / 4 * 4;
    const int rows = plan.bias ? layer.inputs + 1 : layer.inputs;
    for (int row = 0; row < rows; ++row) {
      const std::ptrdiff_t place = layer.weight + row * layer.stride;
      const float* const xi = noise.at(static_cast<std::ptrdiff_t>(layer.noise) + row * padded, padded);
      if constexpr (apply)
        update_row<Machine, measured>(layer.outputs, w + place, g + place, xi, anchor ? anchor + place : nullptr,
                                      replica.decay[l], replica.step_size, replica.amplitude, sums);
    }
  }
  // The last layer is stored by output: block `quad` of an input's fan-out vector holds four outputs of that input, so
  // lanes over the inputs need no transposition.
  const std::ptrdiff_t blocks_per_row = (last.outputs + 3) / 4;
  const float decay = replica.decay[plan.depth - 1];
  const std::ptrdiff_t length = (last.inputs + 15) / 16 * 16;
  for (std::ptrdiff_t quad = 0; quad < blocks_per_row; ++quad) {
    if (!silent)
      for (std::ptrdiff_t i = 0; i < last.inputs; i += Machine::width) {
        Pack<Machine> normals[4];
        const auto block = static_cast<std::uint64_t>(i * blocks_per_row + quad) + last.noise / 4;
        stream.template draw<false>(replica.two_noises ? step + 1 : step, block,
                                    static_cast<std::uint64_t>(blocks_per_row), normals);
        for (int q = 0; q < 4; ++q) {
          Pack<Machine> xi = normals[q];
          if (replica.two_noises) {
            float* const carried = scratch.carried + hidden + 64 + (4 * quad + q) * length + i;
            xi = load_unaligned<Machine>(carried) + xi;
            *reinterpret_cast<typename Machine::FloatsAnywhere*>(carried) = normals[q].lanes;
          }
          store(scratch.noise + q * length + i, xi);
        }
      }
    for (int q = 0; apply && q < 4 && 4 * quad + q < last.outputs; ++q) {
      const std::ptrdiff_t place = last.weight + (4 * quad + q) * last.stride;
      update_row<Machine, measured>(last.inputs, w + place, g + place, scratch.noise + q * length,
                                    anchor ? anchor + place : nullptr, decay, replica.step_size, replica.amplitude,
                                    sums);
    }
  }
  if (plan.bias) {
    if (!silent)
      for (std::ptrdiff_t i = 0; i < last.outputs; i += 4 * Machine::width) {
        Pack<Machine> normals[4];
        stream.template draw<true>(replica.two_noises ? step + 1 : step,
                                   (last.bias_noise + static_cast<std::uint64_t>(i)) / 4, 1, normals);
        for (int q = 0; q < 4; ++q) {
          Pack<Machine> xi = normals[q];
          const std::ptrdiff_t place = i + q * Machine::width;
          if (replica.two_noises) {
            float* const carried = scratch.carried + hidden + 64 + 4 * blocks_per_row * length + place;
            xi = load_unaligned<Machine>(carried) + xi;
            *reinterpret_cast<typename Machine::FloatsAnywhere*>(carried) = normals[q].lanes;
          }
          store(scratch.noise + place, xi);
        }
      }
    if constexpr (apply)
      update_row<Machine, measured>(last.outputs, w + last.bias, g + last.bias, scratch.noise,
                                    anchor ? anchor + last.bias : nullptr, decay, replica.step_size, replica.amplitude,
                                    sums);
  }
}

}  // namespace replicas::cpu
