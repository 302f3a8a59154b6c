#include "engine/cpu/cpu_landscape.h"

#include "engine/cpu/flush_denormals.h"
#include "engine/thread_pool.h"
#include "model/error.h"

namespace replicas {

namespace {

/// A batch as a padded one: itself, or a copy of another backend's.
class AsPadded {
 public:
  AsPadded(const WeightBatch& batch, const std::shared_ptr<const cpu::PreparedSystem>& prepared, int threads)
      : padded_(dynamic_cast<const cpu::PaddedBatch*>(&batch)) {
    if (padded_ != nullptr && &padded_->prepared() == prepared.get()) return;
    copy_ = std::make_unique<cpu::PaddedBatch>(prepared, batch.datasets(), threads);
    copy_->load(batch.weights());
    padded_ = copy_.get();
  }
  const cpu::PaddedBatch* operator->() const { return padded_; }

 private:
  std::unique_ptr<cpu::PaddedBatch> copy_;
  const cpu::PaddedBatch* padded_;
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

void CpuLandscape::show(const System& shown) const {
  if (shown.identity() == system().identity() || shown.identity() == shown_identity_) return;
  shown_.clear();
  shown_identity_ = 0;  // should there be no room for all of it
  for (const Dataset& dataset : as_network(shown)->datasets()) shown_.emplace_back(dataset, prepared_->plan());
  shown_identity_ = shown.identity();
}

cpu::DataView CpuLandscape::data_of(const WeightBatch& batch, const System& shown, std::size_t replica) const {
  if (shown.identity() == system().identity()) return prepared_->data(batch.dataset(replica));
  return shown_[batch.dataset(replica) % shown_.size()].view();
}

ExampleLosses CpuLandscape::example_losses(const WeightBatch& batch, const System& shown) const {
  show(shown);
  const AsPadded own(batch, prepared_, threads_);
  const auto examples = static_cast<std::size_t>(shown.examples());
  ExampleLosses result;
  result.losses.resize(batch.count() * examples);
  result.wrong.resize(result.losses.size());
  for_each(batch, [&](const cpu::Scratch& scratch, std::size_t replica) {
    prepared_->kernels().example_losses(prepared_->plan(), data_of(batch, shown, replica), own->of(replica), scratch,
                                        result.losses.data() + replica * examples,
                                        result.wrong.data() + replica * examples);
  });
  return result;
}

LossSummaries CpuLandscape::loss_summaries(const WeightBatch& batch, const System& shown,
                                           std::span<const double> thresholds) const {
  show(shown);
  const AsPadded own(batch, prepared_, threads_);
  const auto examples = static_cast<std::size_t>(shown.examples());
  const std::size_t count = batch.count(), each = count > 0 ? thresholds.size() / count : 0;
  LossSummaries result{std::vector<double>(count), std::vector<std::int32_t>(count),
                       std::vector<std::int32_t>(thresholds.size())};
  for_each(batch, [&](const cpu::Scratch& scratch, std::size_t replica) {
    thread_local std::vector<float> losses;  // of one replica: R x P numbers are never held
    thread_local std::vector<std::uint8_t> wrong;
    losses.resize(examples);
    wrong.resize(examples);
    prepared_->kernels().example_losses(prepared_->plan(), data_of(batch, shown, replica), own->of(replica), scratch,
                                        losses.data(), wrong.data());
    summarise(losses, wrong, thresholds.subspan(replica * each, each), result.mean[replica], result.wrong[replica],
              std::span(result.above).subspan(replica * each, each));
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

std::vector<float> CpuLandscape::products(const WeightBatch& batch, std::span<const float> directions,
                                          bool gauss_newton) const {
  check_directions(system(), batch, directions);
  const AsPadded own(batch, prepared_, threads_);
  const std::size_t n = system().weights();
  std::vector<float> result(directions.size());
  cpu::PaddedBatch padded(prepared_, batch.datasets(), threads_);
  padded.load(directions);
  for_each(batch, [&](const cpu::Scratch& scratch, std::size_t replica) {
    prepared_->kernels().hessian_product(prepared_->plan(), prepared_->data(batch.dataset(replica)), own->of(replica),
                                         padded.of(replica), scratch, gauss_newton);
    cpu::unpad_weights(prepared_->plan(), {scratch.gradient, prepared_->padded()},
                       std::span(result).subspan(replica * n, n));
  });
  return result;
}

std::vector<float> CpuLandscape::hessian_products(const WeightBatch& batch, std::span<const float> directions) const {
  return products(batch, directions, false);
}

std::vector<float> CpuLandscape::gauss_newton_products(const WeightBatch& batch,
                                                       std::span<const float> directions) const {
  require(system().capabilities().gauss_newton, ErrorKind::internal, "a {} has no Gauss-Newton matrix",
          system().kind());
  return products(batch, directions, true);
}

}  // namespace replicas
