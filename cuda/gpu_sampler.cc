#include "gpu_sampler.h"

#include "array_kernels.h"
#include "model/error.h"

namespace replicas::gpu {

namespace {

/// Inputs by columns, each padded with zeros.
std::vector<float> transposed(const Dataset& dataset, int padded) {
  const auto inputs = static_cast<std::size_t>(dataset.inputs), stride = static_cast<std::size_t>(padded);
  std::vector<float> result(inputs * stride, 0.0f);
  for (std::size_t n = 0; n < static_cast<std::size_t>(dataset.examples); ++n)
    for (std::size_t i = 0; i < inputs; ++i) result[i * stride + n] = dataset.values[n * inputs + i];
  return result;
}

/// One number of every `stride`-th rule.
std::vector<float> every(std::size_t stride, const std::vector<BlockRule>& rules, float BlockRule::*number) {
  std::vector<float> result;
  for (std::size_t i = 0; i < rules.size(); i += stride) result.push_back(rules[i].*number);
  return result;
}

}  // namespace

GpuSampler::GpuSampler(const Ensemble& ensemble, std::shared_ptr<const NetworkOnDevice> network, int gpu, int threads,
                       KernelChoice kernel)
    : ensemble_(ensemble),
      network_(std::move(network)),
      gpu_(gpu),
      threads_(threads),
      device_(device_name()),
      kernel_(std::move(kernel)),
      state_(ensemble_.weights(), datasets_of(ensemble_)),
      anchor_(ensemble_.anchor) {
  const std::vector<BlockRule> rules = block_rules(ensemble_);
  rules_ = DeviceArray<BlockRule>(rules);
  const std::size_t blocks = rules.size() / ensemble_.temperatures.size();
  step_sizes_ = DeviceArray<float>(every(blocks, rules, &BlockRule::step_size));
  amplitudes_ = DeviceArray<float>(every(blocks, rules, &BlockRule::amplitude));
  decays_ = DeviceArray<float>(every(2, rules, &BlockRule::decay));
  sums_ = DeviceArray<ReplicaSums>(ensemble_.replica_count());
  if (kernel_.fused == nullptr) {
    std::vector<std::size_t> rungs(ensemble_.replica_count());
    for (std::size_t r = 0; r < rungs.size(); ++r) rungs[r] = ensemble_.temperature_index(r);
    const int slots = network_->slots(network_->examples());
    blocks_ = std::make_unique<ReplicaBlocks>(state_.datasets(), rungs, network_->data().size(), slots);
    batched_ = std::make_unique<BatchedAdvance>(network_->network(), network_->data(), rule(), slots);
    return;
  }
  std::vector<FusedData> fused;
  for (std::size_t d = 0; d < network_->data().size(); ++d) {
    fused_inputs_.emplace_back(transposed(network_->datasets()[d], kernel_.fused->row));
    fused.push_back({fused_inputs_.back().data(), network_->data()[d].labels.data()});
  }
  fused_data_ = DeviceArray<FusedData>(fused);
}

std::string GpuSampler::name() const {
  const std::string_view kernel = kernel_.fused == nullptr ? "batched" : kernel_.fused->name;
  return fmt::format("gpu {} ({}, kernel {}: {})", gpu_, device_, kernel, kernel_.reason);
}

StepRule GpuSampler::rule() const {
  StepRule rule{};
  rule.step_size = step_sizes_.data();
  rule.amplitude = amplitudes_.data();
  rule.decay = decays_.data();
  rule.blocks = rules_.data();
  rule.anchor = anchor_.data();
  rule.seed = ensemble_.seed;
  rule.purpose = ensemble_.purpose;
  rule.replicas_per_temperature = ensemble_.replicas;
  rule.first_replica = static_cast<std::int64_t>(ensemble_.number(0));
  rule.two_noises = ensemble_.dynamics.update == Update::lm;
  rule.measure_interval = ensemble_.measure_interval;
  return rule;
}

void GpuSampler::load(std::span<const float> weights) {
  require(weights.size() == state_.values().size(), ErrorKind::internal, "load: {} weights for {}", weights.size(),
          state_.values().size());
  state_.values().upload(weights);
}

std::vector<float> GpuSampler::weight_norms2() const {
  return gpu::weight_norms2(stream_, state_.values(), ensemble_.replica_count());
}

void GpuSampler::advance_fused(std::uint64_t first_step, std::uint64_t last_step) {
  FusedCall call{};
  call.weights = state_.values().data();
  call.data = fused_data_.data();
  call.sums = sums_.data();
  call.rule = rule();
  call.first = first_step;
  call.last = last_step;
  call.replicas = static_cast<std::int64_t>(ensemble_.replica_count());
  call.datasets = static_cast<std::int64_t>(network_->data().size());
  call.examples = network_->examples();
  kernel_.fused->advance(stream_, call);
  stream_.wait();
}

std::vector<ReplicaSums> GpuSampler::advance(std::uint64_t first_step, std::uint64_t last_step) {
  sums_.upload(std::vector<ReplicaSums>(ensemble_.replica_count()));
  try {
    if (batched_ != nullptr)
      batched_->advance(*blocks_, state_.values().data(), first_step, last_step, sums_.data());
    else
      advance_fused(first_step, last_step);
    return sums_.download();
  } catch (const DeviceFailure& failure) {
    throw DeviceFailure(fmt::format("{}; the last good step is {}", failure.what(), first_step));
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}; the last good step is {}", error.what(), first_step));
  }
}

}  // namespace replicas::gpu
