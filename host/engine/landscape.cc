#include "engine/landscape.h"

#include <algorithm>

#include "engine/spread_tasks.h"
#include "model/error.h"

namespace replicas {

void check_batch(const System& system, std::span<const float> weights, const std::vector<std::size_t>& datasets) {
  require(weights.size() == datasets.size() * system.weights(), ErrorKind::internal,
          "a batch of {} weights for {} replicas of {}", weights.size(), datasets.size(), system.weights());
  for (const std::size_t dataset : datasets)
    require(dataset < system.dataset_count(), ErrorKind::internal, "a batch with data set {} of {}", dataset,
            system.dataset_count());
}

void check_directions(const System& system, const WeightBatch& batch, std::span<const float> directions) {
  require(directions.size() == batch.count() * system.weights(), ErrorKind::internal,
          "{} entries of directions for {} replicas of {} weights", directions.size(), batch.count(), system.weights());
}

void summarise(std::span<const float> losses, std::span<const std::uint8_t> wrong, std::span<const double> thresholds,
               double& mean, std::int32_t& wrong_count, std::span<std::int32_t> above) {
  double sum = 0;
  std::ranges::fill(above, 0);
  for (const float own : losses) {
    const auto loss = static_cast<double>(own);
    sum += loss;
    for (std::size_t c = 0; c < thresholds.size(); ++c) above[c] += loss > thresholds[c] ? 1 : 0;
  }
  mean = sum / static_cast<double>(losses.size());
  wrong_count = static_cast<std::int32_t>(std::ranges::count(wrong, std::uint8_t{1}));
}

LossSummaries Landscape::loss_summaries(const WeightBatch& batch, const System& shown,
                                        std::span<const double> thresholds) const {
  const ExampleLosses examples = example_losses(batch, shown);
  const auto size = static_cast<std::size_t>(shown.examples());
  const std::size_t count = batch.count(), each = count > 0 ? thresholds.size() / count : 0;
  LossSummaries result{std::vector<double>(count), std::vector<std::int32_t>(count),
                       std::vector<std::int32_t>(thresholds.size())};
  spread_tasks(count, threads(), cost_of(4 * size), [&](std::size_t r) {
    summarise(std::span(examples.losses).subspan(r * size, size), std::span(examples.wrong).subspan(r * size, size),
              thresholds.subspan(r * each, each), result.mean[r], result.wrong[r],
              std::span(result.above).subspan(r * each, each));
  });
  return result;
}

}  // namespace replicas
