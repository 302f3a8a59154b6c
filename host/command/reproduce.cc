#include "command/reproduce.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>

#include "command/python_script.h"
#include "command/reproduce_studies.h"
#include "command/run.h"
#include "command/run_arguments.h"
#include "model/error.h"
#include "store/run_directory.h"
#include "store/run_nc.h"

namespace replicas {

namespace {

namespace fs = std::filesystem;

/// True when the study's results are there already, with the same configuration.
bool finished(const fs::path& directory, const RunOptions& options) {
  const fs::path file = result_file(directory.string());
  if (!fs::exists(file)) return false;
  const Results results = read_run(file);
  const auto found = results.attributes.find("configuration");
  require(found != results.attributes.end() && found->second == options.configuration, Exit::cannot_create,
          "{} holds a run with other options; choose another --out", directory.string());
  return true;
}

void run_study(const Study& study, const fs::path& directory, int threads) {
  std::vector<std::string> words = study.words;
  for (const std::string& word : {std::string("--out"), directory.string(), std::string("--threads"),
                                  std::to_string(threads), std::string("--quiet")})
    words.push_back(word);
  RunOptions options;
  parse_run_arguments(words, options);
  for (const std::string& word : words) options.command_line += " " + word;
  if (finished(directory, options)) {
    std::cout << study.name << ": already there\n\n";
    return;
  }
  std::cout << study.name << ": " << study.purpose << "\n" << std::flush;
  run(options);
  std::cout << "\n" << std::flush;
}

}  // namespace

int reproduce(const std::vector<std::string>& words) {
  CLI::App app(
      "Runs the studies of arXiv:2304.01335 (jules2023) in a short form (minutes on two cores) or a full one "
      "(hours) and writes OUT/report.md with figures and OUT/report.json: each claim of its abstract, what was "
      "measured, the null, and a verdict. Studies that are there already are not run again.",
      "replicas reproduce");
  std::string name, out;
  bool full = false;
  int threads = 0;
  double shortened = 1;
  app.add_option("STUDY", name, "jules2023")->required();
  app.add_flag("--full", full,
               "The full form: more replicas and steps; scans over width, depth, activation and classes");
  app.add_option("--out", out,
                 "Directory of the studies and the report (default: reproduction/<STUDY>-short or -full)");
  app.add_option("--length", shortened,
                 "Every study times this, from 0.001 to 100: a fraction shows soon that all of it runs, and no more")
      ->capture_default_str()
      ->check(CLI::Range(0.001, 100.0));
  app.add_option("--threads", threads, "Threads; 0: all cores")->capture_default_str();
  std::vector<std::string> reversed(words.rbegin(), words.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    std::cout << app.help();
    return 0;
  } catch (const CLI::ParseError& error) {
    fail(Exit::usage, "reproduce: {}; see replicas reproduce --help", error.what());
  }
  require(name == "jules2023", Exit::usage, "reproduce {}: there is jules2023 only", name);
  const fs::path directory =
      out.empty() ? fs::path("reproduction") / (name + (full ? "-full" : "-short")) : fs::path(out);
  for (const Study& study : jules2023_studies(full, shortened)) run_study(study, directory / study.name, threads);
  return run_python_script("reproduce.py", {directory.string()});
}

}  // namespace replicas
