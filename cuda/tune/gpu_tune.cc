// Times the ways in which the GPU engine could advance workloads S, M and L on this device: each variant of a fused
// kernel, and the batched path by the number of replicas of a block. One JSON line for each; the fastest goes into
// cuda/fused_*.cu and slots_of.
//
//     gpu_tune [SECONDS]      per figure, 0.15 unless given
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>

#include "difference.h"
#include "gpu_engine.h"
#include "model/error.h"
#include "model/number_in.h"
#include "variants.h"

namespace replicas::gpu {

namespace {

std::vector<FusedKernel>& table() {
  static std::vector<FusedKernel> kernels;
  return kernels;
}

struct Workload {
  std::string name;
  std::vector<int> widths;
  int examples;
  Activation activation;
  std::vector<Variant> variants;
  std::vector<int> slots;
};

Ensemble ensemble_of(const Workload& workload, int replicas) {
  const Network network(workload.widths, workload.activation);
  Ensemble ensemble{.system = network_system(network, {random_dataset(network, workload.examples, 1, 0)})};
  ensemble.temperatures = {1e-3};
  ensemble.dynamics.step_sizes = {0.01};
  ensemble.replicas = replicas;
  return ensemble;
}

/// Few replicas begin at places of their own, the others at theirs.
std::vector<float> start_of(const Ensemble& ensemble) {
  const std::size_t weights = ensemble.weights(), size = ensemble.replica_count() * weights;
  std::vector<float> start(size);
  for (std::size_t i = 0; i < std::min(size, 16 * weights); ++i)
    start[i] = 0.2f * noise(1, Purpose::initial_weights, i / weights, weights, 0, i % weights);
  for (std::size_t i = 16 * weights; i < size; ++i) start[i] = start[i - 16 * weights];
  return start;
}

/// Largest difference of a weight after one step to the batched path, over the largest weight.
double difference(const Workload& workload) {
  Ensemble ensemble = ensemble_of(workload, 3);
  ensemble.dynamics.step_sizes = {1};  // the gradient counts, not only the weights
  std::vector<std::vector<float>> weights;
  for (const std::string_view kernel : {table().front().name, std::string_view("batched")}) {
    GpuEngine engine(ensemble, {.backend = "gpu", .kernel = std::string(kernel)});
    engine.load(start_of(ensemble));
    engine.advance(0, 1);
    weights.push_back(engine.weights());
  }
  return relative_difference(weights[0], weights[1]);
}

/// Replica-steps per second, the median of five.
double rate(GpuEngine& engine, double seconds) {
  using Clock = std::chrono::steady_clock;
  engine.load(start_of(engine.ensemble()));
  std::uint64_t step = 0, steps = 10;
  const auto spend = [&] {
    const auto began = Clock::now();
    engine.advance(step, step + steps);
    step += steps;
    return std::chrono::duration<double>(Clock::now() - began).count();
  };
  spend();
  while (spend() < seconds / 6) steps *= 2;
  std::vector<double> rates;
  for (int i = 0; i < 5; ++i) rates.push_back(static_cast<double>(steps * engine.ensemble().replica_count()) / spend());
  std::sort(rates.begin(), rates.end());
  return rates[2];
}

/// A line of results, or the line that says why there is none; a variant may not fit this device.
template <class Measure>
void report(nlohmann::json line, Measure measure) {
  try {
    measure(line);
  } catch (const Error& error) {
    line["problem"] = error.what();
  }
  std::cout << line.dump() << std::endl;
}

void tune(const Workload& workload, double seconds) {
  for (const Variant& variant : workload.variants)
    report({{"workload", workload.name}, {"variant", variant.text}}, [&](nlohmann::json& line) {
      use_variant(variant.kernel);
      line["difference"] = difference(workload);
      for (const int crowd : {1, 2, 3, 4, 6, 8, 32}) {  // replicas per multiprocessor: which kernel for how many?
        GpuEngine engine(ensemble_of(workload, crowd * multiprocessors()),
                         {.backend = "gpu", .kernel = std::string(variant.kernel.name)});
        line["rate"] = rate(engine, seconds);
        line["rates"][std::to_string(crowd)] = line["rate"];
      }
    });
  for (const int slots : workload.slots)
    report({{"workload", workload.name}, {"variant", "batched, slots " + std::to_string(slots)}},
           [&](nlohmann::json& line) {
             GpuEngine engine(ensemble_of(workload, 4 * slots), {.backend = "gpu", .kernel = "batched"}, slots);
             line["rate"] = rate(engine, seconds);
           });
}

}  // namespace

void use_variant(const FusedKernel& kernel) { table() = {kernel}; }
std::span<const FusedKernel> fused_kernels() { return table(); }

}  // namespace replicas::gpu

int main(int count, char** words) {
  using namespace replicas::gpu;
  const double seconds = count > 1 ? number_in(words[1]) : 0.15;
  try {
    select_device(0);
    using replicas::Activation;
    tune({"S", {10, 32, 32, 2}, 64, Activation::relu, small_variants(), {128, 256, 512, 1024, 2048}}, seconds);
    tune({"M", {20, 100, 100, 10}, 200, Activation::relu, medium_variants(), {32, 64, 112, 224, 448}}, seconds);
    tune({"L", {100, 256, 256, 10}, 1000, Activation::relu, {}, {4, 8, 16, 24, 32, 64}}, seconds);
    tune({"default", {10, 24, 24, 3}, 32, Activation::tanh, default_variants(), {}}, seconds);
  } catch (const replicas::Error& error) {
    std::cerr << "gpu_tune: " << error.what() << "\n";
    return 1;
  }
}
