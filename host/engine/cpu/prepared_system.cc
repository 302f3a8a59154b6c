#include "engine/cpu/prepared_system.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "engine/cpu/instructions.h"
#include "engine/spread_tasks.h"
#include "model/error.h"

namespace replicas::cpu {

PreparedSystem::PreparedSystem(std::shared_ptr<const System> system, const Kernels& kernels)
    : system_(std::move(system)), kernels_(kernels) {
  if (const NetworkSystem* const network = as_network(*system_)) {
    plan_network(network->network());
    for (const Dataset& dataset : network->datasets()) data_.emplace_back(dataset, plan_);
  } else if (const PotentialSystem* const own = as_potential(*system_)) {
    const Potential& potential = own->potential();
    plan_network(network_of(potential));
    potential_ = AlignedFloats(static_cast<std::size_t>(plan_.layers[0].stride));
    std::ranges::copy(potential.parameters, potential_.data());
    plan_.potential = potential_.data();
    plan_.potential_kind = potential.kind;
  } else {
    fail(ErrorKind::bad_value, "<device> cpu has no kernels for a {}; use <device> plain, which computes every system",
         system_->kind());
  }
}

void PreparedSystem::plan_network(const Network& network) {
  const int tile = examples_per_tile(system_->examples());
  layers_ = plan_layers(network, tile);
  plan_ = make_plan(network, layers_, tile);
}

/// Of a potential there is one "example", the sum of its terms.
DataView PreparedSystem::data(std::size_t dataset) const {
  if (data_.empty()) return {.examples = 1, .values = {}, .labels = {}, .targets = {}, .target_stride = 0};
  return data_[dataset].view();
}

std::shared_ptr<const PreparedSystem> prepared(const std::shared_ptr<const System>& system,
                                               std::string_view instructions) {
  static std::mutex mutex;
  static std::map<std::pair<std::uint64_t, const Kernels*>, std::weak_ptr<const PreparedSystem>> in_use;
  const Kernels& kernels = kernels_for(instructions);
  const std::lock_guard lock(mutex);
  std::erase_if(in_use, [](const auto& entry) { return entry.second.expired(); });
  std::weak_ptr<const PreparedSystem>& entry = in_use[{system->identity(), &kernels}];
  if (auto found = entry.lock()) return found;
  auto made = std::make_shared<const PreparedSystem>(system, kernels);
  entry = made;
  return made;
}

PaddedBatch::PaddedBatch(std::shared_ptr<const PreparedSystem> prepared, std::vector<std::size_t> datasets, int threads)
    : WeightBatch(std::move(datasets)),
      prepared_(std::move(prepared)),
      threads_(threads),
      values_(count() * prepared_->padded()) {}

void PaddedBatch::load(std::span<const float> weights) {
  check_batch(prepared_->system(), weights, datasets());
  const std::size_t n = prepared_->system().weights();
  spread_tasks(count(), threads_, cost_of(n), [&](std::size_t r) {
    pad_weights(prepared_->plan(), weights.subspan(r * n, n), {of(r), prepared_->padded()});
  });
}

std::vector<float> PaddedBatch::weights() const {
  const std::size_t n = prepared_->system().weights();
  std::vector<float> result(count() * n);
  spread_tasks(count(), threads_, cost_of(n), [&](std::size_t r) {
    unpad_weights(prepared_->plan(), {of(r), prepared_->padded()}, std::span(result).subspan(r * n, n));
  });
  return result;
}

}  // namespace replicas::cpu
