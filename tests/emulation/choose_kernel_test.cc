// Which kernel advances an ensemble, and the reason given.
#include "choose_kernel.h"

#include <gtest/gtest.h>

#include "model/error.h"

namespace replicas {
namespace {

TEST(ChooseKernel, TakesAFusedKernelWhereOneFitsAndSaysWhy) {
  const gpu::DeviceLimits h200{232448, 132}, a100{166912, 108};
  const Network small({10, 32, 32, 2}, Activation::relu), medium({20, 100, 100, 10}, Activation::tanh);
  const auto threads = [&](std::size_t replicas, const char* asked) {
    return gpu::choose_kernel(small, 64, replicas, asked, h200).fused->threads;
  };
  EXPECT_EQ(threads(396, "auto"), 128);  // three for each multiprocessor
  EXPECT_EQ(threads(397, "auto"), 64);
  EXPECT_EQ(threads(793, "auto"), 32);
  EXPECT_EQ(threads(1, "warp"), 32);
  EXPECT_EQ(threads(100000, "block"), 64);
  EXPECT_EQ(gpu::choose_kernel(small, 64, 1, "batched", h200).fused, nullptr);
  EXPECT_EQ(gpu::choose_kernel(medium, 200, 1, "auto", h200).fused->name, "block");
  const auto reason = [&](const Network& network, int examples, const gpu::DeviceLimits& device) {
    const gpu::KernelChoice choice = gpu::choose_kernel(network, examples, 1, "auto", device);
    return choice.fused == nullptr ? choice.reason : "fused";
  };
  EXPECT_EQ(reason(small, 65, h200), "no fused kernel was compiled for 10-32-32-2 with 65 examples");
  EXPECT_EQ(reason(small, 20, h200), "no fused kernel was compiled for 10-32-32-2 with 20 examples");
  EXPECT_EQ(reason(Network({10, 32, 2}), 64, h200), "fused kernels have two hidden layers");
  EXPECT_EQ(reason(Network({10, 32, 32, 2}, Activation::gelu), 64, h200), "fused kernels compute tanh and relu");
  EXPECT_EQ(reason(Network({10, 32, 32, 2}, Activation::relu, Loss::mse), 64, h200),
            "fused kernels compute the softmax loss");
  const auto changed = [&](std::size_t block, double Block::*factor, double value) {
    Layout layout = small.layout();
    layout[block].*factor = value;
    return small.with(layout);
  };
  EXPECT_EQ(reason(changed(3, &Block::step_factor, 2), 64, h200), "fused kernels move all weights by one step size");
  EXPECT_EQ(reason(changed(5, &Block::noise_factor, 0), 64, h200), "fused kernels move all weights by one step size");
  EXPECT_EQ(reason(changed(1, &Block::decay_factor, 0), 64, h200),
            "fused kernels confine weights and biases of a layer alike");
  Layout faster = small.layout();  // all weights alike, and each layer alike
  for (std::size_t b = 0; b < 6; ++b) faster[b].step_factor = 2;
  faster[2].decay_factor = faster[3].decay_factor = 0.5;
  EXPECT_EQ(reason(small.with(faster), 64, h200), "fused");
  EXPECT_THROW(gpu::choose_kernel(changed(3, &Block::step_factor, 2), 64, 1, "warp", h200), Error);
  EXPECT_NE(reason(medium, 200, a100).find("exceeds the 166912 bytes"), std::string::npos);  // A100
  EXPECT_THROW(gpu::choose_kernel(medium, 200, 1, "warp", h200), Error);
  EXPECT_THROW(gpu::choose_kernel(medium, 200, 1, "fast", h200), Error);
}

}  // namespace
}  // namespace replicas
