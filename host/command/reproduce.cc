#include "command/reproduce.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>

#include "command/python_script.h"
#include "command/read_words.h"
#include "command/reproduce_studies.h"
#include "command/run.h"
#include "command/run_arguments.h"
#include "command/whole_numbers.h"
#include "model/error.h"
#include "run/fields.h"
#include "store/run_directory.h"
#include "store/run_nc.h"

namespace replicas {

namespace {

namespace fs = std::filesystem;

/// True when the study's results are there already, with the same configuration.
bool finished(const fs::path& directory, const Request& settled) {
  const fs::path file = result_file(directory.string());
  if (!fs::exists(file)) return false;
  const Results results = read_run(file);
  const auto found = results.attributes.find("configuration");
  require(found != results.attributes.end() && found->second == configuration(settled), ErrorKind::cannot_create,
          "{} holds a run with other options; choose another --out", directory.string());
  return true;
}

/// Bytes of all files below a directory; what cannot be read counts nothing.
std::uintmax_t bytes_below(const fs::path& directory) {
  std::uintmax_t bytes = 0;
  std::error_code error;
  fs::recursive_directory_iterator entry(directory, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (!entry->is_regular_file(ignored)) continue;
    const std::uintmax_t size = entry->file_size(ignored);
    if (!ignored) bytes += size;
  }
  return bytes;
}

void run_study(const Study& study, const fs::path& directory, int threads, bool keep) {
  std::vector<std::string> words = study.words;
  if (!keep) words.emplace_back("--drop-samples");
  for (const std::string& word : {std::string("--out"), directory.string(), std::string("--threads"),
                                  std::to_string(threads), std::string("--quiet")})
    words.push_back(word);
  RunArguments arguments;
  parse_run_arguments(words, arguments);
  arguments.asked.history = "replicas";
  for (const std::string& word : words) arguments.asked.history += " " + word;
  if (finished(directory, arguments.settled)) {
    std::cout << study.name << ": already there\n\n";
    return;
  }
  std::cout << study.name << ": " << study.purpose << "\n" << std::flush;
  run(arguments);
  std::cout << "\n" << std::flush;
}

}  // namespace

int reproduce(const std::vector<std::string>& words) {
  CLI::App app(
      "Runs the studies of arXiv:2304.01335 (jules2023) in a short form (minutes on two cores) or a full one "
      "(hours) and writes OUT/report.md with figures and OUT/report.json: each claim of its abstract, what was "
      "measured, the null, and a verdict. Studies that are there already are not run again. The weight samples of "
      "each study, most of its size, are removed once it is finished.",
      "replicas reproduce");
  std::string name, out;
  bool full = false, keep = false;
  int threads = 0;
  double shortened = 1;
  app.add_option("STUDY", name, "The name of a study: jules2023")->required();
  app.add_flag("--full", full,
               "The full form: more replicas and steps; scans over width, depth, activation and classes");
  app.add_option("--out", out,
                 "Directory of the studies and the report (default: reproduction/<STUDY>-short or -full, and -<LENGTH> "
                 "where that is not 1)");
  app.add_option(
         "--length", shortened,
         "Every study times this, from 0.001 to 100; below 0.1 a smoke run: all of it runs, nothing is evidence")
      ->capture_default_str()
      ->check(CLI::Range(0.001, 100.0));
  app.add_flag("--keep", keep, "Keep the weight samples of the studies: hundreds of MB, for more steps later")
      ->disable_flag_override();
  app.add_option("--threads", threads, "Threads; 0: all cores")->capture_default_str()->transform(whole_numbers());
  if (!read_words(app, words)) return 0;
  require(name == "jules2023", ErrorKind::bad_value, "reproduce {}: there is jules2023 only", name);
  // Each length has a place of its own: a smoke run is not in the way of the real one.
  const std::string length = shortened == 1 ? "" : fmt::format("-{}", shortened);
  const fs::path directory =
      out.empty() ? fs::path("reproduction") / (name + (full ? "-full" : "-short") + length) : fs::path(out);
  for (const Study& study : jules2023_studies(full, shortened)) run_study(study, directory / study.name, threads, keep);
  const int status = run_python_script("reproduce.py", {directory.string(), fmt::format("{}", shortened)});
  std::cout << fmt::format("{} holds {:.3g} MB{}\n", directory.string(),
                           static_cast<double>(bytes_below(directory)) / 1e6,
                           keep ? "" : "; the weight samples of the studies were not kept (--keep)");
  return status;
}

}  // namespace replicas
