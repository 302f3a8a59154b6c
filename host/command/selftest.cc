#include "command/selftest.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>

#include "command/parse_values.h"
#include "command/selftest/judge.h"
#include "command/selftest/machine.h"
#include "command/selftest/under_test.h"
#include "command/version.h"
#include "model/error.h"

namespace replicas {

namespace {

constexpr const char* footer = R"(
Each line is one number that theory or another program predicts: its name, the value here, the expectation, z (their
distance in standard errors; for exact numbers, in 1/5.73 of what is allowed) and N, the independent numbers behind it.
A sound machine fails with probability below 1e-6. With the default seed the answer is the same every time.)";

struct Options {
  EngineOptions engine;
  std::uint64_t seed = 1;
  std::string directory = std::filesystem::temp_directory_path().string();
  bool json = false, quiet = false;
};

bool parse(const std::vector<std::string>& words, Options& options) {
  CLI::App app("Known answers on this machine, in about a minute.", "replicas selftest");
  app.footer(footer);
  std::string seed = "1";
  app.add_option("--seed", seed, "64-bit seed; another one draws fresh samples")->capture_default_str();
  app.add_option("--threads", options.engine.threads, "Threads; 0: all cores")->capture_default_str();
  app.add_option("--instructions", options.engine.instructions, "avx512, avx2 or generic (default: the best there is)");
  app.add_option("--directory", options.directory, "Where the file check writes: a disk that runs will use")
      ->capture_default_str();
  app.add_flag("--json", options.json, "Print JSON");
  app.add_flag("--quiet", options.quiet, "Print only what fails, and the last line");
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::CallForHelp&) {
    std::cout << app.help();
    return false;
  } catch (const CLI::ParseError& error) {
    fail(Exit::usage, "{}", error.what());
  }
  require(options.engine.threads >= 0 && options.engine.threads <= 1024, Exit::usage, "--threads {} is outside 0..1024",
          options.engine.threads);
  options.seed = parse_seed(seed);
  return true;
}

/// The seeds of the checks, all moved far away by another --seed.
MakeEngine engine_maker(const EngineOptions& engine, std::uint64_t seed) {
  return [engine, seed](const Ensemble& ensemble) {
    Ensemble seeded = ensemble;
    seeded.seed += (seed - 1) * 0x9E3779B97F4A7C15u;
    return make_engine(engine, seeded);
  };
}

/// The same engine with other threads, and with every other instruction set that this processor has.
std::vector<std::pair<std::string, MakeEngine>> variants(const Options& options) {
  std::vector<std::pair<std::string, MakeEngine>> all;
  for (const int threads : {1, 2, 5}) {
    EngineOptions other = options.engine;
    other.threads = threads;
    all.emplace_back(fmt::format("{} threads", threads), engine_maker(other, options.seed));
  }
  const Ensemble tiny = ensemble_of(Network({1, 2}), random_dataset(Network({1, 2}), 1, 1, 0));
  for (const char* instructions : {"avx512", "avx2", "generic"}) {
    EngineOptions other = options.engine;
    other.instructions = instructions;
    try {
      make_engine(other, tiny);
    } catch (const Error& error) {
      if (error.status() == Exit::no_device) continue;  // this processor lacks it
      throw;
    }
    all.emplace_back(fmt::format("{} instructions", instructions), engine_maker(other, options.seed));
  }
  return all;
}

nlohmann::json as_json(const std::vector<Answer>& answers, double limit, const std::string& engine, double seconds) {
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
          {"engine", engine},
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
  const UnderTest under_test{engine_maker(options.engine, options.seed), 1, variants(options)};
  const Network network({1, 2});
  const std::string engine = under_test.make(ensemble_of(network, random_dataset(network, 1, 1, 0)))->name();
  if (!options.quiet && isatty(STDERR_FILENO) != 0)
    std::cerr << "replicas selftest on " << engine << ", about a minute\n";

  std::vector<Answer> answers = {{"RandomNumbers", random_numbers()},
                                 {"ElementaryFunctions", elementary_functions()},
                                 {"ResultsFile", results_file(options.directory)}};
  for (Answer& answer : engine_answers(under_test)) answers.push_back(std::move(answer));
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
    std::cout << as_json(answers, limit, engine, seconds).dump(1) << std::endl;
  else
    std::cout << fmt::format("{}{} of {} known answers hold on {}; |z| at most {:.2f} is asked for; {:.0f} s\n", table,
                             count_of(answers) - failed, count_of(answers), engine, limit, seconds)
              << std::flush;
  return failed > 0 ? static_cast<int>(Exit::check_failed) : 0;
}

}  // namespace replicas
