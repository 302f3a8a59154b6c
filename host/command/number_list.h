#pragma once

#include <string_view>
#include <vector>

namespace replicas {

/// Bounds of a number that an option takes, both included.
struct Bounds {
  double least, most;
};

/// One number of an option. Errors (64) name the option, the value and the bounds.
double parse_number(std::string_view option, std::string_view text, Bounds bounds);

/// "0.1,0.2,0.4" or "0.1:0.8:8" (evenly spaced, both ends included): at most 10000 numbers, increasing.
std::vector<double> parse_numbers(std::string_view option, std::string_view text, Bounds bounds);

}  // namespace replicas

namespace CLI {
class Validator;
}

namespace replicas {

/// For options that count something: lets 1e7 through as 10000000, and nothing but whole numbers.
CLI::Validator whole_numbers();

}  // namespace replicas
