#include "command/bench_arguments.h"

#include <CLI/CLI.hpp>

#include <algorithm>

#include "command/read_words.h"
#include "command/run_arguments.h"
#include "command/whole_numbers.h"
#include "model/error.h"

namespace replicas {

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

bool names_network(const std::string& word) { return word == "--network" || word.starts_with("--network="); }

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
  const bool custom = std::any_of(others.begin(), others.end(), names_network);
  require(!custom || options.names.empty(), ErrorKind::bad_value, "--workload and --network exclude each other");
  if (options.names.empty()) options.names = custom ? Arguments{"custom"} : Arguments{"S", "M", "L"};
  for (const std::string& name : options.names) {
    Arguments run = {"--activation", "relu", "--update", "em", "--temps", "1e-3", "--step-size", "0.01"};
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
