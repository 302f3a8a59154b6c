#include "observe/throughput.h"

#include <algorithm>
#include <limits>

namespace replicas {

namespace {

double median(std::vector<double> values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace

ThroughputSummary summary(const Throughput& throughput) {
  std::vector<double> shares;
  for (std::size_t i = 0; i < throughput.rate.size(); ++i)
    if (throughput.peak[i] > 0) shares.push_back(throughput.rate[i] * throughput.flops_per_step / throughput.peak[i]);
  const double rate = median(throughput.rate);
  const auto [slowest, fastest] = std::minmax_element(throughput.rate.begin(), throughput.rate.end());
  return {rate, *slowest, *fastest, rate * throughput.flops_per_step, median(shares)};
}

}  // namespace replicas
