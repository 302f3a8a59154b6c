#include "command/run_arguments.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

#include "command/config_file.h"
#include "command/parse_values.h"
#include "model/error.h"

namespace replicas {

namespace {

/// Options whose value needs a parser of ours, as typed.
struct Texts {
  std::string temperatures = "1e-5:1e-2", network = "10-24-24-3", activation = "tanh", loss = "softmax";
  std::string prior = "0.7", weight_decay, anchor, update = "em", step_size = "auto", start = "descent";
  std::string initial_scale = "1/fan-in", burn_in = "30%", seed = "1", on_divergence = "stop", device = "auto", config;
  std::uint64_t sample_interval = 0;
  bool no_bias = false, no_confinement = false;
};

constexpr const char* examples_text = R"(Examples:
  replicas --temps 1e-5:1e-2                         the default sweep, 10 temperatures, about a minute on 2 cores
  replicas --temps 1e-4 --replicas 64 --examples 16  one temperature, 64 replicas
  replicas --network 20-100-100-10 --examples 200 --activation relu --steps 20000
  replicas --data inputs.npy,labels.npy --network 784-32-10 --temps 1e-6:1e-4:5
  replicas --config runs/1a2b3c4d5e --seed 2         the same run with another seed

Other verbs (replicas VERB --help): plot RUN, diagnose RUN, bench; replicas --version, --cite.)";

void define(CLI::App& app, RunOptions& options, Texts& texts) {
  app.add_option("--temps", texts.temperatures, "Temperatures T: lo:hi (3 per decade), lo:hi:count or a,b,c")
      ->capture_default_str();
  app.add_option("--replicas", options.replicas, "Replicas per temperature")->capture_default_str();
  app.add_option("--network", texts.network, "Widths inputs-hidden-...-outputs")->capture_default_str();
  app.add_option("--activation", texts.activation, "tanh, relu, gelu (tanh form) or linear")->capture_default_str();
  app.add_flag("--no-bias", texts.no_bias, "Layers without bias");
  app.add_option("--loss", texts.loss, "softmax, logistic (one output) or mse (half the squared error)")
      ->capture_default_str();
  app.add_option("--examples", options.examples, "Random examples P: Gaussian inputs, random labels")
      ->capture_default_str();
  app.add_option("--datasets", options.datasets, "Independent random data sets, chain c on data set c mod K")
      ->capture_default_str();
  app.add_option("--data", options.data, "Your data instead: INPUTS.npy,LABELS.npy ([P][D] floats, [P] labels)");
  app.add_option("--test-data", options.test_data, "INPUTS.npy,LABELS.npy for test loss and error");
  app.add_option("--prior", texts.prior,
                 "Gaussian prior of standard deviation S on every weight, or S/fan-in: S/sqrt(fan-in) per layer")
      ->capture_default_str();
  app.add_option("--weight-decay", texts.weight_decay, "Instead: (lambda/2)|w|^2 with lambda the same at every T");
  app.add_option("--anchor", texts.anchor, "Instead: (gamma T/2)|w - w0|^2 around the start w0");
  app.add_flag("--no-confinement", texts.no_confinement, "Instead: nothing (then there is no equilibrium)");
  app.add_option("--update", texts.update, "em (Euler-Maruyama) or lm (Leimkuhler-Matthews)")->capture_default_str();
  app.add_option("--step-size", texts.step_size, "Step size eta: auto, a number, c/T, or one number per temperature")
      ->capture_default_str();
  app.add_option("--start", texts.start, "random, descent (to a loss of min(30 T, 0.3)) or descent:LOSS")
      ->capture_default_str();
  app.add_option("--initial-scale", texts.initial_scale,
                 "Random weights: variance 1/fan-in, drawn from the prior, or a standard deviation")
      ->capture_default_str();
  app.add_option("--steps", options.steps, "Steps per replica, burn-in included")->capture_default_str();
  app.add_option("--burn-in", texts.burn_in, "Steps discarded first: a percentage or a number")->capture_default_str();
  app.add_option("--sample-interval", texts.sample_interval, "Steps between samples (default: about 3000 samples)");
  app.add_option("--measure-interval", options.measure_interval, "Steps between measurements inside a sample")
      ->capture_default_str();
  app.add_option("--seed", texts.seed, "64-bit seed, decimal or 0x hexadecimal")->capture_default_str();
  app.add_flag("--gradient-descent", options.gradient_descent, "T = 0: plain gradient descent, no noise");
  app.add_option("--on-divergence", texts.on_divergence, "stop (exit 76) or mark")->capture_default_str();
  app.add_option("--device", texts.device, "auto or cpu")->capture_default_str();
  app.add_option("--threads", options.engine.threads, "Threads; 0: all cores (no effect on any result)")
      ->capture_default_str();
  app.add_option("--instructions", options.engine.instructions, "avx512, avx2 or generic (default: the best there is)");
  app.add_option("--out", options.out, "Run directory (default: runs/<hash of the configuration>)");
  app.add_flag("--json", options.json, "Print the table as JSON");
  app.add_flag("--quiet", options.quiet, "No progress, no notes");
  app.add_option("--config", texts.config, "Options from a TOML file, a run directory or its run.nc");
}

template <class Value>
Value choose(const std::string& option, const std::string& text,
             const std::vector<std::pair<std::string, Value>>& choices) {
  std::vector<std::string> names;
  for (const auto& [name, value] : choices) {
    if (name == text) return value;
    names.push_back(name);
  }
  fail(Exit::usage, "{} {}: choose {}{}", option, text, fmt::format("{}", fmt::join(names, ", ")),
       suggestion(text, names));
}

Confinement confinement(const CLI::App& app, const Texts& texts) {
  int given = 0;
  for (const char* name : {"--prior", "--weight-decay", "--anchor", "--no-confinement"}) given += app.count(name) > 0;
  require(given <= 1, Exit::usage, "--prior, --weight-decay, --anchor and --no-confinement exclude each other");
  if (texts.no_confinement) return {.kind = Confinement::Kind::none, .strength = 0};
  if (!texts.weight_decay.empty())
    return {.kind = Confinement::Kind::decay, .strength = parse_positive("--weight-decay", texts.weight_decay)};
  if (!texts.anchor.empty())
    return {.kind = Confinement::Kind::anchor, .strength = parse_positive("--anchor", texts.anchor)};
  return parse_prior(texts.prior);
}

/// Steps and intervals that fit each other.
void set_lengths(RunOptions& options, const Texts& texts) {
  require(options.steps >= 100 && options.steps <= 1'000'000'000'000, Exit::usage, "--steps {} is outside 100..1e12",
          options.steps);
  require(options.measure_interval >= 1 && options.measure_interval <= options.steps, Exit::usage,
          "--measure-interval {} is outside 1..steps", options.measure_interval);
  options.sample_interval = texts.sample_interval;
  if (texts.sample_interval == 0) {
    const std::uint64_t wanted = std::max<std::uint64_t>(1, options.steps / 3000 / options.measure_interval);
    options.sample_interval = wanted * options.measure_interval;
  }
  require(options.sample_interval % options.measure_interval == 0, Exit::usage,
          "--sample-interval {} is not a multiple of --measure-interval {}", options.sample_interval,
          options.measure_interval);
  options.steps = (options.steps + options.sample_interval - 1) / options.sample_interval * options.sample_interval;
  options.burn_in = parse_burn_in(texts.burn_in, options.steps, options.sample_interval);
  require((options.steps - options.burn_in) / options.sample_interval >= 8, Exit::usage,
          "{} steps after a burn-in of {} leave fewer than 8 samples at --sample-interval {}", options.steps,
          options.burn_in, options.sample_interval);
}

void convert(const CLI::App& app, const Texts& texts, RunOptions& options) {
  options.temperatures = options.gradient_descent ? Ladder{0.0} : parse_ladder(texts.temperatures);
  require(!options.gradient_descent || app.count("--temps") == 0, Exit::usage,
          "--gradient-descent is T = 0; leave out --temps");
  options.widths = parse_widths(texts.network);
  options.activation = choose<Activation>("--activation", texts.activation,
                                          {{"tanh", Activation::tanh},
                                           {"relu", Activation::relu},
                                           {"gelu", Activation::gelu},
                                           {"linear", Activation::linear}});
  options.loss = choose<Loss>("--loss", texts.loss,
                              {{"softmax", Loss::softmax}, {"logistic", Loss::logistic}, {"mse", Loss::mse}});
  options.bias = !texts.no_bias;
  options.confinement = confinement(app, texts);
  options.update = choose<Update>("--update", texts.update, {{"em", Update::em}, {"lm", Update::lm}});
  options.step_size = parse_step_size(texts.step_size);
  parse_start(texts.start, options.start);
  parse_initial_scale(texts.initial_scale, options.start);
  options.seed = parse_seed(texts.seed);
  options.stop_on_divergence = choose<bool>("--on-divergence", texts.on_divergence, {{"stop", true}, {"mark", false}});
  choose<int>("--device", texts.device, {{"auto", 0}, {"cpu", 1}});
  if (!options.engine.instructions.empty())
    choose<int>("--instructions", options.engine.instructions, {{"avx512", 0}, {"avx2", 1}, {"generic", 2}});
  require(options.replicas >= 1 && options.replicas <= 1'000'000, Exit::usage, "--replicas {} is outside 1..1000000",
          options.replicas);
  require(options.examples >= 1 && options.examples <= 10'000'000, Exit::usage, "--examples {} is outside 1..10000000",
          options.examples);
  require(options.datasets >= 1 && options.datasets <= options.replicas, Exit::usage,
          "--datasets {} is outside 1..{} (each data set needs a replica)", options.datasets, options.replicas);
  require(options.data.empty() || options.datasets == 1, Exit::usage, "--datasets draws random data; leave out --data");
  require(options.engine.threads >= 0 && options.engine.threads <= 1024, Exit::usage, "--threads {} is outside 0..1024",
          options.engine.threads);
  require(!options.gradient_descent || options.confinement.kind != Confinement::Kind::anchor, Exit::usage,
          "--anchor is a prior and vanishes at T = 0; leave it out with --gradient-descent");
  set_lengths(options, texts);
}

std::vector<std::string> option_names(const CLI::App& app, bool flags_only) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    if (!option->get_lnames().empty() && (!flags_only || option->get_expected_max() == 0))
      names.push_back(option->get_lnames().front());
  return names;
}

/// The confinements exclude each other, so one on the command line replaces the file's whatever its name.
bool names_confinement(const std::string& word) {
  const std::string option = word.substr(0, word.find('='));
  return option == "--prior" || option == "--weight-decay" || option == "--anchor" || option == "--no-confinement";
}

std::string toml_string(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return fmt::format("\"{}\"", escaped);
}

}  // namespace

bool parse_run_arguments(const std::vector<std::string>& words, RunOptions& options) {
  CLI::App app("Replica-ensemble Langevin sampling of neural-network loss landscapes.", "replicas");
  app.footer(examples_text);
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  Texts texts;
  define(app, options, texts);

  std::vector<std::string> all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string path;
    if (words[i] == "--config" && i + 1 < words.size()) path = words[i + 1];
    if (words[i].starts_with("--config=")) path = words[i].substr(9);
    if (!path.empty()) {
      for (const std::string& word : read_config(path, option_names(app, false), option_names(app, true)))
        if (!names_confinement(word) || !std::any_of(words.begin(), words.end(), names_confinement))
          all.push_back(word);
    }
  }
  all.insert(all.end(), words.begin(), words.end());
  std::reverse(all.begin(), all.end());  // CLI11 takes the words from the back
  try {
    app.parse(all);
  } catch (const CLI::CallForHelp&) {
    std::cout << app.help();
    return false;
  } catch (const CLI::ExtrasError&) {
    for (const std::string& word : app.remaining()) {
      const std::string bare = word.substr(0, word.find('='));
      const std::string near =
          suggestion(bare.substr(std::min(bare.size(), bare.find_first_not_of('-'))), option_names(app, false), "--");
      fail(Exit::usage, "unknown option {}{}", bare, near.empty() ? "; replicas --help lists the options" : near);
    }
    fail(Exit::usage, "unknown option; replicas --help lists the options");
  } catch (const CLI::ParseError& error) {
    fail(Exit::usage, "{}", error.what());
  }
  convert(app, texts, options);
  options.configuration = configuration(options);
  return true;
}

std::string configuration(const RunOptions& options) {
  std::string text;
  const auto add = [&text](const char* key, const std::string& value) { text += fmt::format("{} = {}\n", key, value); };
  const auto quoted = [&add](const char* key, const std::string& value) { add(key, toml_string(value)); };
  if (options.gradient_descent)
    add("gradient-descent", "true");
  else
    quoted("temps", fmt::format("{}", fmt::join(options.temperatures, ",")));
  add("replicas", std::to_string(options.replicas));
  quoted("network", to_string(options.widths));
  quoted("activation", std::string(name(options.activation)));
  if (!options.bias) add("no-bias", "true");
  quoted("loss", std::string(name(options.loss)));
  if (options.data.empty()) {
    add("examples", std::to_string(options.examples));
    add("datasets", std::to_string(options.datasets));
  } else {
    quoted("data", options.data);
  }
  if (!options.test_data.empty()) quoted("test-data", options.test_data);
  const double strength = options.confinement.strength;
  switch (options.confinement.kind) {
    case Confinement::Kind::none: add("no-confinement", "true"); break;
    case Confinement::Kind::decay: quoted("weight-decay", fmt::format("{}", strength)); break;
    case Confinement::Kind::anchor: quoted("anchor", fmt::format("{}", strength)); break;
    case Confinement::Kind::prior:
      quoted("prior", fmt::format("{}{}", strength, options.confinement.per_fan_in ? "/fan-in" : ""));
      break;
  }
  quoted("update", std::string(name(options.update)));
  switch (options.step_size.kind) {
    case StepSizeOption::Kind::automatic: quoted("step-size", "auto"); break;
    case StepSizeOption::Kind::over_temperature:
      quoted("step-size", fmt::format("{}/T", options.step_size.values[0]));
      break;
    default: quoted("step-size", fmt::format("{}", fmt::join(options.step_size.values, ","))); break;
  }
  if (!options.start.descent)
    quoted("start", "random");
  else
    quoted("start", options.start.target_loss > 0 ? fmt::format("descent:{}", options.start.target_loss) : "descent");
  switch (options.start.scale) {
    case StartOption::Scale::fan_in: quoted("initial-scale", "1/fan-in"); break;
    case StartOption::Scale::prior: quoted("initial-scale", "prior"); break;
    case StartOption::Scale::number: quoted("initial-scale", fmt::format("{}", options.start.deviation)); break;
  }
  add("steps", std::to_string(options.steps));
  quoted("burn-in", std::to_string(options.burn_in));
  add("sample-interval", std::to_string(options.sample_interval));
  add("measure-interval", std::to_string(options.measure_interval));
  quoted("seed", std::to_string(options.seed));
  if (!options.stop_on_divergence) quoted("on-divergence", "mark");
  return text;
}

}  // namespace replicas
