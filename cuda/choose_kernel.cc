#include "choose_kernel.h"

#include "model/error.h"

namespace replicas::gpu {

namespace {

/// Why no fused kernel moves weights as the layout says, or empty: it has one step size and one amplitude of the noise
/// per replica, and one decay per layer.
std::string obstacle(const Layout& layout) {
  for (std::size_t b = 1; b < layout.blocks().size(); ++b) {
    const Block &block = layout[b], &before = layout[b - 1];
    if (block.step_factor != before.step_factor || block.noise_factor != before.noise_factor)
      return "fused kernels move all weights by one step size";
    if (block.layer == before.layer && block.decay_factor != before.decay_factor)
      return "fused kernels confine weights and biases of a layer alike";
  }
  return {};
}

/// Why no fused kernel serves this network, or empty.
std::string obstacle(const Network& network) {
  if (network.layers().size() != 3) return "fused kernels have two hidden layers";
  if (network.loss() != Loss::softmax) return "fused kernels compute the softmax loss";
  if (!network.bias()) return "fused kernels have biases";
  if (network.activation() != Activation::tanh && network.activation() != Activation::relu)
    return "fused kernels compute tanh and relu";
  return obstacle(network.layout());
}

bool fits(const FusedKernel& kernel, const Network& network, int examples) {
  return std::equal(kernel.widths.begin(), kernel.widths.end(), network.widths().begin(), network.widths().end()) &&
         kernel.activation == network.activation() && examples <= kernel.examples &&
         4 * examples >= 3 * kernel.examples;  // fewer would leave too many threads idle
}

}  // namespace

KernelChoice choose_kernel(const Network& network, int examples, std::size_t replicas, std::string_view asked,
                           const DeviceLimits& device) {
  require(asked == "auto" || asked == "batched" || asked == "warp" || asked == "block", ErrorKind::bad_value,
          "<kernel> {}: choose auto, batched, warp or block", asked);
  if (asked == "batched") return {nullptr, "asked for"};
  std::string why = obstacle(network);
  const FusedKernel* choice = nullptr;
  for (const FusedKernel& kernel : fused_kernels()) {
    if (!why.empty()) break;
    if (!fits(kernel, network, examples) || (asked != "auto" && asked != kernel.name)) continue;
    if (kernel.shared_bytes > device.shared_memory) {
      if (choice == nullptr)
        why = fmt::format("the state of {} bytes exceeds the {} bytes of shared memory a block may use here",
                          kernel.shared_bytes, device.shared_memory);
      break;
    }
    choice = &kernel;
    const auto most = static_cast<std::size_t>(kernel.crowd) * static_cast<std::size_t>(device.multiprocessors);
    if (replicas <= most) break;
  }
  if (choice != nullptr)
    return {choice, fmt::format("a replica's state fills {:.1f} KB of shared memory, {} threads work on it",
                                1e-3 * static_cast<double>(choice->shared_bytes), choice->threads)};
  if (why.empty())
    why = fmt::format("no fused kernel was compiled for {} with {} examples", to_string(network.widths()), examples);
  require(asked == "auto", ErrorKind::bad_value, "<kernel> {}: {}; use <kernel> auto or batched", asked, why);
  return {nullptr, why};
}

}  // namespace replicas::gpu
