#pragma once

#include <string>

#include "fused.h"
#include "fused_advance.cuh"
#include "variants.h"

namespace replicas::gpu {

/// Widths D-H1-H2-C with P examples, shared out as `tiles` says.
template <int D, int H1, int H2, int C, int P, Activation activation, FusedTiles tiles>
Variant variant() {
  std::string text;
  const auto add = [&text](const char* name, int value) {
    text += std::string(name) + " " + std::to_string(value) + " ";
  };
  add("threads", tiles.threads);
  add("resident", tiles.resident);
  add("neurons", tiles.neurons);
  add("points", tiles.points);
  add("rows1", tiles.rows1);
  add("shares1", tiles.shares1);
  add("rows2", tiles.rows2);
  add("rows3", tiles.rows3);
  add("shares3", tiles.shares3);
  text.pop_back();
  return {text, fused<FusedShape<D, H1, H2, C, P, tiles>, activation>(any_crowd)};
}

}  // namespace replicas::gpu
