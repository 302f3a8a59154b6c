// Between the rungs: mean loss and heat capacity as continuous functions of T, and differences of entropy.
#include <algorithm>
#include <cmath>

#include "observe/observables/curves.h"
#include "observe/statistics/independent_estimates.h"
#include "observe/statistics/jackknife.h"
#include "observe/statistics/reweighting.h"

namespace replicas {

namespace {

constexpr std::size_t bins = 1000, places = 9;
constexpr const char* long_name_of_place =
    "from the temperature towards its neighbours in the ladder, in steps of ln T";

/// Counts and sums of each chain, so that the jackknife can leave one out without a new look at the samples.
struct ChainCounts {
  std::vector<std::vector<double>> losses;                      // [chain][bin] sum over all temperatures
  std::vector<std::vector<std::vector<std::uint16_t>>> counts;  // [chain][temperature][bin]
};

/// Bins of equal width in ln L where every loss is positive (they span decades), else in L.
ChainCounts count_losses(const Digest& digest, const std::vector<std::size_t>& chains) {
  const std::vector<Sample>& samples = digest.measurements.samples;
  double low = HUGE_VAL, high = -HUGE_VAL;
  const auto each = [&](auto body) {
    for (std::size_t c = 0; c < chains.size(); ++c)
      for (std::size_t t = 0; t < digest.temperatures(); ++t) {
        const std::size_t r = digest.number(t, chains[c]);
        const std::size_t stride = samples.size() / 60000 + 1;  // counts fit 16 bits
        if (digest.replicas[r].diverged) continue;
        for (std::size_t i = 0; i < samples.size(); i += stride)
          if (const auto loss = static_cast<double>(samples[i][recorded::loss][r]); std::isfinite(loss))
            body(c, t, loss);
      }
  };
  each([&](std::size_t, std::size_t, double loss) {
    low = std::min(low, loss);
    high = std::max(high, loss);
  });
  ChainCounts result;
  if (!(high > low)) return result;
  const bool logarithmic = low > 0;
  const double first = logarithmic ? std::log(low) : low, last = logarithmic ? std::log(high) : high;
  const double width = (last - first) / bins;
  result.losses.assign(chains.size(), std::vector<double>(bins, 0.0));
  result.counts.assign(chains.size(), std::vector(digest.temperatures(), std::vector<std::uint16_t>(bins, 0)));
  each([&](std::size_t c, std::size_t t, double loss) {
    const double place = ((logarithmic ? std::log(loss) : loss) - first) / width;
    const std::size_t b = std::min(bins - 1, static_cast<std::size_t>(std::max(0.0, place)));
    ++result.counts[c][t][b];
    result.losses[c][b] += loss;
  });
  return result;
}

/// Places around a rung, from half way to the rung below (-1/2) to half way to the one above (1/2).
std::vector<double> place_axis() {
  std::vector<double> axis;
  for (std::size_t i = 0; i < places; ++i)
    axis.push_back(static_cast<double>(i) / static_cast<double>(places - 1) - 0.5);
  return axis;
}

/// The temperature at a place: geometric between the rung and its neighbour on that side, so that the curves of an
/// uneven ladder meet as those of an even one do. Absent beyond the ends, where nothing was seen: no extrapolation.
double temperature_at(const Digest& digest, std::size_t rung, double place) {
  if (place == 0) return digest.temperature(rung);
  if (place < 0 ? rung == 0 : rung + 1 == digest.temperatures()) return ReplicaDigest::absent;
  const double neighbour = digest.temperature(place < 0 ? rung - 1 : rung + 1);
  return digest.temperature(rung) * std::pow(neighbour / digest.temperature(rung), std::fabs(place));
}

/// The temperature of each place as a curve, so that a reader need not know the rule.
Curve temperatures_of(const Digest& digest, const std::vector<double>& axis) {
  Curve curve{
      .name = "reweighted_temperature",
      .unit = "1",
      .long_name = "temperature of the reweighted averages",
      .axes =
          {temperature_axis(digest.ensemble().temperatures),
           {.name = "ladder_place", .unit = "1", .long_name = long_name_of_place, .integers = false, .values = axis}},
      .group = "reweighting"};
  for (std::size_t t = 0; t < digest.temperatures(); ++t)
    for (const double place : axis) curve.values.push_back(temperature_at(digest, t, place));
  return curve;
}

/// Everything at once, in one row: mean losses, heat capacities, entropy steps.
std::vector<double> solve(const Digest& digest, const ChainCounts& counted, std::span<const std::size_t> some,
                          const std::vector<double>& axis) {
  const std::size_t rungs = digest.temperatures();
  LossHistograms histograms{digest.ensemble().temperatures, std::vector<double>(bins, 0.0),
                            std::vector(rungs, std::vector<double>(bins, 0.0))};
  std::vector<double> in_bin(bins, 0.0);
  for (const std::size_t c : some)
    for (std::size_t b = 0; b < bins; ++b) {
      histograms.loss[b] += counted.losses[c][b];
      for (std::size_t t = 0; t < rungs; ++t) {
        histograms.counts[t][b] += counted.counts[c][t][b];
        in_bin[b] += counted.counts[c][t][b];
      }
    }
  for (std::size_t b = 0; b < bins; ++b)
    if (in_bin[b] > 0) histograms.loss[b] /= in_bin[b];  // an empty one counts nowhere
  const Reweighting reweighting(histograms);
  std::vector<double> loss, heat, entropy;
  for (std::size_t t = 0; t < rungs; ++t) {
    for (const double place : axis) {
      const double temperature = temperature_at(digest, t, place);
      if (std::isnan(temperature)) {
        loss.push_back(ReplicaDigest::absent);
        heat.push_back(ReplicaDigest::absent);
        continue;
      }
      const Reweighting::Averages averages = reweighting.at(temperature);
      loss.push_back(averages.loss);
      heat.push_back(averages.variance / (temperature * temperature));
    }
    entropy.push_back(t + 1 < rungs
                          ? reweighting.entropy(digest.temperature(t + 1)) - reweighting.entropy(digest.temperature(t))
                          : ReplicaDigest::absent);
  }
  std::vector<double> row = loss;
  row.insert(row.end(), heat.begin(), heat.end());
  row.insert(row.end(), entropy.begin(), entropy.end());
  if (!reweighting.converged()) std::fill(row.begin(), row.end(), ReplicaDigest::absent);
  return row;
}

}  // namespace

std::vector<Curve> reweighting_curves(const Digest& digest) {
  const std::size_t rungs = digest.temperatures();
  if (rungs < 2 || !digest.measurements.in_equilibrium() || !digest.ensemble().one_measure()) return {};
  const std::vector<double> axis = place_axis();
  const std::size_t size = 2 * rungs * places + rungs;
  std::vector<IndependentEstimates> estimates(size);
  for (std::size_t dataset = 0; dataset < digest.ensemble().dataset_count(); ++dataset) {
    const std::vector<std::size_t> chains = digest.map_of_replicas().chains_of_dataset(dataset);
    std::vector<std::size_t> numbers;
    const ChainCounts counted = count_losses(digest, chains);
    if (counted.counts.empty()) return {};
    for (std::size_t c = 0; c < chains.size(); ++c) numbers.push_back(c);
    const std::vector<double> all = solve(digest, counted, numbers, axis);
    // Delete-one jackknife of the whole row; groups keep it cheap for many chains.
    const std::vector<std::size_t> part = jackknife_parts(chains, digest.map_of_replicas().group, 16);
    const std::size_t groups = *std::ranges::max_element(part) + 1;
    std::vector<Moments> deleted(size);
    for (std::size_t g = 0; g < groups && groups > 1; ++g) {
      std::vector<std::size_t> some;
      for (const std::size_t c : numbers)
        if (part[c] != g) some.push_back(c);
      const std::vector<double> row = solve(digest, counted, some, axis);
      for (std::size_t i = 0; i < size; ++i) deleted[i].add(row[i]);
    }
    for (std::size_t i = 0; i < size; ++i)
      estimates[i].add(all[i], jackknife_variance(deleted[i]), static_cast<double>(groups - 1));
  }
  std::vector<Curve> curves;
  const auto add = [&](const char* name, const char* long_name, std::size_t first, std::size_t width) {
    Curve curve{.name = name,
                .unit = "1",
                .long_name = long_name,
                .axes = {temperature_axis(digest.ensemble().temperatures),
                         {.name = width == places ? "ladder_place" : "entropy_step",
                          .unit = "1",
                          .long_name = width == places ? long_name_of_place : "one step up the ladder",
                          .integers = width != places,
                          .values = width == places ? axis : std::vector<double>{1}}},
                .group = "reweighting"};
    Curve error = error_of(curve);
    for (std::size_t i = first; i < first + width * rungs; ++i) {
      curve.values.push_back(estimates[i].values.mean);
      error.values.push_back(estimates[i].error());
    }
    curves.push_back(std::move(curve));
    curves.push_back(std::move(error));
  };
  curves.push_back(temperatures_of(digest, axis));
  add("reweighted_loss", "mean loss at temperatures between the rungs, from all histograms", 0, places);
  add("reweighted_heat_capacity", "var(L) / T^2 at temperatures between the rungs, from all histograms", rungs * places,
      places);
  add("entropy_difference", "entropy at the next temperature minus that at this one", 2 * rungs * places, 1);
  return curves;
}

}  // namespace replicas
