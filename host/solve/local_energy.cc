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

double local_energy(int inputs, std::span<const int> fields, int least_field, double d) {
  std::map<int, int> counts;
  for (const int field : fields) ++counts[field];
  double sum = 0;
  for (const auto& [field, count] : counts) sum += count * flipped_error(inputs, field, least_field, d);
  return sum / static_cast<double>(fields.size());
}

}  // namespace replicas::solve
