#include "solve/local_energy.h"

#include <cmath>
#include <map>

namespace replicas::solve {

namespace {

/// The binomial law, from ln Gamma: terms of it that double cannot hold are 0.
std::vector<double> binomial(int count, double d) {
  std::vector<double> law;
  for (int k = 0; k <= count; ++k) {
    // lgamma_r, since lgamma writes to a variable that all threads share.
    int sign = 0;
    const double choices = lgamma_r(count + 1.0, &sign) - lgamma_r(k + 1.0, &sign) - lgamma_r(count - k + 1.0, &sign);
    law.push_back(std::exp(choices + k * std::log(d) + (count - k) * std::log1p(-d)));
  }
  return law;
}

}  // namespace

double flipped_error(int inputs, int field, int least_field, double d) {
  if (d <= 0) return field < least_field ? 1 : 0;
  const std::vector<double> agreeing = binomial((inputs + field) / 2, d), others = binomial((inputs - field) / 2, d);
  // Wrong when X - Y > (I - least)/2: for each X, Y below X - (I - least)/2.
  const int slack = (field - least_field) / 2;
  double wrong = 0, below = 0;
  int next = 0;
  for (int x = 0; x < static_cast<int>(agreeing.size()); ++x) {
    while (next < x - slack && next < static_cast<int>(others.size()))
      below += others[static_cast<std::size_t>(next++)];
    wrong += agreeing[static_cast<std::size_t>(x)] * below;
  }
  return wrong;
}

double turned_error(const Machine& machine, std::span<const int> fields, std::span<const double> turned,
                    int least_field) {
  if (machine.parity) {
    double product = output_field(machine, fields);
    for (const double p : turned) product *= 1 - 2 * p;
    return (1 - product) / 2;
  }
  // law[u]: the probability that u units are +1.
  std::vector<double> law = {1};
  for (std::size_t k = 0; k < fields.size(); ++k) {
    const double plus = fields[k] > 0 ? 1 - turned[k] : turned[k];
    law.push_back(0);
    for (std::size_t u = law.size() - 1; u > 0; --u) law[u] = law[u] * (1 - plus) + law[u - 1] * plus;
    law[0] *= 1 - plus;
  }
  double wrong = 0;
  for (int u = 0; u < static_cast<int>(law.size()); ++u)
    if (2 * u - machine.units < least_field) wrong += law[static_cast<std::size_t>(u)];
  return wrong;
}

double local_energy(const Machine& machine, std::span<const int> fields, int least_field, double d) {
  const auto k = static_cast<std::size_t>(machine.units);
  std::map<int, double> known;  // by field (one unit) or its absolute value
  const int threshold = k == 1 ? least_field : 1;
  const auto turns = [&](int field) {
    const int key = k == 1 ? field : std::abs(field);
    const auto [at, fresh] = known.try_emplace(key);
    if (fresh) at->second = flipped_error(machine.inputs, key, threshold, d);
    return at->second;
  };
  double sum = 0;
  std::vector<double> turned(k);
  for (std::size_t at = 0; at < fields.size(); at += k) {
    const std::span<const int> units = fields.subspan(at, k);
    for (std::size_t u = 0; u < k; ++u) turned[u] = turns(units[u]);
    sum += k == 1 ? turned[0] : turned_error(machine, units, turned, least_field);
  }
  return sum / static_cast<double>(fields.size() / k);
}

}  // namespace replicas::solve
