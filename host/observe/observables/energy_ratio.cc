// Two neighbouring temperatures T1 < T2 that sample one landscape have ln[p_2(L) / p_1(L)] linear in L with slope
// 1/T1 - 1/T2 (doi 10.1021/ct300688p). The slope by logistic regression of "which temperature" on L, over its
// prediction.
#include <algorithm>
#include <cmath>

#include "observe/observables/observable.h"
#include "observe/observables/pooled.h"

namespace replicas {

namespace {

// Of a chain: neighbours in time say little more. Fewer of many chains, whose samples together are enough.
constexpr std::size_t most_per_chain = 200, fewest_per_chain = 25, most_in_all = 12800;

std::vector<double> losses(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  const std::vector<Sample>& samples = digest.measurements.samples;
  const std::size_t wanted = std::clamp(most_in_all / digest.chains(), fewest_per_chain, most_per_chain);
  const std::size_t stride = std::max<std::size_t>(1, samples.size() / wanted);
  std::vector<double> result;
  for (const std::size_t chain : chains)
    if (const std::size_t r = digest.number(temperature, chain); !digest.replicas[r].diverged)
      for (std::size_t i = 0; i < samples.size(); i += stride)
        result.push_back(static_cast<double>(samples[i][recorded::loss][r]));
  return result;
}

/// Newton's method on p(second | x) = 1 / (1 + exp(-a - b x)); NaN when the two never overlap.
double logistic_slope(const std::vector<double>& first, const std::vector<double>& second) {
  double a = 0, b = 0;
  for (int iteration = 0; iteration < 50; ++iteration) {
    double ga = 0, gb = 0, aa = 0, ab = 0, bb = 0;
    const auto add = [&](double x, double label) {
      const double p = 1 / (1 + std::exp(-a - b * x)), w = p * (1 - p);
      ga += label - p;
      gb += (label - p) * x;
      aa += w;
      ab += w * x;
      bb += w * x * x;
    };
    for (const double x : first) add(x, 0);
    for (const double x : second) add(x, 1);
    const double determinant = aa * bb - ab * ab;
    if (!(determinant > 1e-12 * aa * bb)) return ReplicaDigest::absent;
    const double da = (bb * ga - ab * gb) / determinant, db = (aa * gb - ab * ga) / determinant;
    // A full step may overshoot where the two hardly overlap.
    const double damping = std::min(1.0, 4 / (1e-300 + std::fabs(da) + std::fabs(db)));
    a += damping * da;
    b += damping * db;
    if (std::fabs(da) + std::fabs(db) < 1e-9 * (1 + std::fabs(b))) return b;
  }
  return ReplicaDigest::absent;
}

double energy_ratio(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  if (temperature + 1 >= digest.temperatures()) return ReplicaDigest::absent;
  std::vector<double> cold = losses(digest, temperature, chains), hot = losses(digest, temperature + 1, chains);
  if (cold.size() < 50 || hot.size() < 50) return ReplicaDigest::absent;
  const double t = digest.temperature(temperature), expected = 1 / t - 1 / digest.temperature(temperature + 1);
  Moments all;
  for (const auto* part : {&cold, &hot})
    for (const double x : *part) all.add(x);
  const double scale = std::sqrt(all.variance());
  if (!(scale > 0)) return ReplicaDigest::absent;
  for (auto* part : {&cold, &hot})
    for (double& x : *part) x = (x - all.mean) / scale;
  return logistic_slope(cold, hot) / scale / expected;
}

}  // namespace

Family energy_ratio_observables() {
  return {{"energy_ratio", "1",
           "slope of ln[p(L; next T) / p(L; T)] in L over 1/T - 1/(next T): 1 when both sample one landscape",
           energy_ratio}};
}

}  // namespace replicas
