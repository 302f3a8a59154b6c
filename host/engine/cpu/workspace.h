#pragma once

#include "engine/cpu/aligned_floats.h"
#include "engine/cpu/kernels.h"

namespace replicas::cpu {

/// The memory behind one worker's Scratch.
class Workspace {
 public:
  Workspace(const Plan& plan, bool hessian_products);
  const Scratch& scratch() const { return scratch_; }

 private:
  AlignedFloats memory_;
  Scratch scratch_;
};

}  // namespace replicas::cpu
