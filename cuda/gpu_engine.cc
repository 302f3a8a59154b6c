#include "gpu_engine.h"

#include "covariance.h"
#include "measure.h"
#include "memory_plan.h"
#include "model/device_failure.h"
#include "model/error.h"
#include "move_weights.h"
#include "weight_norms.h"

namespace replicas::gpu {

namespace {

const Ensemble& checked(const Ensemble& ensemble, int gpu) {
  check(ensemble);
  require(as_network(*ensemble.system) != nullptr, ErrorKind::bad_value,
          "<device> gpu: a {} is computed on the CPU; use <device> cpu", ensemble.system->kind());
  select_device(gpu);
  return ensemble;
}

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

GpuEngine::GpuEngine(const Ensemble& ensemble, const EngineOptions& options, int slots)
    : ensemble_(checked(ensemble, options.gpu)),
      gpu_(options.gpu),
      threads_(options.threads),
      slots_(slots),
      device_(device_name()) {
  const int examples = ensemble_.examples();
  kernel_ = choose_kernel(network(), examples, ensemble_.replica_count(), options.kernel,
                          {shared_memory_per_block(), multiprocessors()});
  require_memory(ensemble_, this->slots(examples), free_memory(), device_);
  for (const Dataset& dataset : as_network(*ensemble_.system)->datasets()) data_.emplace_back(dataset);
  for (DeviceArray<float>* of_all : {&weights_, &direction_, &result_})
    *of_all = DeviceArray<float>(ensemble_.replica_count() * ensemble_.weights());
  anchor_ = DeviceArray<float>(ensemble_.anchor);
  const std::vector<BlockRule> rules = block_rules(ensemble_);
  rules_ = DeviceArray<BlockRule>(rules);
  const std::size_t blocks = rules.size() / ensemble_.temperatures.size();
  step_sizes_ = DeviceArray<float>(every(blocks, rules, &BlockRule::step_size));
  amplitudes_ = DeviceArray<float>(every(blocks, rules, &BlockRule::amplitude));
  decays_ = DeviceArray<float>(every(2, rules, &BlockRule::decay));
  sums_ = DeviceArray<ReplicaSums>(ensemble_.replica_count());
  no_step_ = DeviceArray<std::uint64_t>(std::vector<std::uint64_t>{0});
  blocks_ = std::make_unique<ReplicaBlocks>(ensemble_, data_.size(), this->slots(examples));
  if (kernel_.fused == nullptr) {
    batched_ = std::make_unique<BatchedAdvance>(network(), data_, rule(), this->slots(examples));
    return;
  }
  std::vector<FusedData> fused;
  for (std::size_t d = 0; d < data_.size(); ++d) {
    fused_inputs_.emplace_back(transposed(as_network(*ensemble_.system)->datasets()[d], kernel_.fused->row));
    fused.push_back({fused_inputs_.back().data(), data_[d].labels.data()});
  }
  fused_data_ = DeviceArray<FusedData>(fused);
}

std::string GpuEngine::name() const {
  const std::string_view kernel = kernel_.fused == nullptr ? "batched" : kernel_.fused->name;
  return fmt::format("gpu {} ({}, kernel {}: {})", gpu_, device_, kernel, kernel_.reason);
}

StepRule GpuEngine::rule() const {
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

void GpuEngine::load(std::span<const float> weights) {
  require(weights.size() == weights_.size(), ErrorKind::internal, "load: {} weights for {}", weights.size(),
          weights_.size());
  weights_.upload(weights);
}

std::vector<float> GpuEngine::weight_norms2() const {
  return gpu::weight_norms2(stream_, weights_, ensemble_.replica_count());
}

void GpuEngine::advance_fused(std::uint64_t first_step, std::uint64_t last_step) {
  FusedCall call{};
  call.weights = weights_.data();
  call.data = fused_data_.data();
  call.sums = sums_.data();
  call.rule = rule();
  call.first = first_step;
  call.last = last_step;
  call.replicas = static_cast<std::int64_t>(ensemble_.replica_count());
  call.datasets = static_cast<std::int64_t>(data_.size());
  call.examples = data_.front().examples;
  kernel_.fused->advance(stream_, call);
  stream_.wait();
}

std::vector<ReplicaSums> GpuEngine::advance(std::uint64_t first_step, std::uint64_t last_step) {
  sums_.upload(std::vector<ReplicaSums>(ensemble_.replica_count()));
  try {
    if (batched_ != nullptr)
      batched_->advance(*blocks_, weights_.data(), first_step, last_step, sums_.data());
    else
      advance_fused(first_step, last_step);
    return sums_.download();
  } catch (const DeviceFailure& failure) {
    throw DeviceFailure(fmt::format("{}; the last good step is {}", failure.what(), first_step));
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}; the last good step is {}", error.what(), first_step));
  }
}

ExampleLosses GpuEngine::example_losses(const System& shown) const {
  const bool own = shown.identity() == ensemble_.system->identity();
  if (!own && shown.identity() != shown_identity_) {
    shown_.clear();
    shown_identity_ = 0;
    for (const Dataset& dataset : as_network(shown)->datasets()) shown_.emplace_back(dataset);
    shown_identity_ = shown.identity();
  }
  const std::vector<ExamplesOnDevice>& data = own ? data_ : shown_;
  const int examples = shown.examples();
  std::unique_ptr<BlockMemory> other;
  std::unique_ptr<BlockMemory>& memory = examples == data_.front().examples ? memory_ : other;
  if (memory == nullptr) memory = std::make_unique<BlockMemory>(network(), examples, slots(examples), false);
  const ReplicaBlocks blocks(ensemble_, data.size(), memory->slots());
  const std::size_t size = ensemble_.replica_count() * static_cast<std::size_t>(examples);
  if (size != losses_.size()) {  // as a rule the same as the last time
    losses_ = DeviceArray<float>(size);
    wrong_ = DeviceArray<std::uint8_t>(size);
  }
  for (std::size_t b = 0; b < blocks.count(); ++b) {
    memory->place(stream_, blocks.replicas(b), no_step_.data());
    gather(stream_, memory->block(), weights_.data());
    forward(stream_, *memory, network(), data[blocks.dataset(b)], {losses_.data(), wrong_.data()});
  }
  stream_.wait();
  return {losses_.download(), wrong_.download()};
}

std::vector<float> GpuEngine::loss_gradients() const {
  const int examples = data_.front().examples;
  if (memory_ == nullptr) memory_ = std::make_unique<BlockMemory>(network(), examples, slots(examples), false);
  for (std::size_t b = 0; b < blocks_->count(); ++b) {
    memory_->place(stream_, blocks_->replicas(b), no_step_.data());
    gather(stream_, memory_->block(), weights_.data());
    gradient(stream_, *memory_, network(), data_[blocks_->dataset(b)]);
    add_partials(stream_, memory_->block());
    scatter_gradients(stream_, memory_->block(), result_.data());
  }
  stream_.wait();
  return result_.download();
}

std::vector<float> GpuEngine::loss_hessian_products(std::span<const float> directions) const {
  require(directions.size() == weights_.size(), ErrorKind::internal, "hessian products: {} entries for {}",
          directions.size(), weights_.size());
  const int examples = data_.front().examples;
  if (second_memory_ == nullptr)
    second_memory_ = std::make_unique<BlockMemory>(network(), examples, slots(examples), true);
  direction_.upload(directions);
  for (std::size_t b = 0; b < blocks_->count(); ++b) {
    second_memory_->place(stream_, blocks_->replicas(b), no_step_.data());
    gather(stream_, second_memory_->block(), weights_.data());
    gather(stream_, second_memory_->direction_block(), direction_.data());
    hessian_product(stream_, *second_memory_, network(), data_[blocks_->dataset(b)]);
    add_partials(stream_, second_memory_->direction_block());
    scatter_gradients(stream_, second_memory_->direction_block(), result_.data());
  }
  stream_.wait();
  return result_.download();
}

std::vector<double> GpuEngine::covariance_spectra(std::span<const float> points, std::size_t count,
                                                  std::size_t dimensions) const {
  return gpu::covariance_spectra(stream_, points, count, dimensions, threads_);
}

}  // namespace replicas::gpu
