#include "verify/engines.h"

#include <spdlog/fmt/fmt.h>

#include "model/error.h"

namespace replicas {

namespace {

/// The seeds of the checks, all moved far away by another --seed.
MakeEngine engine_maker(const EngineOptions& engine, std::uint64_t seed) {
  return [engine, seed](const Ensemble& ensemble) {
    Ensemble seeded = ensemble;
    seeded.seed += (seed - 1) * 0x9E3779B97F4A7C15u;
    return make_engine(engine, seeded);
  };
}

Ensemble tiny() { return ensemble_of(Network({1, 2}), random_dataset(Network({1, 2}), 1, 1, 0)); }

using Variants = std::vector<std::pair<std::string, MakeEngine>>;

/// The same engine with other threads, and with every other instruction set that this processor has.
Variants cpu_variants(const EngineOptions& options, std::uint64_t seed) {
  Variants all;
  for (const int threads : {1, 2, 5}) {
    EngineOptions other = options;
    other.threads = threads;
    all.emplace_back(fmt::format("{} threads", threads), engine_maker(other, seed));
  }
  for (const char* instructions : {"avx512", "avx2", "generic"}) {
    EngineOptions other = options;
    other.instructions = instructions;
    try {
      make_engine(other, tiny());
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::no_device) continue;  // this processor lacks it
      throw;
    }
    all.emplace_back(fmt::format("{} instructions", instructions), engine_maker(other, seed));
  }
  return all;
}

/// A GPU decides by itself which thread comes first: once more has to give the same bits.
Variants gpu_variants(const EngineOptions& options, std::uint64_t seed) {
  return {{"another time", engine_maker(options, seed)}};
}

}  // namespace

std::vector<NamedEngine> engines_under_test(const EngineOptions& options, std::uint64_t seed) {
  std::vector<std::string> names = {options.backend};
  if (options.backend == "auto") {
    names = {"cpu"};
    if (choose_backend(options).backend == "gpu") names.emplace_back("gpu");
  }
  std::vector<NamedEngine> engines;
  for (const std::string& name : names) {
    EngineOptions one = options;
    one.backend = name;
    const MakeEngine make = engine_maker(one, seed);
    engines.push_back(
        {make(tiny())->name(), {make, 1, name == "cpu" ? cpu_variants(one, seed) : gpu_variants(one, seed)}});
  }
  return engines;
}

}  // namespace replicas
