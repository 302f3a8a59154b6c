#include "command/verbs.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <iostream>

#include "command/bench.h"
#include "command/citation.h"
#include "command/manual.h"
#include "command/run_arguments.h"
#include "command/solve.h"
#include "command/tables.h"
#include "command/theory.h"
#include "model/error.h"
#include "model/version.h"
#include "run/field_values.h"

namespace replicas {

namespace {

int bench_words(const std::vector<std::string>& words) {
  BenchOptions options;
  return parse_bench_arguments(words, options) ? bench(options) : 0;
}

int begin_run(const std::vector<std::string>& words) {
  std::string command_line;
  for (const std::string& word : words) command_line += " " + word;
  return run_words(words, command_line);
}

using Arguments = std::vector<std::string>;

struct Verb {
  VerbWords words;
  int (*begin)(const Arguments& words);
};

constexpr const char *runs = "Runs", *reading = "Reading a run", *studies = "Studies", *machine = "This machine";

constexpr Verb verbs[] = {
    {{"run", runs, "a sweep over temperatures; replicas without a verb is the same"}, begin_run},
    {{"resume", runs, "go on with a run that was stopped, or give it more steps"}, resume},
    {{"branch", runs, "a new run from the last weights of another"}, branch},
    {{"remove", runs, "what a finished run needs no more: its weight samples"}, remove},
    {{"merge", runs, "join the slices of a run on many machines"}, merge},
    {{"info", reading, "how far a run is, and its table"}, info},
    {{"list", reading, "the runs in a directory: how far, verdicts, size"}, list},
    {{"diagnose", reading, "whether it can be believed, in sentences"}, diagnose},
    {{"plot", reading, "its figures, or that of a result of solve or theory"}, plot},
    {{"report", reading, "all of it as one page"}, report},
    {{"collect", reading, "the results of many runs as one dataset"}, collect},
    {{"reproduce", studies, "the claims of a paper, with their nulls"}, reproduce},
    {{"solve", studies, "networks with +-1 weights, by messages or local search"}, solve_words},
    {{"theory", studies, "what statistical physics predicts"}, theory_words},
    {{"bench", machine, "how fast steps are here"}, bench_words},
    {{"selftest", machine, "known answers, on this processor or GPU"}, selftest},
    {{"devices", machine, "what can compute"}, devices},
    {{"completion", machine, "a script that completes words in a shell"}, completion},
};

}  // namespace

std::vector<VerbWords> verb_words() {
  std::vector<VerbWords> all;
  for (const Verb& verb : verbs) all.push_back(verb.words);
  return all;
}

std::string verbs_text() {
  std::string text = "Verbs (replicas VERB --help has the options of each):\n", topic;
  for (const VerbWords& verb : verb_words()) {
    if (verb.topic != topic) text += fmt::format("  {}\n", verb.topic);
    topic = verb.topic;
    text += fmt::format("    {:<11} {}\n", verb.name, verb.about);
  }
  return text;
}

int run_verb(const Arguments& words) {
  if (words.empty()) return begin_run(words);
  const std::string& first = words[0];
  if (first == "--version") {
    const std::string built = *revision != '\0' ? fmt::format(" ({})", revision) : "";
    std::cout << fmt::format("replicas {}{}\n", version, built);
    return 0;
  }
  if (first == "--cite") {
    std::cout << citation();
    return 0;
  }
  if (first == "--list-verbs") {
    for (const Verb& verb : verbs) std::cout << verb.words.name << "\n";
    return 0;
  }
  if (first == "--tables") {
    std::cout << tables_json(verb_words());
    return 0;
  }
  if (first == "--manual") {
    std::cout << manual_head();
    for (const Verb& verb : verbs) verb.begin({"--manual"});
    std::cout << manual_end();
    return 0;
  }
  Arguments names;
  for (const Verb& verb : verbs) {
    if (first == verb.words.name) return verb.begin({words.begin() + 1, words.end()});
    names.emplace_back(verb.words.name);
  }
  if (first.starts_with("-")) return begin_run(words);
  fail(ErrorKind::bad_value, "no verb '{}'; choose from {}{}", first, fmt::join(names, ", "), suggestion(first, names));
}

}  // namespace replicas
