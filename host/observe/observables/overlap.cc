// How alike the replicas are: q_ab = w_a . w_b / (|w_a| |w_b|) of two replicas of one data set at the same step, the
// overlap of spin-glass theory for weights whose length is free. It is near 0 where replicas are independent, up to
// 1 / sqrt(N), and 1 where they sit at one place; its density has a peak for each way of being alike.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/dot.h"
#include "observe/observables/gathered_spectra.h"
#include "observe/observables/observable.h"
#include "observe/statistics/jackknife.h"

namespace replicas {

namespace {

constexpr std::size_t most_chains = 64, most_moments = 32;  // of a data set and temperature: 2016 pairs
constexpr std::size_t bins = 100;                           // of q from -1 to 1
constexpr double width = 2.0 / bins;
constexpr double most_products = 4e9;  // multiplications in all, some seconds

/// One pair of chains at one temperature: over the moments, the sum of q and how often it fell into each bin.
struct Pair {
  std::size_t a, b;
  double sum = 0;
  std::vector<std::uint32_t> counts = std::vector<std::uint32_t>(bins, 0);
};

struct Overlaps {
  std::size_t moments = 0;
  std::vector<std::vector<Pair>> pairs;  // by temperature, of all data sets
};

std::vector<Pair> pairs_of(const Digest& digest, std::size_t temperature) {
  std::vector<Pair> pairs;
  for (std::size_t dataset = 0; dataset < digest.ensemble().dataset_count(); ++dataset) {
    const std::vector<std::size_t> chains = digest.chains_of(temperature, dataset);
    for (std::size_t i = 0; i < std::min(most_chains, chains.size()); ++i)
      for (std::size_t j = 0; j < i; ++j) pairs.push_back({.a = chains[j], .b = chains[i]});
  }
  return pairs;
}

/// Evenly spread moments, as many as the pairs leave time for.
std::vector<const WeightSample*> chosen_moments(const Digest& digest, std::size_t pairs) {
  const std::vector<const WeightSample*> all = samples_with_weights(digest.measurements);
  const double each = std::max(1.0, static_cast<double>(pairs * digest.ensemble().weights()));
  const auto affordable = static_cast<std::size_t>(std::max(1.0, most_products / each));
  const std::size_t count = std::min({all.size(), most_moments, affordable});
  std::vector<const WeightSample*> some;
  for (std::size_t i = 0; i < count; ++i) some.push_back(all[(2 * i + 1) * all.size() / (2 * count)]);
  return some;
}

Overlaps overlaps(const Digest& digest) {
  Overlaps found;
  std::size_t count = 0;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) count += found.pairs.emplace_back(pairs_of(digest, t)).size();
  const std::vector<const WeightSample*> moments = chosen_moments(digest, count);
  found.moments = moments.size();
  for (const WeightSample* moment : moments)
    for (std::size_t t = 0; t < digest.temperatures(); ++t) {
      const auto of = [&](std::size_t chain) {
        return replica_weights(*moment, digest.number(t, chain), digest.ensemble());
      };
      std::vector<double> norms(digest.chains(), 0.0);
      for (std::size_t chain = 0; chain < norms.size(); ++chain) norms[chain] = std::sqrt(dot(of(chain), of(chain)));
      for (Pair& pair : found.pairs[t]) {
        const double q = dot(of(pair.a), of(pair.b)) / (norms[pair.a] * norms[pair.b]);
        pair.sum += q;
        const double place = std::clamp((q + 1) / 2 * bins, 0.0, bins - 1.0);
        if (std::isfinite(q)) ++pair.counts[static_cast<std::size_t>(place)];
      }
    }
  return found;
}

/// Calls use(pair) for the pairs of which both chains are among `chains`, in ascending order; their number.
template <class Use>
double for_pairs(const std::vector<Pair>& pairs, std::span<const std::size_t> chains, const Use& use) {
  const auto among = [&](std::size_t chain) { return std::ranges::binary_search(chains, chain); };
  double count = 0;
  for (const Pair& pair : pairs)
    if (among(pair.a) && among(pair.b)) {
      use(pair);
      ++count;
    }
  return count;
}

double mean_overlap(const Digest& digest, std::size_t temperature, std::span<const std::size_t> chains) {
  const Overlaps& all = digest.part(overlaps);
  double sum = 0;
  const double count = for_pairs(all.pairs[temperature], chains, [&](const Pair& pair) { sum += pair.sum; });
  return count > 0 && all.moments > 0 ? sum / count / static_cast<double>(all.moments) : ReplicaDigest::absent;
}

std::array<double, bins> density(const Overlaps& all, std::size_t temperature, std::span<const std::size_t> chains) {
  std::array<double, bins> sums{};
  const double count = for_pairs(all.pairs[temperature], chains, [&](const Pair& pair) {
    for (std::size_t bin = 0; bin < bins; ++bin) sums[bin] += pair.counts[bin];
  });
  for (double& sum : sums) sum /= width * count * static_cast<double>(all.moments);
  return sums;
}

}  // namespace

Family overlap_observables() {
  return {{"overlap", "1", "mean overlap w_a . w_b / (|w_a| |w_b|) of two replicas of one data set", mean_overlap}};
}

/// overlap_density(temperature, overlap_bin), averaged over data sets, with a jackknife over the replicas of each.
std::vector<Curve> overlap_curves(const CurveSources& from) {
  const Digest& digest = from.digest;
  const Overlaps& all = digest.part(overlaps);
  if (all.moments == 0) return {};
  Curve curve{
      .name = "overlap_density",
      .unit = "1",
      .long_name = "probability density of the overlap of two replicas of one data set",
      .axes = {temperature_axis(digest.ensemble().temperatures),
               {.name = "overlap_bin", .unit = "1", .long_name = "overlap, middle of the bin", .integers = false}}};
  for (std::size_t i = 0; i < bins; ++i) curve.axis().values.push_back(-1 + width * (static_cast<double>(i) + 0.5));
  Curve error = error_of(curve);
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    std::array<Moments, bins> values, variances;
    for (std::size_t dataset = 0; dataset < digest.ensemble().dataset_count(); ++dataset) {
      std::vector<std::size_t> chains = digest.chains_of(t, dataset);
      chains.resize(std::min(most_chains, chains.size()));
      if (chains.size() < 2) continue;
      const std::array<double, bins> whole = density(all, t, chains);
      const std::vector<std::size_t> part = jackknife_parts(chains, digest.map_of_replicas().group, chains.size());
      std::array<Moments, bins> without;
      for (std::size_t left_out = 0; left_out <= part.back(); ++left_out) {
        std::vector<std::size_t> kept;
        for (std::size_t i = 0; i < chains.size(); ++i)
          if (part[i] != left_out) kept.push_back(chains[i]);
        if (kept.size() < 2) continue;
        const std::array<double, bins> rest = density(all, t, kept);
        for (std::size_t bin = 0; bin < bins; ++bin) without[bin].add(rest[bin]);
      }
      for (std::size_t bin = 0; bin < bins; ++bin) {
        values[bin].add(whole[bin]);
        variances[bin].add(jackknife_variance(without[bin]));
      }
    }
    for (std::size_t bin = 0; bin < bins; ++bin) {
      const bool any = values[bin].count > 0;
      curve.values.push_back(any ? values[bin].mean : ReplicaDigest::absent);
      error.values.push_back(any ? std::sqrt(variances[bin].mean / values[bin].count) : ReplicaDigest::absent);
    }
  }
  return {curve, error};
}

}  // namespace replicas
