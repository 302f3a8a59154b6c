#pragma once

#include "block_memory.h"
#include "examples_on_device.h"
#include "output_loss.h"

namespace replicas::gpu {

/// Where losses of single examples go, in order of the global replica number; null: nowhere.
struct ExampleResults {
  float* losses = nullptr;
  std::uint8_t* wrong = nullptr;
};

/// Losses of every slot of a block: forward only.
void forward(Stream& stream, const BlockMemory& memory, const Network& network, const ExamplesOnDevice& data,
             const ExampleResults& results = {});

/// Losses and grad L of every slot, by strided-batched products and fused element-wise kernels. Losses and the
/// gradients of the biases remain partial sums: `measure.h` adds them up.
void gradient(Stream& stream, const BlockMemory& memory, const Network& network, const ExamplesOnDevice& data);

/// Hessian of L times the direction of every slot, forward over reverse (Pearlmutter 1994), or only its Gauss-Newton
/// part; a memory made for it. That of the biases remains partial sums.
void hessian_product(Stream& stream, const BlockMemory& memory, const Network& network, const ExamplesOnDevice& data,
                     bool gauss_newton);

}  // namespace replicas::gpu
