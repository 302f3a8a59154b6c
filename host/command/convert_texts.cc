#include "command/convert_texts.h"

#include <CLI/CLI.hpp>

#include <algorithm>

#include "command/parse_values.h"
#include "model/error.h"
#include "model/printable.h"
#include "model/whole_number.h"

namespace replicas {

namespace {

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

Confinement confinement(const CLI::App& app, const RunTexts& texts) {
  int given = 0;
  for (const char* name : {"--prior", "--weight-decay", "--anchor", "--no-confinement"}) given += app.count(name) > 0;
  require(given <= 1, Exit::usage, "--prior, --weight-decay, --anchor and --no-confinement exclude each other");
  if (texts.no_confinement) return {.kind = Confinement::Kind::none, .strength = 0};
  if (!texts.weight_decay.empty())
    return {.kind = Confinement::Kind::decay, .strength = parse_positive("--weight-decay", texts.weight_decay)};
  if (!texts.anchor.empty())
    return {.kind = Confinement::Kind::anchor, .strength = parse_positive("--anchor", texts.anchor)};
  // A potential with walls all around has an exact law of its own, which a prior it was not asked for would change.
  if (!texts.potential.empty() && app.count("--prior") == 0 && parse_potential(texts.potential).normalisable())
    return {.kind = Confinement::Kind::none, .strength = 0};
  return parse_prior(texts.prior);
}

/// True when the user named no confinement, of any kind.
bool leaves_confinement_open(const CLI::App& app) {
  return app.count("--prior") + app.count("--weight-decay") + app.count("--anchor") + app.count("--no-confinement") ==
         0;
}

/// A potential takes the place of the network and its data.
void set_potential(const CLI::App& app, const RunTexts& texts, RunOptions& options) {
  if (texts.potential.empty()) {
    require(!options.start.equilibrium, Exit::usage,
            "--start equilibrium: only a --potential has a law that can be drawn from; use --start descent");
    return;
  }
  options.potential = parse_potential(texts.potential);
  for (const char* name : {"--network", "--activation", "--no-bias", "--loss", "--examples", "--datasets", "--data",
                           "--test-data", "--header", "--label", "--scale", "--gradient-descent"})
    require(app.count(name) == 0, Exit::usage, "--potential and {} exclude each other", name);
  require(options.confinement.kind != Confinement::Kind::anchor, Exit::usage,
          "--potential and --anchor exclude each other; use --prior or --weight-decay");
  require(options.confinement.kind != Confinement::Kind::none || options.potential->normalisable(), Exit::usage,
          "--potential {} leaves a direction free, so without confinement it has no equilibrium; give it a --prior",
          texts.potential);
  if (!options.potential->normalisable() && leaves_confinement_open(app))
    options.assumed.push_back(fmt::format("--potential {} leaves a direction free: --prior {} confines it",
                                          printable(texts.potential), texts.prior));
  require(!options.start.descent || texts.start == "auto", Exit::usage,
          "--start {}: a potential starts random or in equilibrium", texts.start);
  if (texts.start == "auto") options.start = {.descent = false, .equilibrium = true};
  require(options.engine.backend != "gpu", Exit::usage, "--potential and --device gpu exclude each other; use cpu");
  options.engine.backend = "cpu";
}

/// Half the replicas of two starts are drawn from exp(-V / T), which a prior and a weight decay have. They are the
/// default where there are enough of them to be compared.
void set_two_starts(const RunTexts& texts, RunOptions& options) {
  if (texts.start == "auto" && options.start.descent && !options.gradient_descent)
    options.start.both = (options.confinement.kind == Confinement::Kind::prior ||
                          options.confinement.kind == Confinement::Kind::decay) &&
                         options.replicas >= std::max(4, 2 * options.datasets);
  if (!options.start.both) return;
  const Confinement::Kind kind = options.confinement.kind;
  require(kind == Confinement::Kind::prior || kind == Confinement::Kind::decay, Exit::usage,
          "--start both draws half the replicas from the prior, and there is none; give --prior S or --weight-decay");
  require(options.replicas >= 2 * options.datasets, Exit::usage,
          "--start both needs two replicas of every data set; give --replicas {} or more", 2 * options.datasets);
}

/// How data files are read.
void set_reading(const CLI::App& app, const RunTexts& texts, RunOptions& options) {
  using Header = Reading::Header;
  using Scale = Reading::Scale;
  for (const char* name : {"--header", "--label", "--scale"})
    require(app.count(name) == 0 || !options.data.empty() || !options.test_data.empty(), Exit::usage,
            "{} says how data files are read; give --data", name);
  options.reading.header =
      choose<Header>("--header", texts.header, {{"auto", Header::automatic}, {"yes", Header::yes}, {"no", Header::no}});
  options.reading.scale = choose<Scale>(
      "--scale", texts.scale,
      {{"auto", Scale::automatic}, {"unit", Scale::unit}, {"standard", Scale::standard}, {"none", Scale::none}});
  require(options.reading.scale != Scale::standard || !options.data.empty(), Exit::usage,
          "--scale standard takes mean and deviation from --data; random data have 0 and 1");
  options.first_examples = !options.data.empty() && app.count("--examples") > 0;
  options.reading.examples = options.first_examples ? options.examples : 0;
  for (const auto& [option, text] :
       {std::pair{"--data", options.data}, {"--test-data", options.test_data}, {"--label", options.reading.label}})
    require(is_utf8(text), Exit::usage, "{} {} is not UTF-8, so the run could not store it; rename it", option, text);
}

/// Steps between samples where nobody chose them: about 3000 samples. Where those would not end with the run, the
/// nearest number of samples from 1500 to 6000 that does, so that the run is as long as it was asked to be.
std::uint64_t chosen_interval(std::uint64_t steps, std::uint64_t measure_interval) {
  constexpr std::uint64_t samples = 3000;
  const std::uint64_t measurements = steps / measure_interval;
  const std::uint64_t wanted = std::max<std::uint64_t>(1, measurements / samples);
  if (steps % measure_interval == 0 && measurements % wanted != 0)
    for (std::uint64_t away = 1; away <= samples; ++away)
      for (const std::uint64_t count : {samples + away, samples - std::min(away, samples / 2)})
        if (measurements % count == 0) return measurements / count * measure_interval;
  return wanted * measure_interval;
}

/// Steps and intervals that fit each other; what had to be rounded is said.
void set_lengths(const CLI::App& app, RunOptions& options, const RunTexts& texts) {
  constexpr std::uint64_t most_steps = 1'000'000'000'000;
  require(options.steps >= 100 && options.steps <= most_steps, Exit::usage, "--steps {} is outside 100..1e12",
          options.steps);
  require(options.measure_interval >= 1 && options.measure_interval <= options.steps, Exit::usage,
          "--measure-interval {} is outside 1..steps", options.measure_interval);
  const bool chosen = app.count("--sample-interval") == 0;
  options.sample_interval = chosen ? chosen_interval(options.steps, options.measure_interval) : texts.sample_interval;
  require(options.sample_interval >= 1 && options.sample_interval <= options.steps, Exit::usage,
          "--sample-interval {} is outside 1..steps ({})", options.sample_interval, options.steps);
  require(options.sample_interval % options.measure_interval == 0, Exit::usage,
          "--sample-interval {} is not a multiple of --measure-interval {}", options.sample_interval,
          options.measure_interval);
  const std::uint64_t asked = options.steps;
  while (options.steps % options.sample_interval != 0) {
    options.steps = (options.steps / options.sample_interval + 1) * options.sample_interval;
    if (options.steps > most_steps) options.steps -= options.sample_interval;
    // What is stored is read again when the run goes on, so the rounded length has to lead to the same interval.
    if (chosen) options.sample_interval = chosen_interval(options.steps, options.measure_interval);
  }
  options.burn_in = parse_burn_in(texts.burn_in, options.steps, options.sample_interval);
  require((options.steps - options.burn_in) / options.sample_interval >= 8, Exit::usage,
          "{} steps with a burn-in of {} leave fewer than 8 samples at --sample-interval {}; use more --steps, or "
          "sample more often",
          options.steps, options.burn_in, options.sample_interval);
  const auto say = [&options](const char* option, std::uint64_t given, std::uint64_t taken) {
    if (given != taken)
      options.assumed.push_back(fmt::format("{} {} becomes {}: whole sample intervals, of {} steps each", option, given,
                                            taken, options.sample_interval));
  };
  say("--steps", asked, options.steps);
  if (!texts.burn_in.ends_with('%')) say("--burn-in", *whole_number(texts.burn_in), options.burn_in);
  options.first_steps = options.steps;
}

}  // namespace

void convert_texts(const CLI::App& app, const RunTexts& texts, RunOptions& options) {
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
  options.data_seed = texts.data_seed.empty() ? options.seed : parse_seed(texts.data_seed, "--data-seed");
  options.stop_on_divergence = choose<bool>("--on-divergence", texts.on_divergence, {{"stop", true}, {"mark", false}});
  options.engine.backend =
      choose<std::string>("--device", texts.device, {{"auto", "auto"}, {"cpu", "cpu"}, {"gpu", "gpu"}});
  choose<int>("--kernel", options.engine.kernel, {{"auto", 0}, {"warp", 1}, {"block", 2}, {"batched", 3}});
  require(options.engine.gpu >= 0, Exit::usage, "--gpu {} is negative; GPUs are counted from 0", options.engine.gpu);
  require(texts.device != "cpu" || (app.count("--gpu") == 0 && app.count("--kernel") == 0), Exit::usage,
          "--gpu and --kernel are of no use with --device cpu");
  set_potential(app, texts, options);
  if (!options.engine.instructions.empty())
    choose<int>("--instructions", options.engine.instructions, {{"avx512", 0}, {"avx2", 1}, {"generic", 2}});
  require(options.replicas >= 1 && options.replicas <= 1'000'000, Exit::usage, "--replicas {} is outside 1..1000000",
          options.replicas);
  require(options.examples >= 1 && options.examples <= 10'000'000, Exit::usage, "--examples {} is outside 1..10000000",
          options.examples);
  set_reading(app, texts, options);
  require(options.datasets >= 1 && options.datasets <= options.replicas, Exit::usage,
          "--datasets {} is outside 1..{} (each data set needs a replica)", options.datasets, options.replicas);
  require(options.data.empty() || options.datasets == 1, Exit::usage, "--datasets draws random data; leave out --data");
  set_two_starts(texts, options);
  options.map_share = parse_percent("--map-share", texts.map_share);
  require(options.engine.threads >= 0 && options.engine.threads <= 1024, Exit::usage, "--threads {} is outside 0..1024",
          options.engine.threads);
  require(!options.gradient_descent || options.confinement.kind != Confinement::Kind::anchor, Exit::usage,
          "--anchor is a prior and vanishes at T = 0; leave it out with --gradient-descent");
  options.max_memory = parse_percent("--max-memory", texts.max_memory);
  require(options.max_memory > 0, Exit::usage, "--max-memory 0 leaves nothing for a run; leave it out");
  set_lengths(app, options, texts);
  options.checkpoint_seconds = parse_seconds("--checkpoint-interval", texts.checkpoint_interval);
  if (!texts.max_hours.empty()) {
    options.max_hours = parse_seconds("--max-hours", texts.max_hours, 3600) / 3600;
    require(options.max_hours > 0, Exit::usage, "--max-hours {} is not positive", texts.max_hours);
  }
}

}  // namespace replicas
