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
  if (ensemble_.dynamics.has_velocities())
    velocities_ = std::make_unique<cpu::PaddedBatch>(prepared_, datasets_of(ensemble_), threads_);
  changes_.resize(static_cast<std::size_t>(threads_), {.ensemble = &ensemble_});
  for (int worker = 0; worker < threads_; ++worker) {
    workspaces_.emplace_back(prepared_->plan(), false);
    if (!ensemble_.dynamics.batch.whole()) batches_.emplace_back(prepared_->plan(), ensemble_);
  }
}

void CpuSampler::load(std::span<const float> weights) {
  state_.load(weights);
  if (velocities_ != nullptr) velocities_->load(std::vector<float>(weights.size(), 0.0f));
}

std::vector<float> CpuSampler::velocities() const {
  return velocities_ != nullptr ? velocities_->weights() : std::vector<float>();
}

void CpuSampler::load_velocities(std::span<const float> velocities) {
  if (velocities_ == nullptr) return Sampler::load_velocities(velocities);
  velocities_->load(velocities);
}

void CpuSampler::Changes::set_rules(std::uint64_t step) {
  set_block_rules(*ensemble, rung, step, rules);
  if (ensemble->dynamics.has_velocities()) velocity = ensemble->velocity_rule(rung, step);
}

void CpuSampler::Changes::before_step(void* changes, std::uint64_t step) {
  auto& own = *static_cast<Changes*>(changes);
  if (own.batch != nullptr) own.batch->fill(step);
  if (!own.ensemble->dynamics.constant()) own.set_rules(step);
}

std::string CpuSampler::name() const {
  const std::string fewer = threads_ < asked_ ? fmt::format(" of {}: the system allows no more", asked_) : "";
  return fmt::format("cpu ({}, {} thread{}{})", prepared_->kernels().name, threads_, threads_ == 1 ? "" : "s", fewer);
}

cpu::ReplicaView CpuSampler::replica_view(std::size_t replica, Changes& changes) const {
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
  changes.rung = rung;
  if (velocities_ != nullptr) {
    changes.velocity = ensemble_.velocity_rule(rung, 0);
    view.velocities = velocities_->of(replica);
    view.velocity_rule = &changes.velocity;
  }
  if (!ensemble_.dynamics.constant()) {
    changes.set_rules(0);
    view.rules = changes.rules.data();
  }
  if (changes.any()) {
    view.before_step = &Changes::before_step;
    view.changes = &changes;
  }
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

/// Steps on batches between looks at all examples: a step of size 0 without noise measures and moves nothing.
void CpuSampler::advance_in_batches(std::size_t worker, std::size_t replica, std::uint64_t first_step,
                                    std::uint64_t last_step, ReplicaSums& sums) {
  const cpu::Plan& plan = prepared_->plan();
  const cpu::Kernels& kernels = prepared_->kernels();
  const cpu::Scratch& scratch = workspaces_[worker].scratch();
  const cpu::DataView whole = prepared_->data(state_.dataset(replica));
  cpu::BatchBuffer& batch = batches_[worker];
  batch.follow(whole, ensemble_.number(replica), state_.dataset(replica));
  Changes& changes = changes_[worker];
  changes.batch = &batch;
  cpu::ReplicaView moving = replica_view(replica, changes), still = moving;
  std::vector<BlockRule> rest;
  still.silent = true;
  still.velocities = nullptr;
  still.before_step = nullptr;
  moving.measure_interval = std::uint64_t{1} << 62;
  const std::uint64_t interval = ensemble_.measure_interval;
  for (std::uint64_t step = first_step; step < last_step;) {
    if (step % interval == 0) {
      if (!ensemble_.dynamics.constant()) changes.set_rules(step);
      rest.assign(moving.rules, moving.rules + 2 * plan.depth);
      for (BlockRule& rule : rest) rule.step_size = rule.amplitude = 0;
      still.rules = rest.data();
      kernels.advance(plan, whole, still, scratch, step, step + 1, sums);
      const std::vector<float> gradient(scratch.gradient, scratch.gradient + plan.padded);
      batch.fill(step);
      kernels.gradient(plan, batch.view(), moving.weights, scratch);
      double noise2 = 0;
      for (std::size_t i = 0; i < gradient.size(); ++i) {
        const double noise = static_cast<double>(scratch.gradient[i]) - static_cast<double>(gradient[i]);
        noise2 += noise * noise;
      }
      add_batch_noise(sums, noise2);
    }
    const std::uint64_t next = std::min(last_step, (step / interval + 1) * interval);
    ReplicaSums moved;  // of step 0, which every interval divides: that would be the loss of a batch
    kernels.advance(plan, batch.view(), moving, scratch, step, next, moved);
    sums.finite = sums.finite && moved.finite;
    sums.largest_weight = std::max(sums.largest_weight, moved.largest_weight);
    step = next;
  }
}

std::vector<ReplicaSums> CpuSampler::advance(std::uint64_t first_step, std::uint64_t last_step) {
  std::vector<ReplicaSums> sums(ensemble_.replica_count());
  const std::size_t group = ensemble_.map().group;  // one thread has all of it
  run_tasks(sums.size() / group, threads_, [&](int worker, std::size_t number) {
    const cpu::FlushDenormals flush;
    for (std::size_t replica = number * group; replica < (number + 1) * group; ++replica) {
      if (batches_.empty())
        prepared_->kernels().advance(prepared_->plan(), prepared_->data(state_.dataset(replica)),
                                     replica_view(replica, changes_[static_cast<std::size_t>(worker)]),
                                     workspaces_[static_cast<std::size_t>(worker)].scratch(), first_step, last_step,
                                     sums[replica]);
      else
        advance_in_batches(static_cast<std::size_t>(worker), replica, first_step, last_step, sums[replica]);
    }
  });
  return sums;
}

}  // namespace replicas
