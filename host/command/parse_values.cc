#include "command/parse_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "model/error.h"
#include "model/whole_number.h"

namespace replicas {

namespace {

template <class Number>
bool parse_all(std::string_view text, Number& value) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc{} && end == text.data() + text.size();
}

}  // namespace

double parse_positive(std::string_view option, std::string_view text) {
  double value = 0;
  require(parse_all(text, value) && std::isfinite(value) && value > 0, Exit::usage, "{} {} is not a positive number",
          option, text);
  require(value >= 1e-30 && value <= 1e30, Exit::usage, "{} {} is outside 1e-30..1e30", option, text);
  return value;
}

double parse_percent(std::string_view option, std::string_view text) {
  double value = 0;
  require(parse_all(text, value), Exit::usage, "{} {} is not a number of percent", option, text);
  require(value >= 0 && value <= 1000, Exit::usage, "{} {} is outside 0..1000 percent", option, text);
  return value;
}

double parse_seconds(std::string_view option, std::string_view text, double unit) {
  const std::string_view given = text;
  const char* const plain = unit == 3600 ? "hours" : "seconds";
  for (const auto& [suffix, seconds] :
       {std::pair<std::string_view, double>{"min", 60}, {"h", 3600}, {"d", 86400}, {"s", 1}})
    if (text.ends_with(suffix)) {
      text.remove_suffix(suffix.size());
      unit = seconds;
      break;
    }
  double value = 0;
  require(parse_all(text, value) && std::isfinite(value) && value >= 0 && value <= 1e9, Exit::usage,
          "{} {}: write {}, or a number with s, min, h or d, such as 5min", option, given, plain);
  return value * unit;
}

std::uint64_t parse_seed(std::string_view text, std::string_view option) {
  std::optional<std::uint64_t> seed = whole_number(text);
  if (text.starts_with("0x")) {
    const std::string_view digits = text.substr(2);
    std::uint64_t value = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (code == std::errc{} && !digits.empty() && end == digits.data() + digits.size()) seed = value;
  }
  require(seed.has_value(), Exit::usage,
          "{} {} is not a whole number of at most 64 bits (decimal, or hexadecimal after 0x)", option, text);
  return *seed;
}

Confinement parse_prior(std::string_view text) {
  Confinement confinement;
  confinement.kind = Confinement::Kind::prior;
  constexpr std::string_view suffix = "/fan-in";
  confinement.per_fan_in = text.ends_with(suffix);
  if (confinement.per_fan_in) text.remove_suffix(suffix.size());
  confinement.strength = parse_positive("--prior", text);
  return confinement;
}

StepSizeOption parse_step_size(std::string_view text) {
  StepSizeOption option;
  if (text == "auto") return option;
  if (text.ends_with("/T")) {
    option.kind = StepSizeOption::Kind::over_temperature;
    option.values = {parse_positive("--step-size", text.substr(0, text.size() - 2))};
    return option;
  }
  while (true) {
    const std::size_t comma = text.find(',');
    option.values.push_back(parse_positive("--step-size", text.substr(0, comma)));
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  option.kind = option.values.size() == 1 ? StepSizeOption::Kind::constant : StepSizeOption::Kind::list;
  return option;
}

void parse_start(std::string_view text, StartOption& start) {
  start.common = text.starts_with("common");
  start.both = text.starts_with("both");
  start.descent = start.common || start.both || text == "auto" || text.starts_with("descent");
  start.equilibrium = text == "equilibrium";
  start.target_loss = 0;
  start.run.clear();
  if (text == "auto" || text == "random" || text == "descent" || text == "common" || text == "equilibrium" ||
      text == "both")
    return;
  if (text.starts_with("run:")) {
    const std::size_t at = text.rfind('@');
    const std::optional<std::uint64_t> step =
        at == std::string_view::npos ? std::nullopt : whole_number(text.substr(at + 1));
    require(at != std::string_view::npos && at > 4 && step, Exit::usage,
            "--start {}: write run:RUN@STEP, a run directory and the step that it has saved", text);
    start.step = *step;
    start.run = text.substr(4, at - 4);
    return;
  }
  const std::string_view name = start.common ? "common:" : start.both ? "both:" : "descent:";
  require(
      text.starts_with(name), Exit::usage,
      "--start {}: choose auto, random, descent[:LOSS], both[:LOSS], common[:LOSS], equilibrium (of a --potential), or "
      "run:RUN@STEP",
      text);
  start.target_loss = parse_positive(fmt::format("--start {}", name), text.substr(name.size()));
}

void parse_initial_scale(std::string_view text, StartOption& start) {
  if (text == "1/fan-in") {
    start.scale = StartOption::Scale::fan_in;
  } else if (text == "prior") {
    start.scale = StartOption::Scale::prior;
  } else {
    start.scale = StartOption::Scale::number;
    start.deviation = parse_positive("--initial-scale (1/fan-in, prior, or a standard deviation):", text);
  }
}

std::uint64_t parse_burn_in(std::string_view text, std::uint64_t steps, std::uint64_t sample_interval) {
  std::uint64_t burn_in = 0;
  if (text.ends_with('%')) {
    double percent = 0;
    require(parse_all(text.substr(0, text.size() - 1), percent) && percent >= 0 && percent < 100, Exit::usage,
            "--burn-in {} is not a percentage from 0% to below 100%", text);
    burn_in = static_cast<std::uint64_t>(std::llround(static_cast<double>(steps) * percent / 100));
  } else {
    const std::optional<std::uint64_t> given = whole_number(text);
    require(given.has_value(), Exit::usage, "--burn-in {}: write a percentage like 30% or a number of steps", text);
    burn_in = *given;
  }
  require(burn_in < steps, Exit::usage, "--burn-in {} leaves nothing of --steps {} to measure; try --burn-in 30%", text,
          steps);
  burn_in = (burn_in + sample_interval - 1) / sample_interval * sample_interval;
  return burn_in;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    // Levenshtein distance, one row at a time.
    std::vector<std::size_t> row(candidate.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= word.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i;
      for (std::size_t j = 1; j < row.size(); ++j) {
        const std::size_t above = row[j];
        row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (word[i - 1] == candidate[j - 1] ? 0u : 1u)});
        diagonal = above;
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates, std::string_view prefix) {
  const std::string near = did_you_mean(word, candidates);
  return near.empty() ? "" : fmt::format("; did you mean {}{}?", prefix, near);
}

}  // namespace replicas
