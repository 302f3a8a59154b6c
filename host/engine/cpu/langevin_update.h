#pragma once

#include "engine/cpu/kernels.h"
#include "engine/cpu/lane_sums.h"
#include "engine/cpu/noise_stream.h"
#include "physics/langevin.h"

namespace replicas::cpu {

/// |grad L|^2 and grad L . grad U of one measured step, and the largest |w| before it.
template <class InstructionSet>
struct UpdateSums {
  DoubleLanes<InstructionSet> gradient2, gradient_product;
  Pack<InstructionSet> largest;
};

/// `count` weights from `place` of the padded weights on: w <- langevin_step, or with velocities `v` velocity_step.
/// `xi` need not be aligned; lanes beyond `count` draw nothing and stay zero.
template <class InstructionSet, bool measured, bool moving>
HOST_DEVICE void update_row(std::ptrdiff_t place, std::ptrdiff_t count, float* w, float* v, const float* gradient,
                            const float* xi, const float* centre, const BlockRule& rule, const VelocityRule* velocity,
                            UpdateSums<InstructionSet>& sums) {
  using Number = Pack<InstructionSet>;
  const auto update = [&](std::ptrdiff_t i, Number noise) __attribute__((always_inline)) {
    const Number weight = load<InstructionSet>(w + i), g = load<InstructionSet>(gradient + i);
    const Number middle = centre ? load<InstructionSet>(centre + i) : Number(0.0f);
    const Number total = confined_gradient(g, weight, middle, Number(rule.decay));
    if constexpr (moving) {
      Number next = weight, speed = load<InstructionSet>(v + i);
      velocity_step(next, speed, total, Number(rule.step_size), Number(rule.amplitude), noise, Number(velocity->kept),
                    Number(velocity->damping), Number(velocity->drift), Number(velocity->second_drift));
      store(v + i, speed);
      store(w + i, next);
    } else {
      store(w + i, langevin_step(weight, total, Number(rule.step_size), Number(rule.amplitude), noise));
    }
    if constexpr (measured) {
      const int part = static_cast<int>((place + i) % 16) / InstructionSet::width;
      sums.gradient2.add_product(part, g, g);
      sums.gradient_product.add_product(part, g, total);
      sums.largest = maximum(magnitude(weight), sums.largest);
    }
  };
  std::ptrdiff_t i = 0;
  for (; i + InstructionSet::width <= count; i += InstructionSet::width)
    update(i, load_unaligned<InstructionSet>(xi + i));
  if (i < count)
    update(i, select(first_lanes<InstructionSet>(count - i), load_unaligned<InstructionSet>(xi + i), Number(0.0f)));
}

/// One replica's step of every weight. Noise is drawn in chunks that stay in the first-level cache.
template <class InstructionSet, bool measured, bool two, bool apply>
struct LangevinUpdate {
  static constexpr std::ptrdiff_t group = NoiseStream<InstructionSet>::group;
  const Plan& plan;
  const ReplicaView& replica;
  const Scratch& scratch;
  const NoiseStream<InstructionSet>& stream;
  std::uint64_t noise_step;  ///< the step whose noise is drawn: lm adds the one it carries
  bool silent;
  UpdateSums<InstructionSet>& sums;
  std::ptrdiff_t first = 0, drawn = 0;  ///< the buffer holds noise indices [first, drawn)

  /// Pointer to the noise of indices [from, from + count), of the hidden layers.
  HOST_DEVICE const float* noise_at(std::ptrdiff_t from, std::ptrdiff_t count) {
    if (silent) return scratch.noise;
    if (from + count > drawn) refill(from, count);
    return scratch.noise + (from - first);
  }

  [[gnu::noinline]] void refill(std::ptrdiff_t from, std::ptrdiff_t count) {
    const std::ptrdiff_t begin = from / group * group;
    for (std::ptrdiff_t i = begin; i < drawn; i += InstructionSet::width)
      store(scratch.noise + (i - begin), load<InstructionSet>(scratch.noise + (i - first)));
    first = begin;
    const std::ptrdiff_t left = static_cast<std::ptrdiff_t>(plan.layers[plan.depth - 1].noise) - drawn;
    std::ptrdiff_t wanted = from + count - drawn > noise_chunk ? from + count - drawn : noise_chunk;
    if (wanted > left) wanted = left;
    const std::ptrdiff_t groups = (wanted + group - 1) / group;
    float* const place = scratch.noise + (drawn - first);
    stream.template words<true>(noise_step, static_cast<std::uint64_t>(drawn) / 4, 1, groups, place);
    stream.template normals<true, two>(groups, place, scratch.carried + drawn);
    drawn += groups * group;
  }

  HOST_DEVICE void row(std::ptrdiff_t count, std::ptrdiff_t place, const float* xi, const BlockRule& rule) {
    if constexpr (apply) {
      const float* const centre = replica.anchor ? replica.anchor + place : nullptr;
      if (replica.velocities != nullptr)
        moving_row(count, place, xi, centre, rule);
      else
        update_row<InstructionSet, measured, false>(place, count, replica.weights + place, nullptr,
                                                    scratch.gradient + place, xi, centre, rule, nullptr, sums);
    }
  }

  /// Out of line, so that dynamics without velocities are as short as they were.
  [[gnu::noinline]] void moving_row(std::ptrdiff_t count, std::ptrdiff_t place, const float* xi, const float* centre,
                                    const BlockRule& rule) {
    update_row<InstructionSet, measured, true>(place, count, replica.weights + place, replica.velocities + place,
                                               scratch.gradient + place, xi, centre, rule, replica.velocity_rule, sums);
  }

  void hidden_layer(int l) {
    const LayerPlan& layer = plan.layers[l];
    const std::ptrdiff_t padded = (static_cast<std::ptrdiff_t>(layer.outputs) + 3) / 4 * 4;
    const int rows = plan.bias ? layer.inputs + 1 : layer.inputs;
    // Rows without padding are one long row, as far as a chunk of noise goes, and as long as they move alike.
    const int together =
        layer.outputs == layer.stride && padded < noise_chunk ? static_cast<int>(noise_chunk / padded) : 1;
    const BlockRule &own = replica.rules[2 * l], &bias = replica.rules[2 * l + 1];
    const bool alike = own.step_size == bias.step_size && own.amplitude == bias.amplitude && own.decay == bias.decay;
    const int of_weights = alike ? rows : layer.inputs;
    for (int r = 0; r < rows;) {
      const int left = (r < of_weights ? of_weights : rows) - r;
      const int count = left < together ? left : together;
      const float* const xi = noise_at(static_cast<std::ptrdiff_t>(layer.noise) + r * padded, count * padded);
      row(count == 1 ? layer.outputs : count * layer.stride, layer.weight + r * layer.stride, xi,
          r < of_weights ? own : bias);
      r += count;
    }
  }

  /// The last layer is stored by output: block `quad` of an input's fan-out vector holds four outputs of that input, so
  /// with lanes over the inputs its normals are in place as they are drawn.
  void last_layer() {
    const LayerPlan& last = plan.layers[plan.depth - 1];
    const std::ptrdiff_t quads = (last.outputs + 3) / 4;
    const std::ptrdiff_t groups = (last.inputs + InstructionSet::width - 1) / InstructionSet::width;
    const BlockRule &rule = replica.rules[2 * plan.depth - 2], &bias = replica.rules[2 * plan.depth - 1];
    float* carried = scratch.carried + (static_cast<std::ptrdiff_t>(last.noise) + 63) / 64 * 64;
    for (std::ptrdiff_t quad = 0; quad < quads; ++quad, carried += groups * group) {
      if (!silent) {
        stream.template words<false>(noise_step, last.noise / 4 + static_cast<std::uint64_t>(quad),
                                     static_cast<std::uint64_t>(quads), groups, scratch.noise);
        stream.template normals<false, two>(groups, scratch.noise, carried);
      }
      for (std::ptrdiff_t q = 0; q < 4 && 4 * quad + q < last.outputs; ++q)
        for (std::ptrdiff_t g = 0; g < groups; ++g) {
          const std::ptrdiff_t i = g * InstructionSet::width;
          row(last.inputs - i < InstructionSet::width ? last.inputs - i : InstructionSet::width,
              last.weight + (4 * quad + q) * last.stride + i, scratch.noise + g * group + q * InstructionSet::width,
              rule);
        }
    }
    if (!plan.bias) return;
    if (!silent) {
      const std::ptrdiff_t bias_groups = (last.outputs + group - 1) / group;
      stream.template words<true>(noise_step, last.bias_noise / 4, 1, bias_groups, scratch.noise);
      stream.template normals<true, two>(bias_groups, scratch.noise, carried);
    }
    row(last.outputs, last.bias, scratch.noise, bias);
  }
};

/// One step of every weight of a replica, given grad L in scratch.gradient. Without `apply` the weights stay and only
/// the carried noise of lm moves on: how it is recomputed on entry.
template <class InstructionSet, bool measured, bool two, bool apply = true>
void update(const Plan& plan, const ReplicaView& replica, const Scratch& scratch,
            const NoiseStream<InstructionSet>& stream, std::uint64_t step, UpdateSums<InstructionSet>& sums) {
  LangevinUpdate<InstructionSet, measured, two, apply> work{
      plan, replica, scratch, stream, two ? step + 1 : step, replica.silent, sums};
  for (int l = 0; l + 1 < plan.depth; ++l) work.hidden_layer(l);
  work.last_layer();
}

}  // namespace replicas::cpu
