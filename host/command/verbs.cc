#include "command/verbs.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <iostream>

#include "command/bench.h"
#include "command/bench_arguments.h"
#include "command/citation.h"
#include "command/completion.h"
#include "command/devices.h"
#include "command/diagnose.h"
#include "command/info.h"
#include "command/merge.h"
#include "command/plot.h"
#include "command/report.h"
#include "command/reproduce.h"
#include "command/resume.h"
#include "command/run_arguments.h"
#include "command/selftest.h"
#include "command/solve.h"
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
  const char* name;
  int (*begin)(const Arguments& words);
};

constexpr Verb verbs[] = {
    {"run", begin_run},       {"resume", resume},     {"branch", branch},         {"merge", merge},
    {"info", info},           {"plot", plot},         {"diagnose", diagnose},     {"report", report},
    {"reproduce", reproduce}, {"bench", bench_words}, {"selftest", selftest},     {"devices", devices},
    {"theory", theory_words}, {"solve", solve_words}, {"completion", completion},
};

}  // namespace

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
    for (const Verb& verb : verbs) std::cout << verb.name << "\n";
    return 0;
  }
  Arguments names;
  for (const Verb& verb : verbs) {
    if (first == verb.name) return verb.begin({words.begin() + 1, words.end()});
    names.emplace_back(verb.name);
  }
  if (first.starts_with("-")) return begin_run(words);
  fail(ErrorKind::bad_value, "no verb '{}'; choose from {}{}", first, fmt::join(names, ", "), suggestion(first, names));
}

}  // namespace replicas
