#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "papers/paper.h"

namespace replicas {

namespace {

/// The protocol is ours. Steps of size eta with a mobility of n (particles, or mean-field parametrisation) are a time
/// of eta each, whatever n. Networks see batches of a fixed set of examples; their error is on others. In 5 dimensions
/// 30000 steps bring 64 units to the floor that the batch leaves; in 10 it takes more than 1e5, which is the full
/// form's.
std::vector<Study> studies_of(const Form& form) {
  std::vector<Study> studies;
  const auto add = [&](const std::string& name, const std::string& purpose, const std::string& options, double steps,
                       int samples) {
    const long length = std::max(100L, std::lround(steps * form.length / samples)) * samples;
    studies.push_back({name, purpose, "run",
                       words_of(fmt::format("{} --steps {} --sample-interval {} --start random --burn-in 0 --quiet",
                                            options, length, length / samples))});
  };
  const bool full = form.full;
  const auto particles = [&](const std::string& name, const std::string& purpose, int n, int replicas, double eta) {
    add(name, purpose,
        fmt::format("--particles {} --replicas {} --step-size {} --measure-interval 10 --map-share 0 --save-weights", n,
                    scaled(replicas, form.length, 8), eta),
        2000, 200);
  };
  for (const auto& [n, replicas] : {std::pair{8, 1000}, {16, 500}, {32, 250}, {64, 120}, {128, 60}})
    particles(fmt::format("particles-{}", n), "one dimension, all integrals known", n, full ? 4 * replicas : replicas,
              0.02);
  if (full) particles("particles-512", "the same, wider", 512, 60, 0.02);
  particles("slow-particles-128", "null: the step of 32 particles without the factor n", 128, 30, 0.005);
  const auto spins = [&](const std::string& name, const std::string& purpose, int d, int n, int batch, double eta,
                         double steps, int replicas) {
    add(name, purpose,
        fmt::format(
            "--gradient-descent --network {0}-{1}-1 --activation sigmoid --loss mse --parametrisation mean-field "
            "--teacher three-spin:{0} --examples 8192 --test-examples 8192 --batch {2} --step-size {3} "
            "--replicas {4} --measure-interval {5} --map-share 0",
            d, n, batch, eta, replicas, std::max(10L, std::lround(steps * form.length / 100))),
        steps, 100);
  };
  const int replicas = full ? 16 : 6;
  const double steps = full ? 100000 : 20000;
  for (const int n : {16, 32, 64})
    spins(fmt::format("spins-5-{}", n), "cubic target in 5 dimensions, sigmoid units", 5, n, 512, 0.2, steps, replicas);
  for (const int n : {16, 32, 64})
    spins(fmt::format("root-batch-{}", n), "batches of n examples: a = 1/2", 5, n, n, 0.2, steps, replicas);
  for (const int n : {16, 32, 64})
    spins(fmt::format("small-batch-{}", n), "null: batches of 4 at every width", 5, n, 4, 0.2, steps, replicas);
  for (const auto& [batch, eta, factor] :
       {std::tuple{4, 0.2, 1.0}, {13, 0.2, 1.0}, {52, 0.2, 1.0}, {164, 0.2, 1.0}, {13, 0.05, 4.0}})
    spins(fmt::format("noise-{}-{}", batch, eta), "64 units, small batches, and a smaller step over the same time", 5,
          64, batch, eta, factor * steps, replicas);
  if (full)
    for (const auto& [d, n] : {std::pair{5, 128},
                               {5, 256},
                               {10, 32},
                               {10, 64},
                               {10, 128},
                               {10, 256},
                               {25, 128},
                               {25, 256},
                               {25, 512},
                               {25, 1024}})
      spins(fmt::format("spins-{}-{}", d, n), "the same, wider or in more dimensions", d, n, 2048, 0.2, 400000, 4);
  return studies;
}

}  // namespace

Paper rotskoff2018() {
  return {"rotskoff2018", "arXiv:1805.00915",
          "Trainability and Accuracy of Neural Networks: An Interacting Particle System Approach", "", studies_of};
}

}  // namespace replicas
