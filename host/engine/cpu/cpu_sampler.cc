#include "engine/cpu/cpu_sampler.h"

#include <algorithm>

#include "engine/cpu/flush_denormals.h"
#include "engine/dot.h"
#include "engine/thread_pool.h"
#include "model/error.h"

namespace replicas {

CpuSampler::CpuSampler(const Ensemble& ensemble, std::shared_ptr<const cpu::PreparedSystem> prepared, int threads)
    : ensemble_(ensemble),
      prepared_(std::move(prepared)),
      asked_(threads > 0 ? threads : available_processors()),
      threads_(start_threads(threads)),
      state_(prepared_, datasets_of(ensemble_), threads_),
      rules_(block_rules(ensemble_)) {
  if (ensemble_.confinement.kind == Confinement::Kind::anchor) {
    anchor_ = std::make_unique<cpu::PaddedBatch>(prepared_, datasets_of(ensemble_), threads_);
    anchor_->load(ensemble_.anchor);
  }
  for (int worker = 0; worker < threads_; ++worker) workspaces_.emplace_back(prepared_->plan(), false);
}

std::string CpuSampler::name() const {
  const std::string fewer = threads_ < asked_ ? fmt::format(" of {}: the system allows no more", asked_) : "";
  return fmt::format("cpu ({}, {} thread{}{})", prepared_->kernels().name, threads_, threads_ == 1 ? "" : "s", fewer);
}

cpu::ReplicaView CpuSampler::replica_view(std::size_t replica) const {
  const std::size_t rung = ensemble_.temperature_index(replica);
  const auto layers = static_cast<std::size_t>(prepared_->plan().depth);
  cpu::ReplicaView view{};
  view.weights = state_.of(replica);
  view.anchor = anchor_ != nullptr ? anchor_->of(replica) : nullptr;
  const auto rules = std::span(rules_).subspan(2 * rung * layers, 2 * layers);
  view.rules = rules.data();
  view.silent = std::ranges::all_of(rules, [](const BlockRule& rule) { return rule.amplitude == 0; });
  view.two_noises = ensemble_.dynamics.update == Update::lm;
  view.seed = ensemble_.seed;
  view.purpose = ensemble_.purpose;
  view.replica = ensemble_.number(replica);
  view.measure_interval = ensemble_.measure_interval;
  return view;
}

std::vector<float> CpuSampler::weight_norms2() const {
  std::vector<float> result(ensemble_.replica_count());
  run_tasks(result.size(), threads_, [&](int, std::size_t r) {
    const cpu::FlushDenormals flush;
    const std::span<const float> own(state_.of(r), prepared_->padded());  // padding is zero
    result[r] = static_cast<float>(dot(own, own));
  });
  return result;
}

std::vector<ReplicaSums> CpuSampler::advance(std::uint64_t first_step, std::uint64_t last_step) {
  std::vector<ReplicaSums> sums(ensemble_.replica_count());
  const std::size_t group = ensemble_.map().group;  // one thread has all of it
  run_tasks(sums.size() / group, threads_, [&](int worker, std::size_t number) {
    const cpu::FlushDenormals flush;
    for (std::size_t replica = number * group; replica < (number + 1) * group; ++replica) {
      cpu::MeasuredSums measured{};
      measured.finite = true;
      prepared_->kernels().advance(prepared_->plan(), prepared_->data(state_.dataset(replica)), replica_view(replica),
                                   workspaces_[static_cast<std::size_t>(worker)].scratch(), first_step, last_step,
                                   measured);
      sums[replica] = {
          measured.count, measured.loss,           measured.loss2, measured.gradient2, measured.gradient_product,
          measured.wrong, measured.largest_weight, measured.finite};
    }
  });
  return sums;
}

}  // namespace replicas
