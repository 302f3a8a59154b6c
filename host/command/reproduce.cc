#include "command/verbs.h"

#include <spdlog/fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "command/number_list.h"
#include "command/python_script.h"
#include "command/read_words.h"
#include "command/run.h"
#include "command/run_arguments.h"
#include "command/solve.h"
#include "command/theory.h"
#include "model/error.h"
#include "papers/paper.h"
#include "run/field_values.h"
#include "run/fields.h"
#include "store/durable_file.h"
#include "store/netcdf_reader.h"
#include "store/run_directory.h"
#include "store/run_nc.h"

namespace replicas {

namespace {

namespace fs = std::filesystem;

struct ReproduceOptions {
  std::string name, out;
  Form form;
  bool keep = false, list = false;
  int threads = 0;
};

constexpr const char* another_out = "{} holds a study with other options; choose another --out";

/// True when the study's results are there already, with the same configuration.
bool finished(const fs::path& directory, const Request& settled) {
  const fs::path file = result_file(directory.string());
  if (!fs::exists(file)) return false;
  const Results results = read_run(file);
  const auto found = results.attributes.find("configuration");
  require(found != results.attributes.end() && found->second == configuration(settled), ErrorKind::cannot_create,
          another_out, directory.string());
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

void announce(const Study& study) { std::cout << study.name << ": " << study.purpose << "\n" << std::flush; }

/// A study of the verb `run`: a run directory.
void run_thermal(const Study& study, const fs::path& directory, const ReproduceOptions& options) {
  std::vector<std::string> words = study.words;
  if (!options.keep) words.emplace_back("--drop-samples");
  for (const std::string& word : {std::string("--out"), directory.string(), std::string("--threads"),
                                  std::to_string(options.threads), std::string("--quiet")})
    words.push_back(word);
  RunArguments arguments;
  parse_run_arguments(words, arguments);
  arguments.asked.history = fmt::format("replicas {}", fmt::join(words, " "));
  if (finished(directory, arguments.settled)) {
    std::cout << study.name << ": already there\n\n";
    return;
  }
  announce(study);
  run(arguments);
  std::cout << "\n" << std::flush;
}

/// A study of the verbs `solve` and `theory`: STUDY/VERB.nc, whose history begins with the words of the study.
void run_arrays(const Study& study, const fs::path& directory, const ReproduceOptions& options) {
  const fs::path file = directory / (study.verb + ".nc");
  if (fs::exists(file)) {
    const std::string history = std::get<std::string>(NetcdfReader(file).attribute("history"));
    require(history.starts_with(fmt::format("replicas {} {} --out ", study.verb, fmt::join(study.words, " "))),
            ErrorKind::cannot_create, another_out, directory.string());
    std::cout << study.name << ": already there\n";
    return;
  }
  announce(study);
  for (const fs::path& folder : {directory.parent_path().parent_path(), directory.parent_path(), directory})
    if (!folder.empty() && !fs::exists(folder)) create_directory_durably(folder);
  std::vector<std::string> words = study.words;
  words.insert(words.end(), {"--out", file.string()});
  if (study.verb == "theory") {
    theory_silently(words);
    return;
  }
  words.insert(words.end(), {"--threads", std::to_string(options.threads), "--quiet"});
  solve_silently(words);
}

bool parse(const std::vector<std::string>& words, ReproduceOptions& options) {
  std::string known;
  for (const Paper& paper : papers()) known += (known.empty() ? "" : ", ") + paper.name;
  CLI::App app(
      fmt::format("Runs the studies of a paper in a short form (minutes on two cores) or a full one (hours) and writes "
                  "OUT/report.md with figures and OUT/report.json: each claim of its abstract, what was measured, its "
                  "error, a null, and a verdict. Papers: {} (--list). Studies that are there already are not run "
                  "again, and one that was interrupted goes on. The weight samples of runs, most of their size, are "
                  "removed once they are finished.",
                  known),
      "replicas reproduce");
  CLI::Option* const name = app.add_option("STUDY", options.name, fmt::format("The name of a paper: {}", known));
  app.add_flag("--list", options.list, "The papers with their titles");
  app.add_flag("--full", options.form.full,
               "The full form: more replicas, steps and instances, larger sizes; scans where a paper has them");
  app.add_option("--out", options.out,
                 "Directory of the studies and the report (default: reproduction/<STUDY>-short or -full, and -<LENGTH> "
                 "where that is not 1)");
  app.add_option("--length", options.form.length,
                 "Every study times this, in steps or instances, from 0.001 to 100; below 0.1 a smoke run: all of it "
                 "runs, nothing is evidence")
      ->capture_default_str()
      ->check(CLI::Range(0.001, 100.0));
  app.add_option("--data", options.form.data,
                 "INPUTS,LABELS: the real data of a paper that has some (baldassi2020: Fashion-MNIST)");
  app.add_flag("--keep", options.keep, "Keep the weight samples of the studies: hundreds of MB, for more steps later")
      ->disable_flag_override();
  app.add_option("--threads", options.threads, "Threads; 0: all cores")
      ->capture_default_str()
      ->transform(whole_numbers());
  if (!read_words(app, words)) return false;
  require(options.list || name->count() > 0, ErrorKind::bad_value,
          "reproduce needs the name of a paper: {}; --list says more", known);
  return true;
}

const Paper& paper_of(const ReproduceOptions& options) {
  std::vector<std::string> names;
  for (const Paper& paper : papers()) names.push_back(paper.name);
  const auto found = std::ranges::find(papers(), options.name, &Paper::name);
  require(found != papers().end(), ErrorKind::bad_value, "reproduce {}: no such paper; choose from {}{}", options.name,
          fmt::join(names, ", "), suggestion(options.name, names));
  require(options.form.data.empty() || !found->data.empty(), ErrorKind::bad_value,
          "reproduce {}: its studies use no real data; leave --data out", options.name);
  return *found;
}

}  // namespace

int reproduce(const std::vector<std::string>& words) {
  ReproduceOptions options;
  if (!parse(words, options)) return 0;
  if (options.list) {
    for (const Paper& paper : papers())
      std::cout << fmt::format("{:<16} {:<17} {}{}\n", paper.name, paper.reference, paper.title,
                               paper.data.empty() ? "" : fmt::format(" (--data: {})", paper.data));
    return 0;
  }
  const Paper& paper = paper_of(options);
  // Each length has a place of its own: a smoke run is not in the way of the real one.
  const double length = options.form.length;
  const std::string shortened = length == 1 ? "" : fmt::format("-{}", length);
  const fs::path directory =
      options.out.empty()
          ? fs::path("reproduction") / (paper.name + (options.form.full ? "-full" : "-short") + shortened)
          : fs::path(options.out);
  bool sampled = false;  // only runs have weight samples
  for (const Study& study : paper.studies(options.form)) {
    sampled = sampled || study.verb == "run";
    if (study.verb == "run")
      run_thermal(study, directory / study.name, options);
    else
      run_arrays(study, directory / study.name, options);
  }
  const int status =
      run_python_script("reproduce.py", {paper.name, directory.string(), fmt::format("{}", options.form.length)});
  std::cout << fmt::format(
      "{} holds {:.3g} MB{}\n", directory.string(), static_cast<double>(bytes_below(directory)) / 1e6,
      options.keep || !sampled ? "" : "; the weight samples of the studies were not kept (--keep)");
  return status;
}

}  // namespace replicas
