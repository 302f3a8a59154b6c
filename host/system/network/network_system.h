#pragma once

#include <vector>

#include "model/dataset.h"
#include "model/network.h"
#include "system/system.h"

namespace replicas {

/// A fully connected network on one or more data sets of equal size: L is the mean loss over the examples.
class NetworkSystem final : public System {
 public:
  static constexpr std::string_view network_kind = "network";

  NetworkSystem(Network network, std::vector<Dataset> datasets);

  const Network& network() const { return network_; }
  const std::vector<Dataset>& datasets() const { return datasets_; }

  std::string_view kind() const override { return network_kind; }
  std::string text() const override;
  std::string origin() const override;
  std::vector<std::pair<std::string, std::string>> attributes() const override;
  std::vector<std::pair<std::string, double>> numbers() const override;
  std::vector<LayerValues> layer_values(std::size_t dataset, std::span<const float> weights,
                                        std::size_t examples) const override;
  std::vector<double> tangent_kernel(std::size_t dataset, std::span<const float> weights,
                                     std::size_t examples) const override;
  std::size_t dataset_count() const override { return datasets_.size(); }
  int examples() const override { return datasets_.empty() ? 0 : datasets_.front().examples; }
  Capabilities capabilities() const override;
  void check() const override;
  std::vector<std::span<const std::byte>> data() const override;
  Evaluation<float> evaluate(std::size_t dataset, std::span<const float> weights,
                             std::span<const float> direction) const override;
  Evaluation<double> evaluate(std::size_t dataset, std::span<const double> weights,
                              std::span<const double> direction) const override;
  std::shared_ptr<const System> restricted(const std::vector<std::vector<std::uint32_t>>& examples) const override;
  std::shared_ptr<const System> shown(Dataset examples) const override;
  double flops_per_step() const override;

  double loss_in_double(std::size_t dataset, std::span<const double> weights,
                        std::span<double> gradient) const override;
  double flops_in_double() const override;
  LossBound loss_bound(std::size_t dataset) const override;
  std::size_t rank_bound() const override;  ///< min(N, P x outputs)
  std::vector<float> gauss_newton_product(std::size_t dataset, std::span<const float> weights,
                                          std::span<const float> direction) const override;
  std::vector<double> gauss_newton_product(std::size_t dataset, std::span<const double> weights,
                                           std::span<const double> direction) const override;

  /// Softmax cross-entropy does not change when a constant is added to all logits: the class sums
  /// s = (1 / sqrt K) sum_k of each hidden unit's output weights (H modes, in order) and of the output bias (one more)
  /// feel no force from the data. Other losses have none.
  std::size_t gauge_mode_count() const override;
  std::vector<float> gauge_modes(std::span<const float> weights) const override;
  const Block& gauge_block(std::size_t mode) const override;

  std::optional<double> output_rounding(double loss) const override;
  double largest_input() const override;

 private:
  Network network_;
  std::vector<Dataset> datasets_;
};

/// The same as a shared value.
std::shared_ptr<const System> network_system(Network network, std::vector<Dataset> datasets);

/// The network of a system that is one, else null: for engines' kernels, which are written for it, and for who made it.
inline const NetworkSystem* as_network(const System& system) {
  return system.kind() == NetworkSystem::network_kind ? static_cast<const NetworkSystem*>(&system) : nullptr;
}

}  // namespace replicas
