#include <cmath>
#include <span>

#include "engine/spread_tasks.h"
#include "observe/independent_estimates.h"
#include "observe/jackknife.h"
#include "observe/observable.h"

namespace replicas {

namespace {

double finite_or_absent(double value) { return std::isfinite(value) ? value : ReplicaDigest::absent; }

/// Value, error and spread at one temperature.
struct Entry {
  double value = ReplicaDigest::absent, error = ReplicaDigest::absent, spread = ReplicaDigest::absent;
};

Entry entry(const Observable& observable, const Digest& digest, std::size_t temperature) {
  IndependentEstimates estimates;
  double largest = -HUGE_VAL;
  for (std::size_t dataset = 0; dataset < digest.ensemble().datasets.size(); ++dataset) {
    const std::vector<std::size_t> chains = digest.chains_of(temperature, dataset);
    if (chains.empty()) continue;
    const double value = observable.value(digest, temperature, chains);
    largest = std::fmax(largest, value);
    const Jackknife error =
        observable.has_error
            ? jackknife(chains,
                        [&](std::span<const std::size_t> some) { return observable.value(digest, temperature, some); })
            : Jackknife{};
    estimates.add(value, error.variance, error.freedom);
  }
  const Moments& values = estimates.values;
  if (values.count == 0) return {};
  Entry result;
  switch (observable.datasets) {
    case Observable::Over::average: result.value = values.mean; break;
    case Observable::Over::sum: result.value = values.mean * values.count; break;
    case Observable::Over::largest: result.value = largest; break;
  }
  result.value = finite_or_absent(result.value);
  result.error = finite_or_absent(estimates.error());
  if (values.count > 1) result.spread = finite_or_absent(std::sqrt(values.squares / (values.count - 1)));
  return result;
}

}  // namespace

std::vector<Column> evaluate(std::span<const Observable> observables, const Digest& digest, int threads) {
  const std::size_t temperatures = digest.temperatures();
  std::vector<Entry> entries(observables.size() * temperatures);
  spread_tasks(entries.size(), threads, dear_task,
               [&](std::size_t i) { entries[i] = entry(observables[i / temperatures], digest, i % temperatures); });
  std::vector<Column> columns;
  for (std::size_t i = 0; i < observables.size(); ++i) {
    const Observable& observable = observables[i];
    Column column{
        std::string(observable.name), std::string(observable.unit), std::string(observable.long_name), {}, {}, {}};
    const bool spread = observable.has_error && digest.ensemble().datasets.size() > 1;
    for (const Entry& one : std::span(entries).subspan(i * temperatures, temperatures)) {
      column.value.push_back(one.value);
      if (observable.has_error) column.error.push_back(one.error);
      if (spread) column.dataset_spread.push_back(one.spread);
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace replicas
