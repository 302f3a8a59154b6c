#include "show/number.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>

#include "model/number_in.h"

namespace replicas {

namespace {

/// Decimal exponent of the first digit after rounding to `digits` digits: 9.96 has 1 with two digits.
int exponent(double value, int digits) {
  if (value == 0) return 0;
  const std::string text = fmt::format("{:.{}e}", std::abs(value), digits - 1);
  return number_in<int>(std::string_view(text).substr(text.find('e') + 1));
}

std::string tail(int power) { return power == 0 ? "" : fmt::format("e{}", power); }

/// "-0.0" says nothing that "0.0" does not.
std::string decimal(double value, int decimals) {
  const std::string text = fmt::format("{:.{}f}", value, decimals);
  const bool zero = text.find_first_not_of("-0.") == std::string::npos;
  return zero && text[0] == '-' ? text.substr(1) : text;
}

}  // namespace

bool short_in_fixed(double value) {
  const double size = std::abs(value);
  return !std::isfinite(value) || value == 0 || (size >= 1e-3 && size < 1e5);
}

std::string number(double value, int digits, Notation notation) {
  if (!std::isfinite(value)) return "-";
  const int first = exponent(value, digits);
  const int power = notation == Notation::scientific ? first : 0;
  const int decimals = std::max(0, digits - 1 - (first - power));
  return decimal(value * std::pow(10.0, -power), decimals) + tail(power);
}

std::string number(double value, double error, int digits, Notation notation) {
  if (!std::isfinite(value) || !std::isfinite(error) || error <= 0) return number(value, digits, notation);
  // Two digits of the error up to 19, then one: rounding never moves it by more than a fifth.
  const int error_digits = error / std::pow(10.0, exponent(error, 2)) < 1.95 ? 2 : 1;
  const int last = exponent(error, error_digits) - error_digits + 1;
  const double rounded_error = std::round(error / std::pow(10.0, last));
  const double rounded = std::round(value / std::pow(10.0, last));
  // Of what is printed, so that 9.999(3) and 10.000(3) each get the power they show.
  const int power =
      notation == Notation::scientific ? last + exponent(std::max(std::abs(rounded), rounded_error), 15) : 0;
  if (last >= power)
    return fmt::format("{}({:.0f}){}", decimal(rounded * std::pow(10.0, last - power), 0),
                       rounded_error * std::pow(10.0, last - power), tail(power));
  return fmt::format("{}({:.0f}){}", decimal(rounded * std::pow(10.0, last - power), power - last), rounded_error,
                     tail(power));
}

}  // namespace replicas
