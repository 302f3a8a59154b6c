#include "command/verbs.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>
#include <span>

#include "command/exit_status.h"
#include "command/number_list.h"
#include "command/read_words.h"
#include "model/error.h"
#include "model/printable.h"
#include "model/version.h"
#include "run/field_values.h"
#include "verify/check.h"
#include "verify/engines.h"
#include "verify/machine.h"

namespace replicas {

namespace {

constexpr const char* footer = R"(
Each line is one number that theory or another program predicts: its name, the value here, the expectation, z (their
distance in standard errors; for exact numbers, in 1/5.73 of what is allowed) and N, the independent numbers behind it.
Every engine that runs could take here is asked: the CPU's and, where there is a GPU, the GPU's, unless --device picks one.
A sound machine fails with probability below 1e-6. With the default seed the answer is the same every time.)";

struct Options {
  EngineOptions engine{.backend = "auto"};
  std::uint64_t seed = 1;
  std::string directory = std::filesystem::temp_directory_path().string();
  bool json = false, quiet = false;
};

bool parse(const std::vector<std::string>& words, Options& options) {
  CLI::App app("Known answers on this machine, in about a minute.", "replicas selftest");
  app.footer(footer);
  std::string seed = "1";
  app.add_option("--seed", seed, "64-bit seed; another one draws fresh samples")->capture_default_str();
  app.add_option("--device", options.engine.backend, "auto (the CPU, and the GPU where there is one), cpu or gpu")
      ->capture_default_str();
  app.add_option("--gpu", options.engine.gpu, "Number of the GPU, of those in CUDA_VISIBLE_DEVICES")
      ->capture_default_str()
      ->transform(whole_numbers());
  app.add_option("--threads", options.engine.threads, "Threads; 0: all cores")
      ->capture_default_str()
      ->transform(whole_numbers());
  app.add_option("--instructions", options.engine.instructions, "avx512, avx2 or generic (default: the best there is)");
  app.add_option("--directory", options.directory, "Where the file check writes: a disk that runs will use")
      ->capture_default_str();
  app.add_flag("--json", options.json, "Print JSON");
  app.add_flag("--quiet", options.quiet, "Print only what fails, and the last line");
  if (!read_words(app, words)) return false;
  require(options.engine.threads >= 0 && options.engine.threads <= 1024, ErrorKind::bad_value,
          "--threads {} is outside 0..1024", options.engine.threads);
  require(options.engine.gpu >= 0, ErrorKind::bad_value, "--gpu {} is negative; GPUs are counted from 0",
          options.engine.gpu);
  const std::string& device = options.engine.backend;
  require(device == "auto" || device == "cpu" || device == "gpu", ErrorKind::bad_value,
          "--device {}: choose auto, cpu or gpu", printable(device));
  require(device != "cpu" || app.count("--gpu") == 0, ErrorKind::bad_value, "--gpu is of no use with --device cpu");
  options.seed = parse_seed(seed);
  return true;
}

nlohmann::json as_json(const std::vector<Answer>& answers, double limit, const std::string& engines, double seconds) {
  nlohmann::json rows = nlohmann::json::array();
  for (const Answer& answer : answers)
    for (const Check& check : answer.checks)
      rows.push_back({{"answer", answer.name},
                      {"name", check.name},
                      {"value", check.value},
                      {"expectation", check.expectation},
                      {"standard_error", check.standard_error},
                      {"z", check.z()},
                      {"n", check.samples},
                      {"passed", passes(check, limit)}});
  return {{"program", std::string("replicas ") + version},
          {"engine", engines},
          {"z_limit", limit},
          {"seconds", seconds},
          {"checks", rows}};
}

}  // namespace

int selftest(const std::vector<std::string>& words) {
  Options options;
  if (!parse(words, options)) return 0;
  using Clock = std::chrono::steady_clock;
  const auto began = Clock::now();
  const std::vector<NamedEngine> engines = engines_under_test(options.engine, options.seed);
  std::string names = engines.front().name;
  for (const NamedEngine& one : std::span(engines).subspan(1)) names += " and " + one.name;
  if (!options.quiet && isatty(STDERR_FILENO) != 0)
    std::cerr << "replicas selftest on " << names << ", about a minute\n";

  std::vector<Answer> answers = {{"RandomNumbers", random_numbers()},
                                 {"ElementaryFunctions", elementary_functions()},
                                 {"ResultsFile", results_file(options.directory)}};
  for (const NamedEngine& one : engines)
    for (Answer& answer : engine_answers(one.under_test)) {
      if (engines.size() > 1) answer.name += " on " + one.name;
      answers.push_back(std::move(answer));
    }
  const double limit = limit_of(answers);
  const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
  std::size_t failed = 0;
  std::string table;
  for (const Answer& answer : answers) {
    if (!options.quiet) table += answer.name + "\n";
    for (const Check& check : answer.checks) {
      const bool passed = passes(check, limit);
      failed += !passed;
      if (!passed || !options.quiet)
        table += fmt::format("{} {}\n", passed ? "  ok    " : "  FAILED", to_string(check));
    }
  }
  if (options.json)
    std::cout << as_json(answers, limit, names, seconds).dump(1) << std::endl;
  else
    std::cout << fmt::format("{}{} of {} known answers hold on {}; |z| at most {:.2f} is asked for; {:.0f} s\n", table,
                             count_of(answers) - failed, count_of(answers), names, limit, seconds)
              << std::flush;
  return failed > 0 ? static_cast<int>(Exit::check_failed) : 0;
}

}  // namespace replicas
