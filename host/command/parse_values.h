#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "command/options.h"

namespace replicas {

/// Texts of options into values. Every Error (64) names the option, the value, and what to write instead.
double parse_positive(std::string_view option, std::string_view text);
double parse_percent(std::string_view option, std::string_view text);  ///< from 0 to 1000
/// "300s", "5min", "0.5h", "2d" in seconds; a number alone is in `unit` seconds. 0 is allowed.
double parse_seconds(std::string_view option, std::string_view text, double unit = 1);
std::uint64_t parse_seed(std::string_view text, std::string_view option = "--seed");
Confinement parse_prior(std::string_view text);
StepSizeOption parse_step_size(std::string_view text);
void parse_start(std::string_view text, StartOption& start);
void parse_initial_scale(std::string_view text, StartOption& start);
std::uint64_t parse_burn_in(std::string_view text, std::uint64_t steps, std::uint64_t sample_interval);

/// The closest of `candidates` when it is near enough to be a slip of the finger, else empty.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

/// The same as the end of a message: "; did you mean PREFIXword?", or nothing.
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates, std::string_view prefix = "");

}  // namespace replicas
