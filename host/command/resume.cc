#include "command/resume.h"

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "command/known_data.h"
#include "command/run_arguments.h"
#include "model/error.h"
#include "model/printable.h"
#include "store/checkpoints.h"
#include "store/directory_lock.h"
#include "store/run_directory.h"
#include "store/run_files.h"

namespace replicas {

namespace {

constexpr const char* resume_help =
    "replicas resume [options] RUN\n\nGoes on with the run in the directory RUN from its last checkpoint, bit for bit. "
    "Options as of replicas run;\nof those that define the run only --steps may change, and only grow. Exit 75 when a "
    "signal or --max-hours\nstops it again.\n";
constexpr const char* branch_help =
    "replicas branch --seed N [options] RUN\n\nBegins a new run from the weights that RUN saved last, on the same "
    "data, "
    "with other noise. Options as of\nreplicas run; what is not given is as in RUN. The new run counts its steps from "
    "0 "
    "and has a directory of its own.\n";

bool asks_help(const std::vector<std::string>& words) {
  return std::ranges::any_of(words, [](const std::string& word) { return word == "--help" || word == "-h"; });
}

/// Takes the directory of a run out of the words: the first that is no option and no value of one.
std::string take_run(std::vector<std::string>& words, const char* verb) {
  const std::vector<std::size_t> strays = stray_words(words);
  require(!strays.empty(), Exit::usage, "replicas {} needs the directory of a run: replicas {} RUN [options]", verb,
          verb);
  const std::filesystem::path path = words[strays.front()];
  if (file_exists(path / "arrived") || file_exists(path / "next" / "manifest")) {
    const DirectoryLock lock(path);
    finish_replacement(path);
  }
  require(file_exists(path / "config.toml"), Exit::no_input, "{} is not the directory of a run: it has no config.toml",
          printable(path.string()));
  words.erase(words.begin() + static_cast<std::ptrdiff_t>(strays.front()));
  return path.string();
}

std::string joined(const char* verb, const std::vector<std::string>& words) {
  return fmt::format(" {} {}", verb, fmt::join(words, " "));
}

bool gives(const std::vector<std::string>& words, const std::string& option) {
  return std::ranges::any_of(
      words, [&option](const std::string& word) { return word == option || word.starts_with(option + "="); });
}

}  // namespace

int resume(const std::vector<std::string>& words) {
  if (asks_help(words)) {
    std::cout << resume_help;
    return 0;
  }
  std::vector<std::string> options = words;
  const std::string path = take_run(options, "resume");
  require(!gives(words, "--out") && !gives(words, "--overwrite"), Exit::usage,
          "replicas resume RUN goes on in RUN itself; leave out --out and --overwrite");
  std::vector<std::string> all = {"--config=" + path, "--out=" + path};
  all.insert(all.end(), options.begin(), options.end());
  return run_words(all, joined("resume", words));
}

int branch(const std::vector<std::string>& words) {
  if (asks_help(words)) {
    std::cout << branch_help;
    return 0;
  }
  std::vector<std::string> options = words;
  const std::string path = take_run(options, "branch");
  require(gives(words, "--seed"), Exit::usage, "replicas branch RUN needs a --seed that RUN does not have");
  const Checkpoints checkpoints(path);
  require(!checkpoints.empty(), Exit::no_input, "{} has no checkpoint yet to branch from", printable(path));
  std::vector<std::string> all = {"--config=" + path, fmt::format("--start=run:{}@{}", path, checkpoints.last().step)};
  RunOptions parent;
  parse_run_arguments({"--config=" + path}, parent);
  if (parent.data.empty()) all.push_back(fmt::format("--data-seed={}", parent.data_seed));
  // On the same data, unless other data are asked for.
  if (!gives(words, "--data") && !gives(words, "--test-data") && !gives(words, "--potential"))
    read_data(parent, &checkpoints.last(), false, printable(path));
  all.insert(all.end(), options.begin(), options.end());
  return run_words(all, joined("branch", words));
}

}  // namespace replicas
