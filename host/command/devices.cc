#include "command/verbs.h"

#include <spdlog/fmt/fmt.h>

#include <CLI/CLI.hpp>

#include <iostream>

#include "command/read_words.h"
#include "engine/gpu_plugin.h"

namespace replicas {

namespace {

double gigabytes(std::size_t bytes) { return 1e-9 * static_cast<double>(bytes); }

}  // namespace

int devices(const std::vector<std::string>& words) {
  CLI::App app(
      "Lists what a run can compute on: the CPU, and each GPU with its memory, driver and CUDA toolkit, or the reason "
      "why no GPU can be used. CUDA_VISIBLE_DEVICES hides GPUs; --gpu N of a run counts the visible ones from 0.",
      "replicas devices");
  bool measure = false;
  app.add_flag("--measure", measure,
               "Measure each GPU: copy bandwidth, float32 products and normal numbers per second (a few seconds)");
  if (!read_words(app, words)) return 0;
  const Network network({1, 2});
  const Ensemble probe{.system = network_system(network, {random_dataset(network, 1, 1, 0)}),
                       .temperatures = {1.0},
                       .replicas = 1,
                       .dynamics = {.update = Update::em, .step_sizes = {0.1}}};
  std::cout << make_engine({"cpu", 0, ""}, probe)->name() << "\n";
  const GpuReport report = gpu_report(true);
  for (const GpuDevice& device : report.devices) {
    std::cout << fmt::format("gpu {}: {}, compute {}, {} multiprocessors, {:.1f} GB ({:.1f} GB free)\n", device.number,
                             device.name, device.architecture, device.multiprocessors, gigabytes(device.memory),
                             gigabytes(device.free_memory));
    if (!measure) continue;
    const GpuCeilings best = gpu_ceilings(device.number, 1);
    std::cout << fmt::format(
        "       copies {:.2f} TB/s (read and written), float32 products {:.1f} TFLOP/s, {:.3g} "
        "normal numbers per second\n",
        1e-12 * best.copied_bytes, 1e-12 * best.multiply_add_flops, best.normals);
  }
  if (!report.problem.empty()) std::cout << fmt::format("gpu: none, {}\n", report.problem);
  if (!report.plugin.empty())
    std::cout << fmt::format("CUDA: driver {}, toolkit {}, plugin {}\n", report.driver.empty() ? "none" : report.driver,
                             report.toolkit.empty() ? "unknown" : report.toolkit, report.plugin);
  return 0;
}

}  // namespace replicas
