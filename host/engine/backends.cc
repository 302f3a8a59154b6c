#include "engine/cpu/cpu_engine.h"
#include "engine/cpu/peak.h"
#include "engine/engine.h"
#include "engine/plain/plain_engine.h"
#include "model/error.h"

namespace replicas {

std::vector<std::string> backends() { return {"plain", "plain-double", "cpu"}; }

double peak_rate(const EngineOptions& options, double seconds) {
  return options.backend == "cpu" ? cpu::multiply_add_peak(options.threads, options.instructions, seconds) : 0;
}

std::unique_ptr<Engine> make_engine(const EngineOptions& options, const Ensemble& ensemble) {
  if (options.backend == "plain") return std::make_unique<PlainEngine<float>>(ensemble);
  if (options.backend == "plain-double") return std::make_unique<PlainEngine<double>>(ensemble);
  if (options.backend == "cpu") return std::make_unique<CpuEngine>(ensemble, options.threads, options.instructions);
  fail(Exit::usage, "no backend '{}'; choose cpu, plain or plain-double", options.backend);
}

}  // namespace replicas
