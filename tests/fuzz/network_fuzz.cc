#include "fuzz/fuzz_target.h"
#include "model/network.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replicas;
  try {
    const std::vector<int> widths = parse_widths(fuzz::text(data, size));
    fuzz::promise(parse_widths(to_string(widths)) == widths);
    const Network network(widths, Activation::tanh, Loss::mse);
    std::size_t weights = 0;
    for (std::size_t l = 0; l + 1 < widths.size(); ++l)
      weights += (static_cast<std::size_t>(widths[l]) + 1) * static_cast<std::size_t>(widths[l + 1]);
    fuzz::promise(network.weights() == weights && network.noise_index(weights - 1) < 4 * network.noise_blocks());
  } catch (const Error& error) {
    fuzz::check_refusal(error, ErrorKind::bad_value);
  }
  return 0;
}
