#include "engine/landscape.h"

#include <algorithm>
#include "engine/dot.h"
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

void check_directions(const WeightBatch& batch, const WeightBatch& directions) {
  require(directions.count() == batch.count() && directions.each() == batch.each(), ErrorKind::internal,
          "{} directions of {} entries for {} replicas of {} weights", directions.count(), directions.each(),
          batch.count(), batch.each());
}

LossSummaries empty_summaries(std::size_t count, std::size_t thresholds) {
  return {std::vector<double>(count), std::vector<double>(count), std::vector<std::int32_t>(count),
          std::vector<std::int32_t>(count * thresholds)};
}

void summarise(std::span<const float> losses, std::span<const std::uint8_t> wrong, std::span<const double> thresholds,
               std::size_t replica, LossSummaries& summaries) {
  double sum = 0, squares = 0;
  const auto above = std::span(summaries.above).subspan(replica * thresholds.size(), thresholds.size());
  for (const float own : losses) {
    const auto loss = static_cast<double>(own);
    sum += loss;
    squares += loss * loss;
    for (std::size_t c = 0; c < thresholds.size(); ++c) above[c] += loss > thresholds[c] ? 1 : 0;
  }
  summaries.mean[replica] = sum / static_cast<double>(losses.size());
  summaries.squares[replica] = squares / static_cast<double>(losses.size());
  summaries.wrong[replica] = static_cast<std::int32_t>(std::ranges::count(wrong, std::uint8_t{1}));
}

LossSummaries Landscape::loss_summaries(const WeightBatch& batch, const System& source,
                                        std::span<const double> thresholds) const {
  const ExampleLosses examples = example_losses(batch, source);
  const auto size = static_cast<std::size_t>(source.examples());
  const std::size_t count = batch.count(), each = count > 0 ? thresholds.size() / count : 0;
  LossSummaries result = empty_summaries(count, each);
  spread_tasks(count, threads(), cost_of(4 * size), [&](std::size_t r) {
    summarise(std::span(examples.losses).subspan(r * size, size), std::span(examples.wrong).subspan(r * size, size),
              thresholds.subspan(r * each, each), r, result);
  });
  return result;
}

std::vector<float> Landscape::hessian_products(const WeightBatch& batch, std::span<const float> directions) const {
  return hessian_products(batch, *place_directions(directions, batch.datasets()))->weights();
}

std::vector<float> Landscape::gauss_newton_products(const WeightBatch& batch, std::span<const float> directions) const {
  return gauss_newton_products(batch, *place_directions(directions, batch.datasets()))->weights();
}

std::unique_ptr<WeightBatch> Landscape::place_directions(std::span<const float> directions,
                                                         std::vector<std::size_t> datasets) const {
  check_batch(system(), directions, datasets);
  return std::make_unique<HostBatch<float>>(std::vector<float>(directions.begin(), directions.end()),
                                            std::move(datasets));
}

std::vector<double> Landscape::dots(const WeightBatch& a, const WeightBatch& b) const {
  check_directions(a, b);
  const OnHost<float> x(a), y(b);
  std::vector<double> result(a.count());
  spread_tasks(a.count(), threads(), cost_of(2 * a.each()),
               [&](std::size_t r) { result[r] = dot(x->of(r), y->of(r)); });
  return result;
}

void Landscape::add(WeightBatch& sum, const WeightBatch& part, float divisor) const {
  check_directions(sum, part);
  auto& total = dynamic_cast<HostBatch<float>&>(sum);
  const OnHost<float> added(part);
  spread_tasks(sum.count(), threads(), cost_of(2 * sum.each()), [&](std::size_t r) {
    const std::span<float> own = total.of(r);
    const std::span<const float> more = added->of(r);
    for (std::size_t i = 0; i < own.size(); ++i) own[i] += more[i] / divisor;
  });
}

std::unique_ptr<KrylovBasis> Landscape::krylov_basis(std::size_t, std::size_t) const {
  return std::make_unique<HostKrylovBasis>(threads());
}

}  // namespace replicas
