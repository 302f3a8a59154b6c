#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "papers/paper.h"

namespace replicas {

namespace {

/// The protocol is ours. Gradient descent on 8 random examples with targets +-1, looked at after three steps, which is
/// where the exponents of the paper hold by themselves; weights are those the network uses, so a parametrisation is the
/// pair of start and step sizes that model/parametrisation.h writes out. All widths are hidden ones. Changes
/// of 1e-5 are seen in float weights to a percent.
std::vector<Study> studies_of(const Form& form) {
  std::vector<Study> studies;
  const std::vector<int> widths =
      form.full ? std::vector{128, 256, 512, 1024, 2048, 4096} : std::vector{64, 128, 256, 512};
  const auto add = [&](const std::string& name, const std::string& purpose, const std::string& network, int n,
                       const std::string& parametrisation, double eta, const std::string& more) {
    const int replicas =
        scaled(std::clamp((form.full ? 12288 : 3072) / n, 4, 24), form.length);  // of wide ones few suffice
    studies.push_back(
        {fmt::format("{}-{}", name, n), purpose, "run",
         words_of(fmt::format("--gradient-descent --network {} --parametrisation {} --step-size {} --replicas {} "
                              "--datasets {} --loss mse --examples 8 --start random --steps 120 --sample-interval 3 "
                              "--measure-interval 3 --burn-in 0 --map-share 0 --on-divergence mark --quiet {}",
                              network, parametrisation, eta, replicas, replicas, more))});
  };
  const auto deep = [](int n) { return fmt::format("16-{0}-{0}-4", n); };
  for (const int n : widths) {
    add("ntk", "neural tangent parametrisation", deep(n), n, "ntk", 0.3, "--no-bias");
    add("standard", "standard parametrisation, learning rate 1/n", deep(n), n, "0,0,0;0,0.5,0.5;1", 0.3, "--no-bias");
    add("mup", "maximal update parametrisation", deep(n), n, "mup", 0.3, "--no-bias");
    // c of muP less 1/2: steps sqrt(n) times as large. A small eta, so that the first steps are still finite.
    add("beyond", "larger steps than muP takes", deep(n), n, "-0.5,0,0.5;0.5,0.5,0.5;-0.5", 0.01, "--no-bias");
    add("linear", "linear network of one hidden layer, muP", fmt::format("8-{}-2", n), n, "mup", 0.3,
        "--no-bias --activation linear");
  }
  // The grid of (a, b, c): a = (-s, 1/2 - s, 1/2), b = (s, s, s), c = 0 is stable and non-trivial with r = 1/2 - s,
  // from NTK (s = 0) to muP (s = 1/2).
  for (const int n : widths)
    for (const auto& [name, text] : {std::pair{"grid-0.25", "-0.25,0.25,0.5;0.25,0.25,0.25;0"},
                                     {"grid-0.375", "-0.125,0.375,0.5;0.125,0.125,0.125;0"}})
      add(name, "between the two", deep(n), n, text, 0.3, "--no-bias");
  return studies;
}

}  // namespace

Paper yang2021() {
  return {"yang2021", "arXiv:2011.14522", "Feature Learning in Infinite-Width Neural Networks", "", studies_of};
}

}  // namespace replicas
