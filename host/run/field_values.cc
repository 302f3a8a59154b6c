#include "run/field_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "model/number_in.h"

namespace replicas {

namespace {

template <class Number>
bool parse_all(std::string_view text, Number& value) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc{} && end == text.data() + text.size();
}

/// A number from 1e-30 to 1e30, or nothing.
std::optional<double> positive(std::string_view text) {
  double value = 0;
  if (!parse_all(text, value) || !(value >= 1e-30) || !(value <= 1e30)) return std::nullopt;
  return value;
}

}  // namespace

double parse_positive(std::string_view key, std::string_view text) {
  double value = 0;
  require(parse_all(text, value) && std::isfinite(value) && value > 0, ErrorKind::bad_value,
          "<{}> {} is not a positive number", key, text);
  require(value >= 1e-30 && value <= 1e30, ErrorKind::bad_value, "<{}> {} is outside 1e-30..1e30", key, text);
  return value;
}

double parse_percent(std::string_view key, std::string_view text) {
  double value = 0;
  require(parse_all(text, value), ErrorKind::bad_value, "<{}> {} is not a number of percent", key, text);
  require(value >= 0 && value <= 1000, ErrorKind::bad_value, "<{}> {} is outside 0..1000 percent", key, text);
  return value;
}

double parse_seconds(std::string_view key, std::string_view text, double unit) {
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
  require(parse_all(text, value) && std::isfinite(value) && value >= 0 && value <= 1e9, ErrorKind::bad_value,
          "<{}> {}: write {}, or a number with s, min, h or d, such as 5min", key, given, plain);
  return value * unit;
}

std::uint64_t parse_seed(std::string_view text, std::string_view key) {
  std::optional<std::uint64_t> seed = whole_number(text);
  if (text.starts_with("0x")) {
    const std::string_view digits = text.substr(2);
    std::uint64_t value = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (code == std::errc{} && !digits.empty() && end == digits.data() + digits.size()) seed = value;
  }
  require(seed.has_value(), ErrorKind::bad_value,
          "<{}> {} is not a whole number of at most 64 bits (decimal, or hexadecimal after 0x)", key, text);
  return *seed;
}

Confinement parse_prior(std::string_view text) {
  Confinement confinement;
  confinement.kind = Confinement::Kind::prior;
  constexpr std::string_view suffix = "/fan-in";
  confinement.per_fan_in = text.ends_with(suffix);
  if (confinement.per_fan_in) text.remove_suffix(suffix.size());
  confinement.strength = parse_positive("prior", text);
  return confinement;
}

StepSizeRule parse_step_size(std::string_view text) {
  StepSizeRule rule;
  if (text == "auto") return rule;
  if (text.ends_with("/T")) {
    rule.kind = StepSizeRule::Kind::over_temperature;
    rule.values = {parse_positive("step-size", text.substr(0, text.size() - 2))};
    return rule;
  }
  while (true) {
    const std::size_t comma = text.find(',');
    rule.values.push_back(parse_positive("step-size", text.substr(0, comma)));
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  rule.kind = rule.values.size() == 1 ? StepSizeRule::Kind::constant : StepSizeRule::Kind::list;
  return rule;
}

namespace {
using Shape = FactorSchedule::Shape;
const Choices<Shape> shapes = {{"exp", Shape::exponential}, {"linear", Shape::linear}, {"cosine", Shape::cosine}};
}  // namespace

std::optional<NumberSchedule> parse_schedule(std::string_view key, std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::string_view rest = text;;) {
    const std::size_t colon = rest.find(':');
    parts.push_back(rest.substr(0, colon));
    if (colon == std::string_view::npos) break;
    rest.remove_prefix(colon + 1);
  }
  // Digits in the third place are the number of temperatures of a ladder.
  if (parts.size() < 3 || parts[2].empty() || (parts[2][0] >= '0' && parts[2][0] <= '9')) return {};
  require(parts.size() <= 4, ErrorKind::bad_value, "<{}> {}: write A:B:exp, or A:B:exp:STEPS", key, text);
  NumberSchedule schedule{.first = parse_positive(key, parts[0]), .last = parse_positive(key, parts[1])};
  const auto shape = std::ranges::find(shapes, parts[2], [](const auto& one) { return std::string_view(one.first); });
  require(shape != shapes.end(), ErrorKind::bad_value, "<{}> {}: '{}' is none of exp, linear, cosine{}", key, text,
          parts[2], key == "temps" ? ", and no number of temperatures" : "");
  schedule.shape = shape->second;
  if (parts.size() == 4) {
    const std::int64_t steps = parse_whole(key, std::string(parts[3]));
    require(steps >= 1, ErrorKind::bad_value, "<{}> {}: a schedule takes at least one step", key, text);
    schedule.steps = static_cast<std::uint64_t>(steps);
  }
  return schedule;
}

std::string print(const NumberSchedule& schedule) {
  return fmt::format("{}:{}:{}:{}", schedule.first, schedule.last, name_of(schedule.shape, shapes), schedule.steps);
}

void parse_start(std::string_view text, StartRule& start) {
  start.common = text.starts_with("common");
  start.both = text.starts_with("both");
  start.automatic = text == "auto";
  start.descent = start.automatic || start.common || start.both || text.starts_with("descent");
  start.equilibrium = text == "equilibrium";
  start.target_loss = 0;
  start.run.clear();
  start.file.clear();
  if (text == "auto" || text == "random" || text == "descent" || text == "common" || text == "equilibrium" ||
      text == "both")
    return;
  if (text.starts_with("run:")) {
    const std::size_t at = text.rfind('@');
    const std::optional<std::uint64_t> step =
        at == std::string_view::npos ? std::nullopt : whole_number(text.substr(at + 1));
    require(at != std::string_view::npos && at > 4 && step, ErrorKind::bad_value,
            "<start> {}: write run:RUN@STEP, a run directory and the step that it has saved", text);
    start.step = *step;
    start.run = text.substr(4, at - 4);
    return;
  }
  if (text.starts_with("file:")) {
    start.file = text.substr(5);
    require(!start.file.empty(), ErrorKind::bad_value, "<start> {}: write file:FILE, an NPY file of weights", text);
    return;
  }
  const std::string_view name = start.common ? "common:" : start.both ? "both:" : "descent:";
  require(
      text.starts_with(name), ErrorKind::bad_value,
      "<start> {}: choose auto, random, descent[:LOSS], both[:LOSS], common[:LOSS], equilibrium (of a <potential>), "
      "run:RUN@STEP, or file:FILE",
      text);
  const std::optional<double> loss = positive(text.substr(name.size()));
  require(loss.has_value(), ErrorKind::bad_value, "<start> {}: LOSS has to be a positive number from 1e-30 to 1e30",
          text);
  start.target_loss = *loss;
}

void parse_initial_scale(std::string_view text, StartRule& start) {
  if (text == "1/fan-in") {
    start.scale = StartRule::Scale::fan_in;
  } else if (text == "prior") {
    start.scale = StartRule::Scale::prior;
  } else {
    start.scale = StartRule::Scale::number;
    const std::optional<double> deviation = positive(text);
    require(deviation.has_value(), ErrorKind::bad_value,
            "<initial-scale> {}: write 1/fan-in, prior, or a standard deviation from 1e-30 to 1e30", text);
    start.deviation = *deviation;
  }
}

BurnInRule parse_burn_in(std::string_view text) {
  if (text.ends_with('%')) {
    double percent = 0;
    require(parse_all(text.substr(0, text.size() - 1), percent) && percent >= 0 && percent < 100, ErrorKind::bad_value,
            "<burn-in> {} is not a percentage from 0% to below 100%", text);
    return {.percent = percent};
  }
  const std::optional<std::uint64_t> steps = whole_number(text);
  require(steps.has_value(), ErrorKind::bad_value, "<burn-in> {}: write a percentage like 30% or a number of steps",
          text);
  return {.steps = steps};
}

std::optional<std::int64_t> signed_whole_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view size = text.substr(negative ? 1 : 0);
  const std::optional<std::uint64_t> value = whole_number(size);
  const bool padded = size.size() > 1 && size.starts_with('0');
  if (!value || padded || *value > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return negative ? -static_cast<std::int64_t>(*value) : static_cast<std::int64_t>(*value);
}

std::int64_t parse_whole(std::string_view key, std::string_view text) {
  const std::optional<std::int64_t> value = signed_whole_number(text);
  require(value.has_value(), ErrorKind::bad_value, "<{}>: '{}' is not a whole number", key, text);
  return *value;
}

int parse_int(std::string_view key, std::string_view text) {
  const std::int64_t value = parse_whole(key, text);
  require(std::in_range<int>(value), ErrorKind::bad_value, "<{}> {} is outside {}..{}", key, text,
          std::numeric_limits<int>::min(), std::numeric_limits<int>::max());
  return static_cast<int>(value);
}

Shard parse_shard(std::string_view text) {
  const std::size_t slash = text.find('/');
  require(slash != std::string_view::npos, ErrorKind::bad_value, "<shard> {}: write I/N, such as 2/8", text);
  const std::int64_t parts = parse_whole("shard", text.substr(slash + 1));
  require(parts >= 1 && parts <= most_shards, ErrorKind::bad_value, "<shard> {}: {} is outside 1..{}", text, parts,
          most_shards);
  const std::int64_t number = parse_whole("shard", text.substr(0, slash));
  require(number >= 1 && number <= parts, ErrorKind::bad_value, "<shard> {}: {} is not from 1 to {}", text, number,
          parts);
  return {.number = static_cast<std::size_t>(number), .parts = static_cast<std::size_t>(parts)};
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
