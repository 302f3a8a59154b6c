#include "engine/cpu/cpu_landscape.h"

#include "engine/cpu/flush_denormals.h"
#include "engine/thread_pool.h"
#include "model/error.h"

namespace replicas {

namespace {

/// A batch padded for this system's kernels.
class AsPadded : public OwnBatch<cpu::PaddedBatch> {
 public:
  AsPadded(const WeightBatch& batch, const std::shared_ptr<const cpu::PreparedSystem>& prepared, int threads)
      : OwnBatch(
            batch,
            [&](const WeightBatch& other) {
              const OnHost<float> values(other);
              auto padded = std::make_unique<cpu::PaddedBatch>(prepared, other.datasets(), threads);
              padded->load(values->values);
              return padded;
            },
            [&](const cpu::PaddedBatch& own) { return &own.prepared() == prepared.get(); }) {}
};

}  // namespace

CpuLandscape::CpuLandscape(std::shared_ptr<const cpu::PreparedSystem> prepared, int threads)
    : prepared_(std::move(prepared)), threads_(start_threads(threads)) {}

std::unique_ptr<WeightBatch> CpuLandscape::place(std::span<const float> weights,
                                                 std::vector<std::size_t> datasets) const {
  check_batch(system(), weights, datasets);
  auto batch = std::make_unique<cpu::PaddedBatch>(prepared_, std::move(datasets), threads_);
  batch->load(weights);
  return batch;
}

void CpuLandscape::for_each(const WeightBatch& batch,
                            const std::function<void(const cpu::Scratch&, std::size_t)>& work) const {
  while (workspaces_.size() < static_cast<std::size_t>(threads_)) workspaces_.emplace_back(prepared_->plan(), true);
  run_tasks(batch.count(), threads_, [&](int worker, std::size_t replica) {
    const cpu::FlushDenormals flush;
    work(workspaces_[static_cast<std::size_t>(worker)].scratch(), replica);
  });
}

void CpuLandscape::prepare(const System& source) const {
  if (source.identity() == system().identity() || source.identity() == others_identity_) return;
  others_.clear();
  others_identity_ = 0;  // should there be no room for all of it
  for (const Dataset& dataset : as_network(source)->datasets()) others_.emplace_back(dataset, prepared_->plan());
  others_identity_ = source.identity();
}

cpu::DataView CpuLandscape::data_of(const WeightBatch& batch, const System& source, std::size_t replica) const {
  if (source.identity() == system().identity()) return prepared_->data(batch.dataset(replica));
  return others_[batch.dataset(replica) % others_.size()].view();
}

ExampleLosses CpuLandscape::example_losses(const WeightBatch& batch, const System& source) const {
  prepare(source);
  const AsPadded own(batch, prepared_, threads_);
  const auto examples = static_cast<std::size_t>(source.examples());
  ExampleLosses result;
  result.losses.resize(batch.count() * examples);
  result.wrong.resize(result.losses.size());
  for_each(batch, [&](const cpu::Scratch& scratch, std::size_t replica) {
    prepared_->kernels().example_losses(prepared_->plan(), data_of(batch, source, replica), own->of(replica), scratch,
                                        result.losses.data() + replica * examples,
                                        result.wrong.data() + replica * examples);
  });
  return result;
}

LossSummaries CpuLandscape::loss_summaries(const WeightBatch& batch, const System& source,
                                           std::span<const double> thresholds) const {
  prepare(source);
  const AsPadded own(batch, prepared_, threads_);
  const auto examples = static_cast<std::size_t>(source.examples());
  const std::size_t count = batch.count(), each = count > 0 ? thresholds.size() / count : 0;
  LossSummaries result = empty_summaries(count, each);
  for_each(batch, [&](const cpu::Scratch& scratch, std::size_t replica) {
    thread_local std::vector<float> losses;  // of one replica: R x P numbers are never held
    thread_local std::vector<std::uint8_t> wrong;
    losses.resize(examples);
    wrong.resize(examples);
    prepared_->kernels().example_losses(prepared_->plan(), data_of(batch, source, replica), own->of(replica), scratch,
                                        losses.data(), wrong.data());
    summarise(losses, wrong, thresholds.subspan(replica * each, each), replica, result);
  });
  return result;
}

std::vector<float> CpuLandscape::gradients(const WeightBatch& batch) const {
  const AsPadded own(batch, prepared_, threads_);
  const std::size_t n = system().weights();
  std::vector<float> result(batch.count() * n);
  for_each(batch, [&](const cpu::Scratch& scratch, std::size_t replica) {
    prepared_->kernels().gradient(prepared_->plan(), prepared_->data(batch.dataset(replica)), own->of(replica),
                                  scratch);
    cpu::unpad_weights(prepared_->plan(), {scratch.gradient, prepared_->padded()},
                       std::span(result).subspan(replica * n, n));
  });
  return result;
}

std::unique_ptr<WeightBatch> CpuLandscape::products(const WeightBatch& batch, const WeightBatch& directions,
                                                    bool gauss_newton) const {
  check_directions(batch, directions);
  const AsPadded own(batch, prepared_, threads_), padded(directions, prepared_, threads_);
  auto result = std::make_unique<HostBatch<float>>(std::vector<float>(batch.count() * batch.each()), batch.datasets());
  for_each(batch, [&](const cpu::Scratch& scratch, std::size_t replica) {
    prepared_->kernels().hessian_product(prepared_->plan(), prepared_->data(batch.dataset(replica)), own->of(replica),
                                         padded->of(replica), scratch, gauss_newton);
    cpu::unpad_weights(prepared_->plan(), {scratch.gradient, prepared_->padded()}, result->of(replica));
  });
  return result;
}

std::unique_ptr<WeightBatch> CpuLandscape::hessian_products(const WeightBatch& batch,
                                                            const WeightBatch& directions) const {
  return products(batch, directions, false);
}

std::unique_ptr<WeightBatch> CpuLandscape::gauss_newton_products(const WeightBatch& batch,
                                                                 const WeightBatch& directions) const {
  require(system().capabilities().gauss_newton, ErrorKind::internal, "a {} has no Gauss-Newton matrix",
          system().kind());
  return products(batch, directions, true);
}

}  // namespace replicas
