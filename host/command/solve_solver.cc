#include "command/solve_solver.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <tuple>

#include "command/number_list.h"
#include "command/solve_model.h"
#include "model/error.h"
#include "run/field_values.h"
#include "solve/enumerate.h"

namespace replicas {

namespace {

using solve::Solver;

const std::vector<std::pair<std::string, Solver>> solvers = {
    {"fbp", Solver::focusing}, {"rbp", Solver::reinforced},   {"bp", Solver::bp},
    {"sbpi", Solver::sbpi},    {"lal", Solver::least_action}, {"elal", Solver::entropic_least_action},
    {"rsgd", Solver::descent}, {"sa", Solver::annealing},     {"enumerate", Solver::enumerate}};

std::vector<std::string> parts_of(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

solve::Protocol parse_protocol(const std::string& text) {
  using Kind = solve::Protocol::Kind;
  const std::vector<std::string> parts = parts_of(text, ':');
  const Bounds gammas{0, 20}, replicas{1, 1e6};
  if (text == "pseudo") return {.kind = Kind::pseudo};
  if (text == "standard") return {.kind = Kind::standard};
  if (parts[0] == "scoping" && parts.size() == 4)
    return {.kind = Kind::scoping,
            .replicas = parse_number("--protocol scoping y", parts[1], replicas),
            .low = parse_number("--protocol scoping gamma", parts[2], gammas),
            .high = parse_number("--protocol scoping gamma", parts[3], gammas)};
  require(parts[0] == "free" && parts.size() == 2, ErrorKind::bad_value,
          "--protocol {}: write pseudo, standard, scoping:Y:LOW:HIGH or free:GAMMA/Y,GAMMA/Y,...", text);
  solve::Protocol protocol{.kind = Kind::list};
  for (const std::string& point : parts_of(parts[1], ',')) {
    const std::vector<std::string> pair = parts_of(point, '/');
    require(pair.size() == 2, ErrorKind::bad_value, "--protocol free: '{}' is not GAMMA/Y", point);
    protocol.points.emplace_back(parse_number("--protocol free gamma", pair[0], gammas),
                                 parse_number("--protocol free y", pair[1], replicas));
  }
  return protocol;
}

void read_messages(const SolveTexts& texts, SolveOptions& options) {
  solve::Study& study = options.study;
  const std::string& form = texts.at("--messages");
  require(form.empty() || form == "amp" || form == "full", ErrorKind::bad_value, "--messages {}: choose amp or full",
          form);
  const bool one_unit = study.machine.units == 1;
  require(one_unit || form != "amp", ErrorKind::bad_value,
          "--messages amp is for perceptrons; networks with hidden units need full, which is their default");
  // The AMP form leaves out what patterns that are alike have in common; those of real data are.
  study.messages.full = !one_unit || form == "full" || (form.empty() && study.law == solve::PatternLaw::data);
  study.messages.step = study.messages.full ? 1e-2 : 1e-3;
  if (study.solver == Solver::reinforced) study.messages.protocol.kind = solve::Protocol::Kind::standard;
  study.messages.kind = study.solver == Solver::bp                                   ? solve::Messages::bp
                        : study.solver == Solver::reinforced && !study.messages.full ? solve::Messages::reinforced
                                                                                     : solve::Messages::focusing;
}

/// The options that were given, for one solver.
class GivenOptions {
 public:
  GivenOptions(const SolveTexts& texts, const std::string& solver) : texts_(texts), solver_(solver) {}

  /// Whether it was given; an Error (64) when the solver is none of those that have it.
  bool for_solvers(const char* option, std::initializer_list<std::string_view> those) const {
    if (texts_.at(option).empty()) return false;
    require(std::ranges::find(those, solver_) != those.end(), ErrorKind::bad_value,
            "{} is for {}, not for {}; leave it out", option, fmt::join(those, ", "), solver_);
    return true;
  }
  const std::string& text(const char* option) const { return texts_.at(option); }
  double number(const char* option, Bounds bounds) const { return parse_number(option, text(option), bounds); }
  int whole(const char* option, int least, int most) const { return parse_whole(option, text(option), least, most); }
  /// "LOW:HIGH", or one number for both.
  std::pair<double, double> range(const char* option, Bounds bounds) const {
    const std::vector<std::string> parts = parts_of(text(option), ':');
    require(parts.size() <= 2, ErrorKind::bad_value, "{} {}: write one number, or FIRST:LAST", option, text(option));
    return {parse_number(option, parts.front(), bounds), parse_number(option, parts.back(), bounds)};
  }

 private:
  const SolveTexts& texts_;
  const std::string& solver_;
};

/// A protocol that has ended without a solution seldom finds one later: what is left then turns to and fro. So messages
/// are given as many steps again, three times; those of bp, which have no protocol, end when they converge.
std::uint64_t default_iterations(const solve::MessageOptions& messages) {
  if (messages.kind == solve::Messages::bp) return messages.iterations;
  const double steps = messages.protocol.kind == solve::Protocol::Kind::list
                           ? static_cast<double>(messages.protocol.points.size())
                           : std::round(1 / messages.step);
  return static_cast<std::uint64_t>(4 * steps) * messages.per_step;
}

void read_message_options(const GivenOptions& given, solve::MessageOptions& messages) {
  given.for_solvers("--messages", {"fbp", "rbp", "bp"});
  if (given.for_solvers("--protocol", {"fbp"})) messages.protocol = parse_protocol(given.text("--protocol"));
  if (given.for_solvers("--rate", {"fbp", "rbp"})) messages.step = given.number("--rate", {1e-6, 0.5});
  if (given.for_solvers("--per-step", {"fbp"}))
    messages.per_step = static_cast<std::uint64_t>(given.whole("--per-step", 1, 100000));
  if (given.for_solvers("--damping", {"fbp", "rbp", "bp"})) messages.damping = given.number("--damping", {0, 0.99});
  messages.iterations = default_iterations(messages);
}

/// sbpi, lal, elal and rsgd.
void read_rules(const GivenOptions& given, solve::Study& study) {
  if (given.for_solvers("--strengthen", {"sbpi"})) study.sbpi.strengthen = given.number("--strengthen", {0, 1});
  if (study.solver == Solver::entropic_least_action) study.least_action.noise = 0.05;
  if (given.for_solvers("--noise", {"elal"})) study.least_action.noise = given.number("--noise", {1e-6, 0.5});
  if (given.for_solvers("--anneal", {"elal"}))
    study.least_action.anneal = static_cast<std::uint64_t>(given.whole("--anneal", 1, 100000000));
  if (given.for_solvers("--batch", {"lal", "elal", "rsgd"}))
    study.least_action.batch = study.descent.batch = given.whole("--batch", 1, 1000000);
  if (given.for_solvers("--kick", {"rsgd"})) study.descent.kick = given.number("--kick", {0, 100});
  if (given.for_solvers("--gamma-step", {"rsgd"})) study.descent.gamma_step = given.number("--gamma-step", {0, 10});
  if (given.for_solvers("--replicas", {"rsgd", "sa"})) {
    const int replicas = given.whole("--replicas", 1, 999);
    require(replicas % 2 == 1, ErrorKind::bad_value,
            "--replicas {}: take an odd number, so that the sign of their sum, the centre, is never 0", replicas);
    study.descent.replicas = study.annealing.replicas = replicas;
  }
  if (given.for_solvers("--gamma", {"rsgd", "sa"})) {
    const auto [low, high] = given.range("--gamma", {0, 100});
    require(study.solver == Solver::annealing || low == high, ErrorKind::bad_value,
            "--gamma {}: of rsgd, one number, which --gamma-step adds to after each epoch", given.text("--gamma"));
    study.descent.gamma = study.annealing.gamma_low = low;
    study.annealing.gamma_high = high;
  }
}

void read_annealing(const GivenOptions& given, solve::AnnealingOptions& annealing) {
  using solve::Energy;
  if (given.for_solvers("--energy", {"sa"})) {
    const std::string& text = given.text("--energy");
    require(text == "error" || text == "linear" || text == "cross-entropy", ErrorKind::bad_value,
            "--energy {}: choose error, linear or cross-entropy", text);
    annealing.energy = text == "error" ? Energy::error : text == "linear" ? Energy::linear : Energy::cross_entropy;
  }
  if (given.for_solvers("--steepness", {"sa"})) annealing.steepness = given.number("--steepness", {1e-3, 1e3});
  if (given.for_solvers("--temperature", {"sa"}))
    std::tie(annealing.hot, annealing.cold) = given.range("--temperature", {1e-6, 1e6});
}

}  // namespace

void read_solver(const SolveTexts& texts, SolveOptions& options) {
  solve::Study& study = options.study;
  const std::string& name = options.solver;
  std::vector<std::string> names;
  for (const auto& [each, _] : solvers) names.push_back(each);
  const auto chosen = std::ranges::find(solvers, name, &std::pair<std::string, Solver>::first);
  require(chosen != solvers.end(), ErrorKind::bad_value, "no solver '{}'; choose from {}{}", name,
          fmt::join(names, ", "), suggestion(name, names));
  study.solver = chosen->second;
  require(study.solver != Solver::sbpi || study.machine.units == 1, ErrorKind::bad_value,
          "--solver sbpi is a rule for perceptrons; {} has hidden units", options.model);
  read_messages(texts, options);

  const GivenOptions given(texts, name);
  read_message_options(given, study.messages);
  read_rules(given, study);
  read_annealing(given, study.annealing);
  if (given.for_solvers("--max-iterations", {"fbp", "rbp", "bp", "sbpi", "lal", "elal", "rsgd", "sa"})) {
    const auto most = static_cast<std::uint64_t>(given.whole("--max-iterations", 1, 100000000));
    study.messages.iterations = study.sbpi.epochs = study.least_action.epochs = study.descent.epochs =
        study.annealing.sweeps = most;
  }
  require(study.solver != Solver::enumerate || study.machine.weights() <= solve::most_enumerated, ErrorKind::bad_value,
          "--solver enumerate goes through 2^N weights: at most {} of them, not {}", solve::most_enumerated,
          study.machine.weights());
}

}  // namespace replicas
