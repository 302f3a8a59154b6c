#include "command/bench.h"

#include <spdlog/fmt/fmt.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>

#include "command/number_list.h"
#include "command/read_words.h"
#include "command/run_arguments.h"
#include "model/error.h"
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

namespace {

constexpr const char* footer = R"(
Workloads (full steps with Philox-10 noise, prior 0.7, em, ReLU, measured every 10 steps):
  S  10-32-32-2, 64 examples     M  20-100-100-10, 200 examples     L  100-256-256-10, 1000 examples
Any option of a run may follow and wins: --update lm, --threads 1, --instructions avx2, --replicas 64, --activation tanh.

Examples:
  replicas bench                                     S, M and L on all cores
  replicas bench --workload S,L --threads 1 --json
  replicas bench --network 50-64-64-5 --examples 300)";

using Arguments = std::vector<std::string>;

/// Options of a run that a workload stands for.
Arguments workload_words(const std::string& name) {
  if (name == "S") return {"--network", "10-32-32-2", "--examples", "64"};
  if (name == "M") return {"--network", "20-100-100-10", "--examples", "200"};
  if (name == "L") return {"--network", "100-256-256-10", "--examples", "1000"};
  fail(ErrorKind::bad_value, "--workload {}: choose S, M or L, or give a --network", name);
}

}  // namespace

bool parse_bench_arguments(const Arguments& words, BenchOptions& options) {
  CLI::App app("Times the steps of an engine and compares them with the machine's peak.", "replicas bench");
  app.footer(footer);
  app.allow_extras();
  app.add_option("--workload", options.names, "S, M, L, or several with commas (default: all, or the --network given)")
      ->delimiter(',');
  app.add_option("--seconds", options.seconds, "Length of a repetition, about")->capture_default_str();
  app.add_option("--repetitions", options.repetitions, "Repetitions; medians are shown")
      ->capture_default_str()
      ->transform(whole_numbers());
  app.add_flag("--json", options.json, "Print JSON, every repetition included");
  if (!read_words(app, words)) return false;
  require(options.seconds >= 0.001 && options.seconds <= 60, ErrorKind::bad_value, "--seconds {} is outside 0.001..60",
          options.seconds);
  require(options.repetitions >= 1 && options.repetitions <= 1000, ErrorKind::bad_value,
          "--repetitions {} is outside 1..1000", options.repetitions);
  const Arguments others = app.remaining();
  const bool custom = gives(others, "--network");
  const bool descent = gives(others, "--gradient-descent");  // T = 0
  require(!custom || options.names.empty(), ErrorKind::bad_value, "--workload and --network exclude each other");
  if (options.names.empty()) options.names = custom ? Arguments{"custom"} : Arguments{"S", "M", "L"};
  for (const std::string& name : options.names) {
    Arguments run = {"--activation", "relu", "--update", "em", "--step-size", "0.01"};
    if (!descent) run.insert(run.end(), {"--temps", "1e-3"});
    if (!custom)
      for (const std::string& word : workload_words(name)) run.push_back(word);
    run.insert(run.end(), others.begin(), others.end());
    RunArguments parsed;
    if (!parse_run_arguments(run, parsed)) return false;
    require(parsed.settled.physics.step_size.kind != StepSizeRule::Kind::automatic, ErrorKind::bad_value,
            "--step-size auto needs a run; give bench a number");
    options.workloads.emplace_back(name, parsed.settled);
  }
  return true;
}

}  // namespace replicas
