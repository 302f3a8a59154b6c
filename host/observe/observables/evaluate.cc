#include <cmath>
#include <span>

#include "engine/spread_tasks.h"
#include "observe/observables/observable.h"
#include "observe/statistics/independent_estimates.h"
#include "observe/statistics/jackknife.h"

namespace replicas {

namespace {

double finite_or_absent(double value) { return std::isfinite(value) ? value : ReplicaDigest::absent; }

/// Value, error and spread at one temperature.
struct Entry {
  double value = ReplicaDigest::absent, error = ReplicaDigest::absent, spread = ReplicaDigest::absent;
};

/// The digest, and the same with every L0 one of its errors higher and lower; none where every L0 is exact.
struct Views {
  const Digest& digest;
  std::vector<Digest> shifted = {};
  bool unknown = false;  ///< nothing bounds the error of some L0

  explicit Views(const Digest& of) : digest(of) {
    bool exact = true;
    for (const GroundEstimate& ground : of.ground) {
      unknown |= std::isnan(ground.error);
      exact &= ground.error == 0;
    }
    if (exact || unknown) return;
    for (const double shift : {-1.0, 1.0}) shifted.emplace_back(of).ground_shift = shift;
  }
};

/// The value alone, over all data sets.
double value_of(const Observable& observable, const Digest& digest, std::size_t temperature) {
  Moments values;
  double largest = -HUGE_VAL;
  for (std::size_t dataset = 0; dataset < digest.ensemble().dataset_count(); ++dataset) {
    const std::vector<std::size_t> chains = digest.chains_of(temperature, dataset);
    if (chains.empty()) continue;
    const double value = observable.value(digest, temperature, chains);
    values.add(value);
    largest = std::fmax(largest, value);
  }
  switch (observable.datasets) {
    case Observable::Over::average: return values.count > 0 ? values.mean : ReplicaDigest::absent;
    case Observable::Over::sum: return values.mean * values.count;
    case Observable::Over::largest: return largest;
  }
  return ReplicaDigest::absent;
}

/// What is wrong with the value beyond statistics: L0 one of its errors higher and lower, and the truncation of a
/// difference. An L0 above the mean loss leaves no value there, so the other side counts alone. NaN: not known.
double systematic_error(const Observable& observable, const Views& views, std::size_t temperature, double value) {
  double squares = 0;
  if (observable.counts_from_ground && views.unknown) return ReplicaDigest::absent;
  if (observable.counts_from_ground && !views.shifted.empty()) {
    double largest = ReplicaDigest::absent;
    for (const Digest& shifted : views.shifted)
      largest = std::fmax(largest, std::fabs(value_of(observable, shifted, temperature) - value));
    squares += largest * largest;
  }
  if (observable.truncation != nullptr) {
    Moments truncation;
    for (std::size_t dataset = 0; dataset < views.digest.ensemble().dataset_count(); ++dataset)
      if (const auto chains = views.digest.chains_of(temperature, dataset); !chains.empty())
        truncation.add(observable.truncation(views.digest, temperature, chains));
    const double all = observable.datasets == Observable::Over::sum ? truncation.count : 1;
    squares += all * all * truncation.mean * truncation.mean;
  }
  return std::sqrt(squares);
}

/// The statistical error of what value_of makes of the data sets: of their average; of their sum, which is as many
/// times larger; of the largest, that of the data set which has it.
double statistical_error(Observable::Over datasets, const IndependentEstimates& all,
                         const IndependentEstimates& largest) {
  switch (datasets) {
    case Observable::Over::average: return all.error();
    case Observable::Over::sum: return all.error() * all.values.count;
    case Observable::Over::largest: return largest.error();
  }
  return ReplicaDigest::absent;
}

Entry entry(const Observable& observable, const Views& views, std::size_t temperature) {
  const Digest& digest = views.digest;
  IndependentEstimates estimates, largest;
  for (std::size_t dataset = 0; dataset < digest.ensemble().dataset_count(); ++dataset) {
    const std::vector<std::size_t> chains = digest.chains_of(temperature, dataset);
    if (chains.empty()) continue;
    const Jackknife error =
        observable.has_error
            ? jackknife(
                  chains,
                  [&](std::span<const std::size_t> some) { return observable.value(digest, temperature, some); },
                  digest.map_of_replicas().group)
            : Jackknife{};
    const double value = observable.value(digest, temperature, chains);
    estimates.add(value, error.variance, error.freedom);
    if (largest.values.count == 0 || value > largest.values.mean) {
      largest = {};
      largest.add(value, error.variance, error.freedom);
    }
  }
  const Moments& values = estimates.values;
  if (values.count == 0) return {};
  Entry result;
  result.value = finite_or_absent(value_of(observable, digest, temperature));
  const double systematic = observable.has_error ? systematic_error(observable, views, temperature, result.value) : 0;
  result.error = finite_or_absent(std::hypot(statistical_error(observable.datasets, estimates, largest), systematic));
  if (values.count > 1) result.spread = finite_or_absent(std::sqrt(values.squares / (values.count - 1)));
  return result;
}

}  // namespace

std::vector<Column> evaluate(std::span<const Observable> observables, const Digest& digest, int threads) {
  const std::size_t temperatures = digest.temperatures();
  const Views views(digest);
  std::vector<Entry> entries(observables.size() * temperatures);
  spread_tasks(entries.size(), threads, dear_task,
               [&](std::size_t i) { entries[i] = entry(observables[i / temperatures], views, i % temperatures); });
  std::vector<Column> columns;
  for (std::size_t i = 0; i < observables.size(); ++i) {
    const Observable& observable = observables[i];
    Column column{.name = std::string(observable.name),
                  .unit = std::string(observable.unit),
                  .long_name = std::string(observable.long_name),
                  .axes = {temperature_axis(digest.ensemble().temperatures)}};
    const bool spread = observable.has_error && digest.ensemble().dataset_count() > 1;
    for (const Entry& one : std::span(entries).subspan(i * temperatures, temperatures)) {
      column.values.push_back(one.value);
      if (observable.has_error) column.error.push_back(one.error);
      if (spread) column.dataset_spread.push_back(one.spread);
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace replicas
