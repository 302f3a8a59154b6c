#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/cpu/aligned_floats.h"
#include "engine/cpu/kernels.h"
#include "engine/cpu/padded_data.h"
#include "engine/landscape.h"
#include "system/network/network_system.h"
#include "system/potential/potential_system.h"

namespace replicas::cpu {

/// What the kernels read of one system: its plan, padded data and parameters, made once and shared by all samplers and
/// landscapes that compute it.
class PreparedSystem {
 public:
  PreparedSystem(std::shared_ptr<const System> system, const Kernels& kernels);
  PreparedSystem(const PreparedSystem&) = delete;

  const System& system() const { return *system_; }
  const Kernels& kernels() const { return kernels_; }
  const Plan& plan() const { return plan_; }
  std::size_t padded() const { return static_cast<std::size_t>(plan_.padded); }  ///< floats of one replica
  DataView data(std::size_t dataset) const;

 private:
  void plan_network(const Network& network);

  std::shared_ptr<const System> system_;
  const Kernels& kernels_;
  std::vector<LayerPlan> layers_;
  Plan plan_;
  AlignedFloats potential_;       // parameters of its modes, padded; empty for a network
  std::vector<PaddedData> data_;  // one per data set; none for a potential
};

/// The one of this system and these instructions that is in use, found by the system's identity, or a new one.
std::shared_ptr<const PreparedSystem> prepared(const std::shared_ptr<const System>& system,
                                               std::string_view instructions);

/// Weights with rows padded for the kernels.
class PaddedBatch final : public WeightBatch {
 public:
  PaddedBatch(std::shared_ptr<const PreparedSystem> prepared, std::vector<std::size_t> datasets, int threads);
  void load(std::span<const float> weights);
  std::size_t each() const override { return prepared_->system().weights(); }
  std::vector<float> weights() const override;
  float* of(std::size_t replica) const { return values_.data() + replica * prepared_->padded(); }
  const PreparedSystem& prepared() const { return *prepared_; }

 private:
  std::shared_ptr<const PreparedSystem> prepared_;
  int threads_;
  AlignedFloats values_;
};

}  // namespace replicas::cpu
