#include "command/solve_arguments.h"

#include <CLI/CLI.hpp>

#include <iostream>

#include "command/environment.h"
#include "command/number_list.h"
#include "command/read_words.h"
#include "command/solve_data.h"
#include "command/solve_model.h"
#include "command/solve_solver.h"
#include "model/error.h"
#include "model/printable.h"
#include "model/version.h"
#include "run/field_values.h"
#include "run/fields.h"
#include "store/checksum.h"

namespace replicas {

namespace {

constexpr const char* footer = R"(
Models, weights +-1, loads P/(number of weights):
  perceptron:N    sign(w.xi), N odd
  committee:NxK   sign of the sum of K units' signs (K odd), all of them on the same N inputs (odd)
  tree:NxK        the same, N/K inputs (odd) of its own for each unit
  parity:NxK      the product of K units' signs, N/K inputs (odd) of its own for each unit

Solvers:
  fbp        focusing belief propagation, --protocol by --rate per step, --per-step iterations each
  rbp        reinforced belief propagation, r = --rate
  bp         belief propagation to its fixed point, and the Bethe entropy of the instance
  sbpi       the online rule with hidden integers (perceptrons); --strengthen 0 switches its entropic step off
  lal        least action: of a wrong pattern, the fewest units that have to turn, those of smallest |h|; --batch
  elal       its entropic form (our definition): judged by fields as flips at rate --noise would blur them, which falls
             to 0 in --anneal epochs
  rsgd       --replicas of least action in batches, kicked (--kick) towards their centre (--gamma, --gamma-step)
  sa         simulated annealing of single flips, --energy error, linear or cross-entropy (--steepness), --temperature
             HOT:COLD; with --replicas, of the replicated energy, coupled by --gamma LOW:HIGH
  enumerate  all weights, at most 2^25: the exact entropy
Messages of perceptrons take their AMP form (--rate 0.001) on patterns that are independent, unless --messages full; others,
and those on real data, are full ones with an exact output node (--rate 0.01). Where units see the same inputs each weight
then has a small random field of its own (uniform, +-0.05), or all units would become one perceptron.
Protocols, x from 0 to 1 by --rate: pseudo (gamma = atanh sqrt x, y = (2-x)/(1-x)), standard (gamma infinite,
y = 1/(1-x)), scoping:Y:LOW:HIGH (gamma from LOW to HIGH), free:GAMMA/Y,... (one step each).

Instance i is a function of (--seed, i): at a larger load the same patterns come first. Of a solution are measured its
local energy (exact, --flips), its local entropy (Bethe, with a field along it, --fields) and its stabilities: w.xi/sqrt(N)
of a perceptron, else what a perceptron would have that is as many flips of weights from a wrong answer.

The study is saved every --checkpoint-interval in OUT.checkpoint; the same command goes on from there. --shard 2/8 does
every eighth instance, and the same command with --join 8 makes one file of the eight, bit for bit that of the whole.

Patterns: random; teacher; or mixture:NOISE, sign(y v/sqrt(N) + sqrt(NOISE) z) with label y, v of the instance.

Real data: each input is +1 where it is above its median over the training examples, which are drawn by (--seed, i); N is
their number of inputs, or one more with a constant +1 input. The other examples of the two classes give the test error.

Examples:
  replicas solve --model perceptron:1001 --loads 0.5:0.8:4 --instances 40 --solver fbp
  replicas solve --model committee:321x5 --loads 0.1:0.5:5 --instances 10 --solver fbp
  replicas solve --solver sbpi --model perceptron:10001 --loads 0.6 --instances 2 --json)";

void read_shards(const SolveTexts& texts, SolveOptions& options) {
  const std::string &shard = texts.at("--shard"), &join = texts.at("--join");
  require(shard.empty() || join.empty(), ErrorKind::bad_value,
          "--shard computes a part, --join gathers parts: take one of them");
  if (!join.empty()) options.join = parse_whole("--join", join, 1, 100000);
  if (shard.empty()) return;
  const Shard own = parse_shard(text_from_environment("shard", shard));
  options.shards = static_cast<int>(own.parts);
  options.shard = static_cast<int>(own.number);
}

/// Real data in the place of random patterns.
void read_data(const SolveTexts& texts, SolveOptions& options) {
  solve::Study& study = options.study;
  const std::string& files = texts.at("--data");
  require(!files.empty() || texts.at("--classes").empty(), ErrorKind::bad_value,
          "--classes chooses labels of --data; give both");
  for (const char* option : {"--header", "--decimal", "--label"})
    require(!files.empty() || texts.at(option).empty(), ErrorKind::bad_value,
            "{} says how data files are read; give --data", option);
  if (files.empty()) return;
  require(options.patterns == "random", ErrorKind::bad_value, "--data brings its own labels; leave --patterns out");
  Request reading;  // how files are read is described once, by the fields of a run
  for (const char* key : {"header", "decimal", "label"})
    if (const std::string& text = texts.at(std::string("--") + key); !text.empty()) field(key)->parse(reading, text);
  auto data = std::make_shared<solve::RealData>(
      read_two_classes(files, texts.at("--classes"), reading.physics.reading, options.remarks));
  const int inputs = study.machine.blocks() * study.machine.inputs;
  require(inputs == data->inputs || inputs == data->inputs + 1, ErrorKind::bad_value,
          "--model {}: {} has {} inputs; take N = {}, or N = {} with a constant +1 input", options.model,
          printable(files), data->inputs, data->inputs, data->inputs + 1);
  const int most = solve::patterns_of(study, study.loads.back());
  require(most <= data->rows(), ErrorKind::bad_value,
          "--loads {:g}: {} patterns; {} holds {} examples of these classes", study.loads.back(), most,
          printable(files), data->rows());
  options.patterns = fmt::format("{} ({} examples, checksum {:016x})", files, data->rows(),
                                 checksum(std::as_bytes(std::span(data->values))));
  study.law = solve::PatternLaw::data;
  study.data = std::move(data);
}

void read(const SolveTexts& texts, SolveOptions& options) {
  solve::Study& study = options.study;
  study.machine = parse_machine(options.model);
  study.loads = parse_numbers("--loads", texts.at("--loads"), {1e-6, 10});
  for (const double load : study.loads)
    require(solve::patterns_of(study, load) >= 1, ErrorKind::bad_value,
            "--loads {:g}: P = load x weights = {:.3g} is no pattern at all; take a load of at least {:.3g}", load,
            load * study.machine.weights(), 1.0 / study.machine.weights());
  study.attempts = parse_whole("--attempts", texts.at("--attempts"), 1, 1000);
  study.instances = parse_whole("--instances", texts.at("--instances"), 1, 1000000);
  study.margin = parse_number("--margin", texts.at("--margin"), {0, 3});
  const bool clouds = options.patterns.starts_with("mixture:");
  require(clouds || options.patterns == "random" || options.patterns == "teacher", ErrorKind::bad_value,
          "--patterns {}: choose random, teacher or mixture:NOISE", options.patterns);
  if (clouds) study.noise = parse_number("--patterns mixture", options.patterns.substr(8), {1e-6, 1e6});
  require(options.patterns != "teacher" || study.margin == 0, ErrorKind::bad_value,
          "--margin {:g} with --patterns teacher: the teacher itself has no margin; leave one of them out",
          study.margin);
  require(!study.machine.parity || study.margin == 0, ErrorKind::bad_value,
          "--margin {:g}: the product of signs of a parity machine has no margin; leave it out", study.margin);
  const std::string& counted = texts.at("--counted-margin");
  study.counted_margin = counted.empty() ? study.margin : parse_number("--counted-margin", counted, {0, 3});
  require(!study.machine.parity || study.counted_margin == 0, ErrorKind::bad_value,
          "--counted-margin {:g}: the product of signs of a parity machine has no margin; leave it out",
          study.counted_margin);
  study.law = clouds                          ? solve::PatternLaw::mixture
              : options.patterns == "teacher" ? solve::PatternLaw::teacher
                                              : solve::PatternLaw::random;
  read_data(texts, options);
  study.flips = parse_numbers("--flips", texts.at("--flips"), {0, 0.5});
  study.strengths = parse_numbers("--fields", texts.at("--fields"), {0, 10});
  study.seed = parse_seed(texts.at("--seed"));
  study.threads = parse_whole("--threads", texts.at("--threads"), 0, 4096);
  read_solver(texts, options);
  options.checkpoint_seconds = parse_seconds("--checkpoint-interval", texts.at("--checkpoint-interval"));
  read_shards(texts, options);
  // All that a number can depend on, in one order: what a checkpoint or a shard must have been made with.
  options.identity = fmt::format("replicas {}, --model {} --solver {} --patterns {}", version, options.model,
                                 options.solver, options.patterns);
  for (const auto& [option, text] : texts) {
    const bool free =
        option == "--threads" || option == "--shard" || option == "--join" || option == "--checkpoint-interval";
    if (!free && !text.empty()) options.identity += fmt::format(" {} {}", option, text);
  }
}

}  // namespace

bool parse_solve_arguments(const std::vector<std::string>& words, SolveOptions& options) {
  CLI::App app("Solves many instances of a network with +-1 weights, and says how flat what it found is.",
               "replicas solve");
  app.footer(footer);
  app.add_option("--model", options.model, "perceptron:N, committee:NxK, tree:NxK or parity:NxK")
      ->capture_default_str();
  app.add_option("--solver", options.solver, "fbp, rbp, bp, sbpi, lal, elal, rsgd, sa or enumerate")
      ->capture_default_str();
  app.add_option(
         "--patterns", options.patterns,
         "random, teacher (labels of a network of the same kind) or mixture:NOISE (two Gaussian clouds, cut at 0)")
      ->capture_default_str();
  SolveTexts texts;
  const auto text = [&](const char* name, const char* value, const char* help) {
    texts[name] = value;
    app.add_option(name, texts[name], help)->capture_default_str();
  };
  text("--data", "",
       "Patterns of real data: INPUTS,LABELS (IDX, NPY, CSV) or TABLE.csv, its label column found as a run finds it");
  text("--classes", "", "Of --data: A,B, the two labels that are told apart (A: +1)");
  text("--header", "", "Of --data: auto, yes or no, as of a run");
  text("--decimal", "", "Of --data: point or comma, as of a run");
  text("--label", "", "Of --data: the label column, as of a run");
  text("--loads", "0.5", "Patterns per weight: low:high:count, or with commas");
  text("--instances", "20", "Instances per load");
  text("--attempts", "1", "At each instance, with other random numbers: overlaps between its solutions");
  text("--margin", "0", "Smallest w.xi/sqrt(N) of a solution; of committees, smallest sum of signs over sqrt(K)");
  text("--counted-margin", "", "Margin of what local energies and entropies count as right (default: --margin)");
  text("--messages", "", "Of messages: amp or full");
  text("--protocol", "", "Of fbp: pseudo (default), standard, scoping:Y:LOW:HIGH, free:GAMMA/Y,...");
  text("--rate", "", "Of fbp and rbp: what is added to x per step");
  text("--per-step", "", "Of fbp: iterations per step of the protocol (default 1)");
  text("--damping", "", "Of messages: share of the old field that is kept (default 0.5)");
  text("--strengthen", "", "Of sbpi: probability p_s (default 0.3)");
  text("--batch", "", "Of lal, elal (default 1) and rsgd (80): patterns per look at the signs");
  text("--noise", "", "Of elal: flip rate at the start (default 0.05)");
  text("--anneal", "", "Of elal: epochs in which it falls to 0 (default 300)");
  text("--replicas", "", "Of rsgd (default 7) and sa (1): y, odd");
  text("--kick", "", "Of rsgd: lambda (default 0.75)");
  text("--gamma", "", "Coupling: of rsgd at the start (default 0.05), of sa LOW:HIGH (default 0:1)");
  text("--gamma-step", "", "Of rsgd: added to gamma per epoch (default 0.001)");
  text("--energy", "", "Of sa: error (default), linear or cross-entropy");
  text("--steepness", "", "Of cross-entropy (default 1)");
  text("--temperature", "", "Of sa: HOT:COLD (default 1:0.02), geometric");
  text("--max-iterations", "",
       "At most: iterations of messages (default: 4 times the steps of the protocol; bp 4000), epochs (10000), sweeps "
       "of "
       "sa (2000)");
  text("--flips", "0.005,0.01,0.02,0.05,0.1,0.2", "Flip rates of the local energy");
  text("--fields", "0.8,1,1.2,1.5,2", "Strengths of the field for the local entropy");
  text("--seed", "1", "Of patterns and solvers");
  text("--threads", "0", "0: all cores; numbers do not depend on it");
  text("--shard", "", "I/N: every N-th instance alone, as OUT.shard-I-of-N; auto and auto/N as of a run");
  text("--join", "", "N: make OUT of the shards of N such commands");
  text("--checkpoint-interval", "60s", "Between two saves of what is done");
  app.add_option("--instructions", options.instructions,
                 "generic, popcnt, avx512 or avx512-vpopcntdq (default: the best)");
  app.add_option("--out", options.out, "The netCDF file")->capture_default_str();
  app.add_flag("--overwrite", options.overwrite, "Replace it");
  app.add_flag("--save-weights", options.save_weights, "Keep what each attempt left, solved or not, in the file");
  app.add_flag("--json", options.json, "Print JSON");
  app.add_flag("--quiet", options.quiet, "Warnings alone on standard error");
  if (!read_words(app, words)) return false;
  read(texts, options);
  return true;
}

}  // namespace replicas
