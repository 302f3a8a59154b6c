#include "engine/cpu/cpu_engine.h"

#include <algorithm>

#include "engine/covariance_spectra.h"
#include "engine/cpu/instructions.h"
#include "engine/dot.h"
#include "model/error.h"

namespace replicas {

using cpu::AlignedFloats;
using cpu::PaddedData;
using cpu::Workspace;

CpuEngine::CpuEngine(const Ensemble& ensemble, int threads, std::string_view instructions)
    : ensemble_(ensemble), kernels_(cpu::kernels_for(instructions)) {
  check(ensemble_);
  require(threads >= 0, ErrorKind::bad_value, "<threads> {} is negative; 0 means all cores", threads);
  if (const NetworkSystem* const network = as_network(*ensemble_.system))
    plan_network(*network);
  else if (const PotentialSystem* const potential = as_potential(*ensemble_.system))
    plan_potential(*potential);
  else
    fail(ErrorKind::bad_value, "<device> cpu has no kernels for a {}; use <device> plain, which computes every system",
         ensemble_.system->kind());
  rules_ = block_rules(ensemble_);
  const std::size_t replicas = ensemble_.replica_count(), padded = static_cast<std::size_t>(plan_.padded);
  weights_ = AlignedFloats(replicas * padded);
  if (ensemble_.confinement.kind == Confinement::Kind::anchor) {
    anchor_ = AlignedFloats(replicas * padded);
    const std::size_t n = ensemble_.weights();
    for (std::size_t r = 0; r < replicas; ++r)
      cpu::pad_weights(plan_, std::span(ensemble_.anchor).subspan(r * n, n), {anchor_.data() + r * padded, padded});
  }
  team_ = std::make_unique<cpu::WorkerTeam>(threads == 0 ? cpu::available_processors() : threads);
  for (int worker = 0; worker < team_->threads(); ++worker) workspaces_.emplace_back(plan_, false);
}

void CpuEngine::plan_network(const NetworkSystem& system) {
  const int tile = cpu::examples_per_tile(system.examples());
  layers_ = cpu::plan_layers(system.network(), tile);
  plan_ = cpu::make_plan(system.network(), layers_, tile);
  for (const Dataset& dataset : system.datasets()) data_.emplace_back(dataset, plan_);
}

void CpuEngine::plan_potential(const PotentialSystem& system) {
  const Potential& potential = system.potential();
  const Network network = network_of(potential);
  const int tile = cpu::examples_per_tile(system.examples());
  layers_ = cpu::plan_layers(network, tile);
  plan_ = cpu::make_plan(network, layers_, tile);
  potential_ = AlignedFloats(static_cast<std::size_t>(plan_.layers[0].stride));
  std::ranges::copy(potential.parameters, potential_.data());
  plan_.potential = potential_.data();
  plan_.potential_kind = potential.kind;
}

std::string CpuEngine::name() const {
  return fmt::format("cpu ({}, {} thread{})", kernels_.name, team_->threads(), team_->threads() == 1 ? "" : "s");
}

float* CpuEngine::padded_weights(std::size_t replica) const {
  return weights_.data() + replica * static_cast<std::size_t>(plan_.padded);
}

cpu::ReplicaView CpuEngine::replica_view(std::size_t replica) const {
  const std::size_t rung = ensemble_.temperature_index(replica);
  cpu::ReplicaView view{};
  view.weights = padded_weights(replica);
  view.anchor = anchor_.size() > 0 ? anchor_.data() + replica * static_cast<std::size_t>(plan_.padded) : nullptr;
  const auto rules = std::span(rules_).subspan(2 * rung * layers_.size(), 2 * layers_.size());
  view.rules = rules.data();
  view.silent = std::ranges::all_of(rules, [](const BlockRule& rule) { return rule.amplitude == 0; });
  view.two_noises = ensemble_.dynamics.update == Update::lm;
  view.seed = ensemble_.seed;
  view.purpose = ensemble_.purpose;
  view.replica = ensemble_.number(replica);
  view.measure_interval = ensemble_.measure_interval;
  return view;
}

/// Of a potential there is one "example", the sum of its terms.
cpu::DataView CpuEngine::data_view(std::size_t replica) const {
  if (data_.empty()) return {.examples = 1, .values = {}, .labels = {}, .targets = {}, .target_stride = 0};
  return data_[ensemble_.dataset_index(replica)].view();
}

void CpuEngine::load(std::span<const float> weights) {
  const std::size_t n = ensemble_.weights(), replicas = ensemble_.replica_count();
  require(weights.size() == replicas * n, ErrorKind::internal, "load: {} weights for {}", weights.size(), replicas * n);
  team_->run(replicas, [&](int, std::size_t r) {
    cpu::pad_weights(plan_, weights.subspan(r * n, n), {padded_weights(r), static_cast<std::size_t>(plan_.padded)});
  });
}

std::vector<float> CpuEngine::weights() const {
  const std::size_t n = ensemble_.weights(), replicas = ensemble_.replica_count();
  std::vector<float> result(replicas * n);
  team_->run(replicas, [&](int, std::size_t r) {
    cpu::unpad_weights(plan_, {padded_weights(r), static_cast<std::size_t>(plan_.padded)},
                       std::span(result).subspan(r * n, n));
  });
  return result;
}

std::vector<float> CpuEngine::weight_norms2() const {
  std::vector<float> result(ensemble_.replica_count());
  team_->run(result.size(), [&](int, std::size_t r) {
    const std::span<const float> own(padded_weights(r), static_cast<std::size_t>(plan_.padded));  // padding is zero
    result[r] = static_cast<float>(dot(own, own));
  });
  return result;
}

std::vector<ReplicaSums> CpuEngine::advance(std::uint64_t first_step, std::uint64_t last_step) {
  std::vector<ReplicaSums> sums(ensemble_.replica_count());
  const std::size_t group = ensemble_.map().group;  // one thread has all of it
  team_->run(sums.size() / group, [&](int worker, std::size_t number) {
    for (std::size_t replica = number * group; replica < (number + 1) * group; ++replica) {
      kernels_.advance(plan_, data_view(replica), replica_view(replica),
                       workspaces_[static_cast<std::size_t>(worker)].scratch(), first_step, last_step, sums[replica]);
    }
  });
  return sums;
}

ExampleLosses CpuEngine::example_losses(const System& shown) const {
  const bool own = shown.identity() == ensemble_.system->identity();
  if (!own && shown.identity() != shown_identity_) {
    shown_.clear();
    shown_identity_ = 0;
    for (const Dataset& dataset : as_network(shown)->datasets()) shown_.emplace_back(dataset, plan_);
    shown_identity_ = shown.identity();
  }
  const auto examples = static_cast<std::size_t>(shown.examples());
  ExampleLosses result;
  result.losses.resize(ensemble_.replica_count() * examples);
  result.wrong.resize(result.losses.size());
  team_->run(ensemble_.replica_count(), [&](int worker, std::size_t replica) {
    const cpu::DataView view =
        own ? data_view(replica) : shown_[ensemble_.dataset_index(replica) % shown_.size()].view();
    kernels_.example_losses(plan_, view, padded_weights(replica),
                            workspaces_[static_cast<std::size_t>(worker)].scratch(),
                            result.losses.data() + replica * examples, result.wrong.data() + replica * examples);
  });
  return result;
}

std::vector<float> CpuEngine::loss_gradients() const {
  const std::size_t n = ensemble_.weights(), padded = static_cast<std::size_t>(plan_.padded);
  std::vector<float> result(ensemble_.replica_count() * n);
  team_->run(ensemble_.replica_count(), [&](int worker, std::size_t replica) {
    const cpu::Scratch& scratch = workspaces_[static_cast<std::size_t>(worker)].scratch();
    kernels_.gradient(plan_, data_view(replica), padded_weights(replica), scratch);
    cpu::unpad_weights(plan_, {scratch.gradient, padded}, std::span(result).subspan(replica * n, n));
  });
  return result;
}

std::vector<float> CpuEngine::loss_hessian_products(std::span<const float> directions) const {
  const std::size_t n = ensemble_.weights(), padded = static_cast<std::size_t>(plan_.padded);
  require(directions.size() == ensemble_.replica_count() * n, ErrorKind::internal,
          "hessian products: {} entries for {}", directions.size(), ensemble_.replica_count() * n);
  std::vector<float> result(directions.size());
  std::vector<Workspace> workspaces;
  std::vector<AlignedFloats> padded_direction;
  for (int worker = 0; worker < team_->threads(); ++worker) {
    workspaces.emplace_back(plan_, true);
    padded_direction.emplace_back(padded);
  }
  team_->run(ensemble_.replica_count(), [&](int worker, std::size_t replica) {
    const cpu::Scratch& scratch = workspaces[static_cast<std::size_t>(worker)].scratch();
    float* const direction = padded_direction[static_cast<std::size_t>(worker)].data();
    cpu::pad_weights(plan_, directions.subspan(replica * n, n), {direction, padded});
    kernels_.hessian_product(plan_, data_view(replica), padded_weights(replica), direction, scratch);
    cpu::unpad_weights(plan_, {scratch.gradient, padded}, std::span(result).subspan(replica * n, n));
  });
  return result;
}

std::vector<double> CpuEngine::covariance_spectra(std::span<const float> points, std::size_t count,
                                                  std::size_t dimensions) const {
  return replicas::covariance_spectra(points, count, dimensions, team_->threads());
}

}  // namespace replicas
