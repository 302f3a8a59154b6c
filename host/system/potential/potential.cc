#include "system/potential/potential.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "model/error.h"
#include "model/number_in.h"

namespace replicas {

namespace {

constexpr std::size_t most_modes = 65536;

constexpr struct {
  std::string_view name;
  PotentialKind kind;
  float parameter;     ///< when none is given; below 0: it takes none
  std::size_t copies;  ///< when none are given
} kinds[] = {
    {"quadratic", PotentialKind::quadratic, 1.0f, 1},
    {"channel", PotentialKind::channel, 12.0f, 1},
    {"logistic-channel", PotentialKind::logistic_channel, 12.0f, 1},
    {"wall", PotentialKind::wall, -1.0f, 1},
    {"valley", PotentialKind::valley, -1.0f, 1},
    {"wall-gas", PotentialKind::channel, 40.0f, 100},
};

float parse_number(std::string_view text, std::string_view whole) {
  float value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  require(code == std::errc{} && end == text.data() + text.size() && std::isfinite(value) && value >= 0 && value <= 1e6,
          ErrorKind::bad_value, "<potential> {}: '{}' is not a number from 0 to 1e6", whole, text);
  return value;
}

}  // namespace

int Potential::weights_per_mode() const {
  return with_potential(kind, []<class Mode>() { return Mode::weights; });
}

int Potential::terms_per_mode() const {
  return with_potential(kind, []<class Mode>() { return Mode::terms; });
}

double Potential::infimum() const {
  double sum = 0;
  for (const double p : parameters) {
    if (kind == PotentialKind::channel) sum += 2 * std::exp(-p / 2);
    if (kind == PotentialKind::logistic_channel) sum += 2 * std::log1p(std::exp(-p / 2));
    if (kind == PotentialKind::wall) sum += 1;
  }
  return sum;
}

bool Potential::normalisable() const {
  for (const float p : parameters)
    if (kind == PotentialKind::quadratic && p == 0) return false;
  return kind != PotentialKind::valley;
}

Potential parse_potential(std::string_view text) {
  const std::string_view name = text.substr(0, text.find(':'));
  std::string_view numbers = name.size() < text.size() ? text.substr(name.size() + 1) : std::string_view();
  const auto* const known = std::find_if(std::begin(kinds), std::end(kinds), [&](auto& k) { return k.name == name; });
  require(known != std::end(kinds), ErrorKind::bad_value,
          "<potential> {}: choose quadratic, channel, logistic-channel, wall, valley or wall-gas", text);
  require(name.size() == text.size() || !numbers.empty(), ErrorKind::bad_value,
          "<potential> {}: nothing after the colon", text);
  std::size_t copies = known->copies;
  if (const std::size_t x = numbers.find('x'); x != std::string_view::npos) {
    const std::string_view count = numbers.substr(x + 1);
    const std::optional<std::uint64_t> given = whole_number(count);
    require(given && *given >= 1 && *given <= most_modes, ErrorKind::bad_value,
            "<potential> {}: '{}' is not a number of copies from 1 to {}", text, count, most_modes);
    copies = *given;
    numbers = numbers.substr(0, x);
  }
  require(known->parameter >= 0 || numbers.empty(), ErrorKind::bad_value,
          "<potential> {}: {} takes copies but no number", text, known->name);
  std::vector<float> one;
  if (numbers.empty()) one = {known->parameter};
  while (one.empty() || !numbers.empty()) {
    const std::size_t comma = std::min(numbers.find(','), numbers.size());
    one.push_back(parse_number(numbers.substr(0, comma), text));
    require(comma + 1 != numbers.size(), ErrorKind::bad_value,
            "<potential> {}: a number is missing after the last comma", text);
    numbers = numbers.substr(std::min(comma + 1, numbers.size()));
  }
  require(one.size() * copies <= most_modes, ErrorKind::bad_value, "<potential> {}: {} modes are more than {}", text,
          one.size() * copies, most_modes);
  Potential potential{.kind = known->kind, .text = std::string(text), .parameters = {}};
  for (std::size_t copy = 0; copy < copies; ++copy)
    potential.parameters.insert(potential.parameters.end(), one.begin(), one.end());
  return potential;
}

Network network_of(const Potential& potential) {
  return {{static_cast<int>(potential.modes()), potential.weights_per_mode()}, Activation::linear, Loss::mse, false};
}

}  // namespace replicas
