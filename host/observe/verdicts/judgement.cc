#include "observe/verdicts/judgement.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace replicas {

double number_at(const Results& results, ColumnName name, std::size_t temperature) {
  const Column* column = results.column(name);
  return column == nullptr ? ReplicaDigest::absent : column->values[temperature];
}

double Findings::largest() const { return *std::ranges::max_element(numbers); }
double Findings::smallest() const { return *std::ranges::min_element(numbers); }
std::size_t Findings::at_largest() const {
  return temperatures[static_cast<std::size_t>(std::ranges::max_element(numbers) - numbers.begin())];
}
std::size_t Findings::at_smallest() const {
  return temperatures[static_cast<std::size_t>(std::ranges::min_element(numbers) - numbers.begin())];
}

Verdict not_tested(const std::string& question, const std::string& why) {
  return {Verdict::Kind::note, "not_tested", fmt::format("{} ({})", question, why)};
}

std::string named_temperature(const Digest& digest, std::size_t temperature) {
  return fmt::format("T = {:.3g}", digest.temperature(temperature));
}

std::string named_temperatures(const Digest& digest, const std::vector<std::size_t>& temperatures) {
  if (temperatures.size() > 1 && temperatures.size() == digest.temperatures()) return "every temperature";
  std::string text = "T = ";
  for (std::size_t i = 0; i < temperatures.size(); ++i) {
    if (i > 0) text += i + 1 == temperatures.size() ? " and " : ", ";
    text += fmt::format("{:.3g}", digest.temperature(temperatures[i]));
  }
  return text;
}

}  // namespace replicas
