#pragma once

#include "block_view.h"
#include "example_split.h"
#include "physics/activation.h"

namespace replicas::gpu {

/// Whether f'(z) has to be kept, since it cannot be had from a = f(z).
constexpr bool keeps_slopes(Activation kind, bool second) { return second || slope_needs_input(kind); }

/// What a hidden layer keeps of all examples of every slot: arrays [matrices][P][columns], without gaps and aligned. A
/// matrix is one slot; the first layer, [P][slots][outputs], is a single matrix of slots x outputs columns.
struct HiddenView {
  int examples, columns, matrices;
  ExampleSplit split;
  Activation kind;
  float* values;          ///< z on entry, a = f(z + b) on return
  float* slopes;          ///< f'(z), or null where it is not kept
  float* errors;          ///< dL/da on entry, dL/dz on return
  float* tangents;        ///< Hessian products only: Rz on entry, Ra on return
  float* bends;           ///< f''(z) Rz
  float* error_tangents;  ///< R dL/da on entry, R dL/dz on return
  float* partials;        ///< [chunks][slots][outputs]: sums over the examples of a chunk; null without bias
};

/// a = f(z + b), and what `derivative` needs later. `bias` (or null) is [slots][outputs]; `bias_direction` its tangent,
/// for a layer with tangents.
void activate(Stream& stream, const HiddenView& layer, const float* bias, const float* bias_direction);

/// dL/dz = dL/da f'(z), and its sums over the examples of each chunk: the parts of the bias gradient.
void derivative(Stream& stream, const HiddenView& layer);
/// R dL/dz = R dL/da f' + dL/da f'' Rz (and dL/dz), and its sums: the step back of a Hessian product.
void derivative_tangent(Stream& stream, const HiddenView& layer);

}  // namespace replicas::gpu
