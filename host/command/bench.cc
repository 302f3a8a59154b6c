#include "command/bench.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <chrono>
#include <iostream>

#include "run/make_ensemble.h"
#include "run/start.h"
#include "show/throughput_table.h"

namespace replicas {

namespace {

/// Advances an engine and says how long it took.
class Stopwatch {
 public:
  explicit Stopwatch(Engine& engine) : engine_(engine) {}
  double seconds(std::uint64_t steps) {
    using Clock = std::chrono::steady_clock;
    const auto began = Clock::now();
    engine_.advance(step_, step_ + steps);
    step_ += steps;
    return std::chrono::duration<double>(Clock::now() - began).count();
  }

 private:
  Engine& engine_;
  std::uint64_t step_ = 0;
};

Throughput measure(const std::string& workload, const Request& run, const BenchOptions& options) {
  const Ensemble ensemble = make_ensemble(run.physics);
  const auto engine = make_engine(run.control.engine, ensemble);
  engine->load(random_weights(ensemble, run.physics.start));
  const auto examples = static_cast<std::size_t>(ensemble.examples());
  Throughput result{.workload = workload,
                    .network = fmt::format("{} {}", to_string(run.physics.widths), name(run.physics.activation)),
                    .update = std::string(name(run.physics.update)),
                    .examples = examples,
                    .weights = ensemble.weights(),
                    .replicas = ensemble.replica_count(),
                    .engine = engine->name(),
                    .flops_per_step = ensemble.system->flops_per_step()};

  Stopwatch watch(*engine);
  std::uint64_t steps = 10;  // the measure interval, so that every repetition has its share of measured steps
  watch.seconds(steps);      // a GPU loads its kernels and records its graphs at their first use
  double spent = watch.seconds(steps);
  while (spent < options.seconds / 2) {
    steps *= 2;
    spent = watch.seconds(steps);
  }
  steps = std::max<std::uint64_t>(
              1, static_cast<std::uint64_t>(static_cast<double>(steps) * options.seconds / spent / 10)) *
          10;

  const double peak_seconds = options.seconds / 4;
  double before = peak_rate(run.control.engine, peak_seconds);
  for (int i = 0; i < options.repetitions; ++i) {
    const double time = watch.seconds(steps);
    const double after = peak_rate(run.control.engine, peak_seconds);
    result.rate.push_back(static_cast<double>(steps * result.replicas) / time);
    result.peak.push_back((before + after) / 2);
    before = after;
  }
  return result;
}

}  // namespace

int bench(const BenchOptions& options) {
  std::vector<Throughput> all;
  for (const auto& [workload, run] : options.workloads) all.push_back(measure(workload, run, options));
  std::cout << (options.json ? throughput_json(all) : throughput_table(all));
  return 0;
}

}  // namespace replicas
