#include <algorithm>

#include "engine/cpu/cpu_engine.h"
#include "engine/cpu/peak.h"
#include "engine/engine.h"
#include "engine/gpu_plugin.h"
#include "engine/plain/plain_engine.h"
#include "model/error.h"
#include "system/network/network_system.h"
#include "system/potential/potential_system.h"

namespace replicas {

namespace {

/// Kinds of systems that a backend has kernels for. The plain engine computes every system by System::evaluate.
struct Kernels {
  std::string_view backend;
  std::vector<std::string_view> kinds;
};
const std::vector<Kernels> kernels = {
    {"cpu", {NetworkSystem::network_kind, PotentialSystem::potential_kind}},
    {"gpu", {NetworkSystem::network_kind}},
};

/// Why a backend cannot move this ensemble; empty: it can.
std::string what_it_lacks(std::string_view backend, const Ensemble& ensemble) {
  const std::string_view kind = ensemble.system->kind();
  const auto own = std::ranges::find(kernels, backend, &Kernels::backend);
  if (own != kernels.end() && std::ranges::find(own->kinds, kind) == own->kinds.end())
    return fmt::format("has no kernels for a {}", kind);
  if (backend != "gpu") return {};
  if (!ensemble.dynamics.batch.whole()) return "takes all examples at every step, no <batch>";
  if (ensemble.dynamics.has_velocities()) return "has no velocities, which <momentum> and <update> baoab need";
  if (!ensemble.dynamics.constant()) return "keeps <temps> and <step-size> as they are, no schedule";
  return {};
}

}  // namespace

std::vector<std::string> backends() {
  std::vector<std::string> names = {"plain", "plain-double", "cpu"};
  if (gpu_report().problem.empty()) names.emplace_back("gpu");
  return names;
}

double peak_rate(const EngineOptions& options, double seconds) {
  return choose_backend(options).backend == "cpu"
             ? cpu::multiply_add_peak(options.threads, options.instructions, seconds)
             : 0;
}

BackendChoice choose_backend(const EngineOptions& options) {
  if (options.backend != "auto" && options.backend != "gpu") return {options.backend};
  const bool any = options.backend == "auto" && options.kernel == "auto" && options.gpu == 0;
  if (any && !driver_is_here()) return {"cpu", "no NVIDIA driver on this machine"};
  const GpuReport report = gpu_report();
  const auto visible = static_cast<int>(report.devices.size());
  if (any && !report.problem.empty()) return {"cpu", report.problem};
  require(report.problem.empty(), ErrorKind::no_device, "no GPU can be used: {}; use <device> cpu", report.problem);
  require(options.gpu < visible, ErrorKind::no_device, "<gpu> {}: {} GPU{} visible, counted from 0", options.gpu,
          visible, visible == 1 ? " is" : "s are");
  return {"gpu", "the first choice where there is one"};
}

BackendChoice choose_backend(const EngineOptions& options, const Ensemble& ensemble) {
  BackendChoice choice = choose_backend(options);
  const std::string lack = what_it_lacks(choice.backend, ensemble);
  if (lack.empty()) return choice;
  const std::string able = what_it_lacks("cpu", ensemble).empty() ? "cpu" : "plain";
  require(options.backend == "auto", ErrorKind::bad_value, "<device> {} {}; use <device> {}", choice.backend, lack,
          able);
  return {able, fmt::format("{} {}", choice.backend, lack)};
}

const Landscape& Engine::landscape() const {
  require(landscape_ != nullptr, ErrorKind::internal, "a {} has no landscape to be asked about",
          ensemble().system->kind());
  return *landscape_;
}

std::unique_ptr<Engine> make_engine(const EngineOptions& options, const Ensemble& ensemble) {
  require(ensemble.system != nullptr, ErrorKind::bad_value, "an ensemble without a system");
  const std::string backend = choose_backend(options, ensemble).backend;
  if (backend == "plain") return std::make_unique<PlainEngine<float>>(ensemble);
  if (backend == "plain-double") return std::make_unique<PlainEngine<double>>(ensemble);
  if (backend == "cpu") return std::make_unique<CpuEngine>(ensemble, options.threads, options.instructions);
  if (backend == "gpu") return std::unique_ptr<Engine>(gpu_plugin().plugin->make(options, ensemble));
  fail(ErrorKind::bad_value, "no backend '{}'; choose auto, cpu, gpu, plain or plain-double", options.backend);
}

}  // namespace replicas
