#include "command/solve_arguments.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <iostream>

#include "command/number_list.h"
#include "command/read_words.h"
#include "model/error.h"
#include "run/field_values.h"
#include "solve/enumerate.h"

namespace replicas {

namespace {

constexpr const char* footer = R"(
Solvers:
  fbp        focusing belief propagation (AMP form), pseudo-reinforcement by --rate per iteration (default 0.001)
  rbp        reinforced belief propagation, r = --rate (default 0.001)
  bp         belief propagation to its fixed point, and the Bethe entropy of the instance
  sbpi       the online rule with hidden integers; --strengthen 0 switches its entropic step off
  enumerate  all 2^N weights, N at most 25: the exact entropy

Instance i is a function of (--seed, i): at a larger load the same patterns come first. Of a solution are measured its
local energy (exact, --flips), its local entropy (Bethe, with a field along it, --fields) and its stabilities.

Examples:
  replicas solve --model perceptron:1001 --loads 0.5:0.8:4 --instances 40 --solver fbp
  replicas solve --solver sbpi --model perceptron:10001 --loads 0.6 --instances 2 --json)";

using Texts = std::map<std::string, std::string>;

int whole(const std::string& option, const std::string& text, int least, int most) {
  int value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  require(code == std::errc{} && end == text.data() + text.size() && value >= least && value <= most,
          ErrorKind::bad_value, "{} {} is not a whole number from {} to {}", option, text, least, most);
  return value;
}

int parse_model(const std::string& text) {
  const std::string kind = "perceptron:";
  require(text.starts_with(kind), ErrorKind::bad_value, "--model {}: write perceptron:N, such as perceptron:1001",
          text);
  const int inputs = whole("--model " + kind, text.substr(kind.size()), 3, 1000001);
  require(inputs % 2 == 1, ErrorKind::bad_value,
          "--model {}: N must be odd, since w.xi of an even number of +-1 may be 0, which has no sign; take {}", text,
          inputs + 1);
  return inputs;
}

void read_solver(const Texts& texts, SolveOptions& options) {
  solve::Study& study = options.study;
  const std::vector<std::string> names = {"fbp", "rbp", "bp", "sbpi", "enumerate"};
  const std::string& name = options.solver;
  if (name == "fbp")
    study.solver = solve::Solver::focusing;
  else if (name == "rbp")
    study.solver = solve::Solver::reinforced;
  else if (name == "bp")
    study.solver = solve::Solver::bp;
  else if (name == "sbpi")
    study.solver = solve::Solver::sbpi;
  else if (name == "enumerate")
    study.solver = solve::Solver::enumerate;
  else
    fail(ErrorKind::bad_value, "no solver '{}'; choose from {}{}", name, fmt::join(names, ", "),
         suggestion(name, names));
  study.messages.kind = name == "bp"    ? solve::Messages::bp
                        : name == "rbp" ? solve::Messages::reinforced
                                        : solve::Messages::focusing;
  const auto given = [&](const char* option) { return !texts.at(option).empty(); };
  const auto only_for = [&](const char* option, std::initializer_list<std::string_view> solvers) {
    if (!given(option)) return false;
    require(std::find(solvers.begin(), solvers.end(), name) != solvers.end(), ErrorKind::bad_value,
            "{} is for {}, not for {}; leave it out", option, fmt::join(solvers, ", "), name);
    return true;
  };
  const auto& number = [&](const char* option, Bounds bounds) {
    return parse_number(option, texts.at(option), bounds);
  };
  if (only_for("--rate", {"fbp", "rbp"})) study.messages.step = number("--rate", {1e-6, 0.5});
  if (only_for("--damping", {"fbp", "rbp", "bp"})) study.messages.damping = number("--damping", {0, 0.99});
  if (only_for("--strengthen", {"sbpi"})) study.sbpi.strengthen = number("--strengthen", {0, 1});
  if (only_for("--max-iterations", {"fbp", "rbp", "bp", "sbpi"})) {
    const int most = whole("--max-iterations", texts.at("--max-iterations"), 1, 100000000);
    study.messages.iterations = study.sbpi.epochs = static_cast<std::uint64_t>(most);
  }
  require(study.solver != solve::Solver::enumerate || study.inputs <= solve::most_enumerated, ErrorKind::bad_value,
          "--solver enumerate goes through 2^N weights: N is at most {}, not {}", solve::most_enumerated, study.inputs);
}

void read(const Texts& texts, SolveOptions& options) {
  solve::Study& study = options.study;
  study.inputs = parse_model(options.model);
  study.loads = parse_numbers("--loads", texts.at("--loads"), {1e-6, 10});
  for (const double load : study.loads)
    require(solve::patterns_of(study, load) >= 1, ErrorKind::bad_value,
            "--loads {:g}: P = load x N = {:.3g} is no pattern at all; take a load of at least {:.3g}", load,
            load * study.inputs, 1.0 / study.inputs);
  study.instances = whole("--instances", texts.at("--instances"), 1, 1000000);
  study.margin = parse_number("--margin", texts.at("--margin"), {0, 3});
  require(options.patterns == "random" || options.patterns == "teacher", ErrorKind::bad_value,
          "--patterns {}: choose random or teacher", options.patterns);
  require(options.patterns == "random" || study.margin == 0, ErrorKind::bad_value,
          "--margin {:g} with --patterns teacher: the teacher itself has no margin; leave one of them out",
          study.margin);
  study.law = options.patterns == "teacher" ? solve::PatternLaw::teacher : solve::PatternLaw::random;
  study.flips = parse_numbers("--flips", texts.at("--flips"), {0, 0.5});
  study.strengths = parse_numbers("--fields", texts.at("--fields"), {0, 10});
  study.seed = parse_seed(texts.at("--seed"));
  study.threads = whole("--threads", texts.at("--threads"), 0, 4096);
  read_solver(texts, options);
}

}  // namespace

bool parse_solve_arguments(const std::vector<std::string>& words, SolveOptions& options) {
  CLI::App app("Solves many instances of a perceptron with +-1 weights, and says how flat what it found is.",
               "replicas solve");
  app.footer(footer);
  app.add_option("--model", options.model, "perceptron:N, N odd")->capture_default_str();
  app.add_option("--solver", options.solver, "fbp, rbp, bp, sbpi or enumerate")->capture_default_str();
  app.add_option("--patterns", options.patterns, "random labels, or those of a teacher of the same kind")
      ->capture_default_str();
  Texts texts;
  const auto text = [&](const char* name, const char* value, const char* help) {
    texts[name] = value;
    app.add_option(name, texts[name], help)->capture_default_str();
  };
  text("--loads", "0.5", "Patterns per weight: low:high:count, or with commas");
  text("--instances", "20", "Instances per load");
  text("--margin", "0", "Smallest stability w.xi/sqrt(N) of a solution");
  text("--rate", "", "Of fbp and rbp: what is added per iteration");
  text("--damping", "", "Of messages: share of the old field that is kept (default 0.5)");
  text("--strengthen", "", "Of sbpi: probability p_s (default 0.3)");
  text("--max-iterations", "", "Iterations of messages (default 4000) or epochs of sbpi (default 10000), at most");
  text("--flips", "0.005,0.01,0.02,0.05,0.1,0.2", "Flip rates of the local energy");
  text("--fields", "0.8,1,1.2,1.5,2", "Strengths of the field for the local entropy");
  text("--seed", "1", "Of patterns and solvers");
  text("--threads", "0", "0: all cores; numbers do not depend on it");
  app.add_option("--instructions", options.instructions, "generic, popcnt or avx512 (default: the best)");
  app.add_option("--out", options.out, "The netCDF file")->capture_default_str();
  app.add_flag("--overwrite", options.overwrite, "Replace it");
  app.add_flag("--json", options.json, "Print JSON");
  app.add_flag("--quiet", options.quiet, "Warnings alone on standard error");
  if (!read_words(app, words)) return false;
  read(texts, options);
  return true;
}

}  // namespace replicas
