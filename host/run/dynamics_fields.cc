#include "run/field_values.h"
#include "run/fields.h"

namespace replicas {

namespace {

using Kind = Confinement::Kind;

const Choices<Update> updates = {{"em", Update::em}, {"lm", Update::lm}, {"baoab", Update::baoab}};
const Choices<bool> on_divergence = {{"stop", true}, {"mark", false}};

std::uint64_t parse_count(std::string_view key, const std::string& text) {
  const std::int64_t count = parse_whole(key, text);
  require(count >= 0, ErrorKind::bad_value, "<{}> {} is negative", key, text);
  return static_cast<std::uint64_t>(count);
}

std::string strength(const Request& r, Kind kind) {
  return r.physics.confinement.kind == kind ? fmt::format("{}", r.physics.confinement.strength) : "";
}

std::string print_prior(const Request& r) {
  const std::string text = strength(r, Kind::prior);
  return text.empty() || !r.physics.confinement.per_fan_in ? text : text + "/fan-in";
}

std::string print_step_size(const Request& r) {
  const StepSizeRule& rule = r.physics.step_size;
  if (r.physics.step_size_schedule) return print(*r.physics.step_size_schedule);
  if (rule.kind == StepSizeRule::Kind::automatic) return "auto";
  if (rule.kind == StepSizeRule::Kind::over_temperature) return fmt::format("{}/T", rule.values[0]);
  return fmt::format("{}", fmt::join(rule.values, ","));
}

std::string print_start(const Request& r) {
  const StartRule& rule = r.physics.start;
  if (!rule.run.empty()) return fmt::format("run:{}@{}", rule.run, rule.step);
  if (!rule.file.empty()) return fmt::format("file:{}", rule.file);
  const std::string start = rule.equilibrium ? "equilibrium"
                            : rule.common    ? "common"
                            : rule.both      ? "both"
                            : rule.descent   ? "descent"
                                             : "random";
  return rule.target_loss > 0 ? fmt::format("{}:{}", start, rule.target_loss) : start;
}

std::string print_initial_scale(const Request& r) {
  switch (r.physics.start.scale) {
    case StartRule::Scale::fan_in: return "1/fan-in";
    case StartRule::Scale::prior: return "prior";
    case StartRule::Scale::number: break;
  }
  return fmt::format("{}", r.physics.start.deviation);
}

double parse_momentum(const std::string& text) {
  if (text == "0") return 0;
  const double momentum = parse_positive("momentum", text);
  require(momentum < 1, ErrorKind::bad_value, "<momentum> {} is not below 1, where velocities only grow", text);
  return momentum;
}

Batch parse_batch(const std::string& text, Batch batch) {
  const std::size_t slash = text.find('/');
  const std::string size = text.substr(0, slash), draw = slash == std::string::npos ? "" : text.substr(slash + 1);
  batch.size = 0;
  batch.draw = draw == "epoch" ? Batch::Draw::epoch : draw == "online" ? Batch::Draw::online : Batch::Draw::independent;
  if (text == "full") return batch;
  require(
      slash == std::string::npos || draw == "epoch" || draw == "online", ErrorKind::bad_value,
      "<batch> {}: after / comes epoch (each example once per epoch), online (fresh ones at every step), or nothing",
      text);
  const std::int64_t count = parse_whole("batch", size);
  require(count >= 1 && count <= 1'000'000'000, ErrorKind::bad_value,
          "<batch> {}: a batch has at least one example; try <batch> 32, or full", text);
  require(draw != "online" || count <= 1'000'000, ErrorKind::bad_value,
          "<batch> {}: at most 1000000 fresh examples a step", text);
  batch.size = static_cast<std::size_t>(count);
  return batch;
}

std::string print_batch(const Request& r) {
  const Batch& batch = r.physics.batch;
  if (r.physics.potential || r.physics.particles > 0) return "";  // no examples to choose from
  if (batch.whole()) return "full";
  return fmt::format("{}{}", batch.size, batch.draw == Batch::Draw::epoch ? "/epoch" : batch.online() ? "/online" : "");
}

std::vector<Field> batch_fields() {
  return {
      {.key = "batch",
       .value = "full|B|B/epoch|B/online",
       .help = "Examples of a step's gradient: full, B drawn anew at every step, B/epoch: each once per epoch of "
               "ceil(P/B) steps, or B/online: fresh ones of the <teacher> or at random, which no step sees again; what "
               "is measured is of all stored examples",
       .default_text = "full",
       .parse = [](Request& r, const std::string& text) { r.physics.batch = parse_batch(text, r.physics.batch); },
       .print = print_batch},
      {.key = "batch-shared",
       .help = "All replicas of a data set see the same batches",
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.physics.batch.shared = text == "true"; },
       .print = [](const Request& r) { return r.physics.batch.shared ? "true" : ""; }},
  };
}

std::vector<Field> confinement_fields() {
  return {
      {.key = "no-confinement",
       .help = "Instead of a prior: nothing (then there is no equilibrium)",
       .quoted = false,
       .parse =
           [](Request& r, const std::string& text) {
             if (text == "true") r.physics.confinement = {.kind = Kind::none, .strength = 0};
           },
       .print = [](const Request& r) { return r.physics.confinement.kind == Kind::none ? "true" : ""; }},
      {.key = "weight-decay",
       .value = "LAMBDA",
       .help = "Instead of a prior: (lambda/2)|w|^2 with lambda the same at every T",
       .parse =
           [](Request& r, const std::string& text) {
             r.physics.confinement = {.kind = Kind::decay, .strength = parse_positive("weight-decay", text)};
           },
       .print = [](const Request& r) { return strength(r, Kind::decay); }},
      {.key = "anchor",
       .value = "GAMMA",
       .help = "Instead of a prior: (gamma T/2)|w - w0|^2 around the start w0",
       .parse =
           [](Request& r, const std::string& text) {
             r.physics.confinement = {.kind = Kind::anchor, .strength = parse_positive("anchor", text)};
           },
       .print = [](const Request& r) { return strength(r, Kind::anchor); }},
      {.key = "prior",
       .value = "S|S/fan-in",
       .help = "Gaussian prior of standard deviation S on every weight, or S/fan-in: S/sqrt(fan-in) per layer",
       .parse = [](Request& r, const std::string& text) { r.physics.confinement = parse_prior(text); },
       .print = print_prior},
  };
}

std::vector<Field> length_fields() {
  return {
      {.key = "steps",
       .value = "N",
       .help = "Steps per replica, burn-in included",
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.physics.steps = parse_count("steps", text); },
       .print = [](const Request& r) { return std::to_string(r.physics.steps); }},
      {.key = "burn-in",
       .value = "N|P%",
       .help = "Steps discarded first: a percentage or a number",
       .default_text = "30%",
       .parse = [](Request& r, const std::string& text) { r.physics.burn_in_rule = parse_burn_in(text); },
       .print = [](const Request& r) { return std::to_string(r.physics.burn_in); }},
      {.key = "sample-interval",
       .value = "N",
       .help = "Steps between samples (default: about 3000 samples)",
       .quoted = false,
       .default_text = "",
       .parse = [](Request& r,
                   const std::string& text) { r.physics.sample_interval = parse_count("sample-interval", text); },
       .print = [](const Request& r) { return std::to_string(r.physics.sample_interval); }},
      {.key = "measure-interval",
       .value = "N",
       .help = "Steps between measurements inside a sample",
       .quoted = false,
       .parse = [](Request& r,
                   const std::string& text) { r.physics.measure_interval = parse_count("measure-interval", text); },
       .print = [](const Request& r) { return std::to_string(r.physics.measure_interval); }},
      {.key = "map-share",
       .value = "P",
       .help = "Percent of the steps' cost that the curvature map may add: spectra, stiff directions; 0: none",
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.physics.map_share = parse_percent("map-share", text); },
       .print = [](const Request& r) { return fmt::format("{}", r.physics.map_share); }},
  };
}

std::vector<Field> seed_fields() {
  return {
      {.key = "seed",
       .value = "S",
       .help = "64-bit seed, decimal or 0x hexadecimal",
       .parse = [](Request& r, const std::string& text) { r.physics.seed = parse_seed(text); },
       .print = [](const Request& r) { return std::to_string(r.physics.seed); }},
      {.key = "data-seed",
       .value = "S",
       .help = "Seed of the random data alone (default: the seed)",
       .parse = [](Request& r, const std::string& text) { r.physics.own_data_seed = parse_seed(text, "data-seed"); },
       .print =
           [](const Request& r) {
             return r.physics.data_seed() != r.physics.seed ? std::to_string(r.physics.data_seed()) : "";
           }},
      {.key = "on-divergence",
       .value = "stop|mark",
       .help = "stop the run, or mark the replica and go on",
       .default_text = "stop",
       .choices = names_of(on_divergence),
       .parse =
           [](Request& r, const std::string& text) {
             r.physics.stop_on_divergence = choose("on-divergence", text, on_divergence);
           },
       .print = [](const Request& r) { return r.physics.stop_on_divergence ? "" : "mark"; }},
      {.key = "save-weights",
       .help = "Keep the weights of about 256 samples in run.nc (group weights)",
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.physics.save_weights = text == "true"; },
       .print = [](const Request& r) { return r.physics.save_weights ? "true" : ""; }},
      {.key = "shard",
       .value = "I/N|auto|auto/N",
       .help =
           "Compute slice I of N alone, in OUT.shard-I-of-N; replicas merge joins the N slices into the run that one "
           "process would have made. auto: which task of a Slurm array this is; auto/N: which of 1-N, or of the N "
           "pods of an Indexed Job",
       .parse = [](Request& r, const std::string& text) { r.physics.shard = parse_shard(text); },
       .print =
           [](const Request& r) {
             const Shard& shard = r.physics.shard;
             return shard.whole() ? std::string() : fmt::format("{}/{}", shard.number, shard.parts);
           }},
  };
}

}  // namespace

std::vector<Field> dynamics_fields() {
  std::vector<Field> all = under("Confinement", confinement_fields());
  const std::vector<Field> own = {
      {.key = "update",
       .value = "lm|em|baoab",
       .help = "lm (Leimkuhler-Matthews), em (Euler-Maruyama), or baoab: underdamped, with velocities and <friction>",
       .choices = names_of(updates),
       .parse = [](Request& r, const std::string& text) { r.physics.update = choose("update", text, updates); },
       .print = [](const Request& r) { return name_of(r.physics.update, updates); }},
      {.key = "step-size",
       .value = "auto|ETA|C/T|a,b,c|A:B:exp",
       .help = "Step size eta (of baoab h^2/2): auto, a number, c/T, one number per temperature, or "
               "A:B:exp|linear|cosine[:STEPS]: from A to B during the run or in STEPS",
       .parse =
           [](Request& r, const std::string& text) {
             r.physics.step_size_schedule = parse_schedule("step-size", text);
             r.physics.step_size = r.physics.step_size_schedule ? StepSizeRule{StepSizeRule::Kind::constant,
                                                                               {r.physics.step_size_schedule->first}}
                                                                : parse_step_size(text);
           },
       .print = print_step_size},
      {.key = "momentum",
       .value = "M",
       .help = "Of gradient descent: v <- M v - eta grad U, w <- w + v (heavy ball); 0 to 1",
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.physics.momentum = parse_momentum(text); },
       .print = [](const Request& r) { return r.physics.momentum != 0 ? fmt::format("{}", r.physics.momentum) : ""; }},
      {.key = "friction",
       .value = "G",
       .help = "Of <update> baoab: a step of time h = sqrt(2 eta) keeps exp(-G h) of the velocities",
       .quoted = false,
       .default_text = "1",
       .parse = [](Request& r, const std::string& text) { r.physics.friction = parse_positive("friction", text); },
       .print =
           [](const Request& r) {
             return r.physics.update == Update::baoab ? fmt::format("{}", r.physics.friction) : "";
           }},
      {.key = "start",
       .value = "RULE",
       .help = "random, descent[:LOSS] (to min(30 T, 0.3) or LOSS), both[:LOSS] (every second replica drawn from the "
               "prior instead; their losses are compared), common[:LOSS] (descent of one network for all), equilibrium "
               "(of a <potential>: drawn from its exact law), run:RUN@STEP (weights saved by RUN), file:FILE (NPY: N "
               "weights, [replicas, N] or [temperatures, replicas, N]), or auto: equilibrium with a <potential>, else "
               "both where there is a prior or weight decay and 4 replicas, else descent",
       .default_text = "auto",
       .choices = {"auto", "random", "descent", "both", "common", "equilibrium"},
       .parse = [](Request& r, const std::string& text) { parse_start(text, r.physics.start); },
       .print = print_start},
      {.key = "initial-scale",
       .value = "1/fan-in|prior|S",
       .help = "Random weights: variance 1/fan-in, drawn from the prior, or a standard deviation",
       .parse = [](Request& r, const std::string& text) { parse_initial_scale(text, r.physics.start); },
       .print = print_initial_scale},
  };
  for (const std::vector<Field>& part :
       {under("Update, step size and start", own), under("Batches", batch_fields()),
        under("Steps and measurements", length_fields()), under("Seeds, divergence and slices", seed_fields())})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace replicas
