#include "engine/engine.h"
#include "engine/plain/plain_engine.h"
#include "model/error.h"

namespace replicas {

std::vector<std::string> backends() { return {"plain", "plain-double"}; }

std::unique_ptr<Engine> make_engine(const EngineOptions& options, const Ensemble& ensemble) {
  if (options.backend == "plain") return std::make_unique<PlainEngine<float>>(ensemble);
  if (options.backend == "plain-double") return std::make_unique<PlainEngine<double>>(ensemble);
  fail(Exit::usage, "no backend '{}'; choose cpu, plain or plain-double", options.backend);
}

}  // namespace replicas
