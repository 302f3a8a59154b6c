#pragma once

#include "block_view.h"

namespace replicas::gpu {

/// What a hidden layer keeps of all examples [P][outputs] of every slot. All arrays share one arrangement.
struct HiddenView {
  int examples, outputs, slots;
  Activation kind;
  Matrices values;    ///< z on entry, a = f(z + b) on return
  Matrices slopes;    ///< f'(z), only where it cannot be had from a (gelu, or a Hessian product); data null otherwise
  Matrices errors;    ///< dL/da on entry, dL/dz on return
  Matrices tangents;  ///< Hessian products only: Rz on entry, Ra on return
  Matrices bends;     ///< f''(z) Rz
  Matrices error_tangents;  ///< R dL/da on entry, R dL/dz on return
};

/// a = f(z + b), and what `derivative` needs later. `bias` (or null) is [slots][outputs]; `bias_direction` its tangent.
void activate(Lane& lane, const HiddenView& layer, const float* bias, const float* bias_direction);

/// dL/dz = dL/da f'(z), and its sum over examples into `bias_gradient` [slots][outputs] (or null).
void derivative(Lane& lane, const HiddenView& layer, float* bias_gradient);
/// R dL/dz = R dL/da f' + dL/da f'' Rz (and dL/dz), its sum into `bias_product`: the step back of a Hessian product.
void derivative_tangent(Lane& lane, const HiddenView& layer, float* bias_product);

/// Sums over examples [P][outputs] of every slot into [slots][outputs]: the bias gradient of the output layer.
void sum_examples(Lane& lane, const Matrices& errors, int examples, int outputs, int slots, float* sums);

}  // namespace replicas::gpu
