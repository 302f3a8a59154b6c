#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/error.h"
#include "run/fields.h"

namespace replicas {

// Texts into values. Every Error (bad_value) names the field, the text, and what to write instead.
double parse_positive(std::string_view key, std::string_view text);
double parse_percent(std::string_view key, std::string_view text);  ///< from 0 to 1000
/// "300s", "5min", "0.5h", "2d" in seconds; a number alone is in `unit` seconds. 0 is allowed.
double parse_seconds(std::string_view key, std::string_view text, double unit = 1);
std::uint64_t parse_seed(std::string_view text, std::string_view key = "seed");
/// Decimal digits, or a power of ten like 1e7, with or without a minus; nothing for anything else, 010 and 0x10 among
/// it. The sign is kept, for a check of the range has the better message.
std::optional<std::int64_t> signed_whole_number(std::string_view text);
std::int64_t parse_whole(std::string_view key, std::string_view text);
int parse_int(std::string_view key, std::string_view text);  ///< of those, what an int holds
Confinement parse_prior(std::string_view text);
StepSizeRule parse_step_size(std::string_view text);
/// "A:B:exp|linear|cosine[:STEPS]"; nothing for a text of another form.
std::optional<NumberSchedule> parse_schedule(std::string_view key, std::string_view text);
std::string print(const NumberSchedule& schedule);
void parse_start(std::string_view text, StartRule& start);
void parse_initial_scale(std::string_view text, StartRule& start);
BurnInRule parse_burn_in(std::string_view text);
Shard parse_shard(std::string_view text);  ///< I/N
inline constexpr std::int64_t most_shards = 100000;

/// The closest of `candidates` when it is near enough to be a slip of the finger, else empty.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);
/// The same as the end of a message: "; did you mean PREFIXword?", or nothing.
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates, std::string_view prefix = "");

template <class Value>
using Choices = std::vector<std::pair<std::string, Value>>;

template <class Value>
std::vector<std::string> names_of(const Choices<Value>& choices) {
  std::vector<std::string> names;
  for (const auto& [name, value] : choices) names.push_back(name);
  return names;
}

/// The value with this name; Error lists the names and the one that was perhaps meant.
template <class Value>
Value choose(std::string_view key, const std::string& text, const Choices<Value>& choices) {
  const std::vector<std::string> names = names_of(choices);
  const auto found = std::ranges::find(names, text);
  if (found != names.end()) return choices[static_cast<std::size_t>(found - names.begin())].second;
  fail(ErrorKind::bad_value, "<{}> {}: choose {}{}", key, text, fmt::format("{}", fmt::join(names, ", ")),
       suggestion(text, names));
}

/// The name of a value.
template <class Value>
std::string name_of(const Value& value, const Choices<Value>& choices) {
  for (const auto& [name, own] : choices)
    if (own == value) return name;
  return "";
}

}  // namespace replicas
