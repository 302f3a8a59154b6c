#pragma once

#include "engine/cpu/cpu_landscape.h"
#include "engine/cpu/cpu_sampler.h"
#include "engine/cpu/instructions.h"
#include "engine/engine.h"
#include "model/error.h"

namespace replicas {

/// The fast engine of the processor: its sampler and its landscape on one prepared system.
class CpuEngine final : public Engine {
 public:
  CpuEngine(const Ensemble& ensemble, int threads, std::string_view instructions)
      : CpuEngine(ensemble, threads, cpu::prepared(checked(ensemble, threads).system, instructions)) {}

 private:
  CpuEngine(const Ensemble& ensemble, int threads, const std::shared_ptr<const cpu::PreparedSystem>& prepared)
      : Engine(std::make_unique<CpuSampler>(ensemble, prepared, threads),
               std::make_unique<CpuLandscape>(prepared, threads), std::make_unique<ProcessorSpectra>(threads)) {}
  static const Ensemble& checked(const Ensemble& ensemble, int threads) {
    check(ensemble);
    require(threads >= 0, ErrorKind::bad_value, "<threads> {} is negative; 0 means all cores", threads);
    return ensemble;
  }
};

}  // namespace replicas
