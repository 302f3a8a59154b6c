#include "system/network/network_system.h"

#include <algorithm>
#include <cmath>

#include "model/error.h"
#include "system/network/loss_bound.h"
#include "system/network/network_layers.h"
#include "system/network/network_loss.h"
#include "system/network/network_pass.h"

namespace replicas {

namespace {

constexpr double usual_logit = 4;  // of a cross-entropy that is not near 0

/// Typical size of the outputs: for mse that of the targets.
double output_size(const NetworkSystem& system) {
  if (system.network().loss() != Loss::mse) return usual_logit;
  double sum = 0, count = 0;
  for (const Dataset& dataset : system.datasets())
    for (const float target : dataset.targets) {
      sum += static_cast<double>(target) * static_cast<double>(target);
      ++count;
    }
  return count > 0 ? std::sqrt(sum / count) : 1;
}

}  // namespace

NetworkSystem::NetworkSystem(Network network, std::vector<Dataset> datasets)
    : System(network.layout()), network_(std::move(network)), datasets_(std::move(datasets)) {}

std::shared_ptr<const System> network_system(Network network, std::vector<Dataset> datasets) {
  return std::make_shared<NetworkSystem>(std::move(network), std::move(datasets));
}

std::string NetworkSystem::text() const { return to_string(network_.widths()); }

std::string NetworkSystem::origin() const { return datasets_.front().origin; }

std::vector<std::pair<std::string, std::string>> NetworkSystem::attributes() const {
  return {{"network", text()},
          {"activation", std::string(name(network_.activation()))},
          {"loss", std::string(name(network_.loss()))}};
}

std::vector<std::pair<std::string, double>> NetworkSystem::numbers() const {
  if (datasets_.empty() || !std::isfinite(datasets_.front().target_variance)) return {};
  return {{"target_variance", datasets_.front().target_variance}};
}

Capabilities NetworkSystem::capabilities() const {
  const bool classes = network_.loss() != Loss::mse, entropy = classes && network_.loss() != Loss::hinge;
  return {.labels = !datasets_.empty() && !datasets_.front().labels.empty(),
          .separable = classes,
          .kinks = has_kink(network_.activation()) || network_.loss() == Loss::hinge,
          .gauss_newton = true,
          .batches = true,
          .layers = true,
          .margins = entropy ? Margins::cross_entropy : Margins::none};
}

void NetworkSystem::check() const {
  require(!datasets_.empty(), ErrorKind::bad_value, "no data set");
  for (const Dataset& dataset : datasets_) {
    replicas::check(dataset, network_);
    require(dataset.examples == examples(), ErrorKind::bad_value, "data sets differ in size");
  }
}

std::vector<std::span<const std::byte>> NetworkSystem::data() const {
  std::vector<std::span<const std::byte>> parts;
  for (const Dataset& dataset : datasets_) {
    parts.push_back(std::as_bytes(std::span(dataset.values)));
    parts.push_back(std::as_bytes(std::span(dataset.labels)));
    parts.push_back(std::as_bytes(std::span(dataset.targets)));
  }
  return parts;
}

Evaluation<float> NetworkSystem::evaluate(std::size_t dataset, std::span<const float> weights,
                                          std::span<const float> direction) const {
  return network_pass(network_, datasets_[dataset], weights, direction);
}

Evaluation<double> NetworkSystem::evaluate(std::size_t dataset, std::span<const double> weights,
                                           std::span<const double> direction) const {
  return network_pass(network_, datasets_[dataset], weights, direction);
}

std::shared_ptr<const System> NetworkSystem::restricted(const std::vector<std::vector<std::uint32_t>>& examples) const {
  std::vector<Dataset> some;
  for (std::size_t d = 0; d < datasets_.size(); ++d) some.push_back(replicas::restricted(datasets_[d], examples[d]));
  return std::make_shared<NetworkSystem>(network_, std::move(some));
}

std::shared_ptr<const System> NetworkSystem::shown(Dataset examples) const {
  return std::make_shared<NetworkSystem>(network_, std::vector{std::move(examples)});
}

std::vector<LayerValues> NetworkSystem::layer_values(std::size_t dataset, std::span<const float> weights,
                                                     std::size_t examples) const {
  return replicas::layer_values(network_, datasets_[dataset], weights, examples);
}

std::vector<double> NetworkSystem::tangent_kernel(std::size_t dataset, std::span<const float> weights,
                                                  std::size_t examples) const {
  return replicas::tangent_kernel(network_, datasets_[dataset], weights, examples);
}

double NetworkSystem::flops_per_step() const { return network_.flops_per_step(static_cast<std::size_t>(examples())); }

double NetworkSystem::loss_in_double(std::size_t dataset, std::span<const double> weights,
                                     std::span<double> gradient) const {
  return network_loss(network_, datasets_[dataset], weights, gradient);
}

double NetworkSystem::flops_in_double() const { return network_loss_flops(network_, datasets_.front()); }

LossBound NetworkSystem::loss_bound(std::size_t dataset) const {
  return replicas::loss_bound(network_, datasets_[dataset]);
}

std::size_t NetworkSystem::rank_bound() const {
  return std::min(weights(), static_cast<std::size_t>(examples()) * static_cast<std::size_t>(network_.outputs()));
}

std::vector<float> NetworkSystem::gauss_newton_product(std::size_t dataset, std::span<const float> weights,
                                                       std::span<const float> direction) const {
  return network_pass(network_, datasets_[dataset], weights, direction, GaussNewtonRules()).product;
}

std::vector<double> NetworkSystem::gauss_newton_product(std::size_t dataset, std::span<const double> weights,
                                                        std::span<const double> direction) const {
  return network_pass(network_, datasets_[dataset], weights, direction, GaussNewtonRules()).product;
}

std::size_t NetworkSystem::gauge_mode_count() const {
  if (network_.loss() != Loss::softmax) return 0;
  return static_cast<std::size_t>(network_.layers().back().inputs) + (network_.bias() ? 1 : 0);
}

std::vector<float> NetworkSystem::gauge_modes(std::span<const float> weights) const {
  const Layer& layer = network_.layers().back();
  const auto classes = static_cast<std::size_t>(layer.outputs);
  std::vector<float> modes(gauge_mode_count());
  for (std::size_t mode = 0; mode < modes.size(); ++mode) {
    // Row `inputs` of the last layer is its bias: b_l[out] follows W_l[in][out].
    double sum = 0;
    for (std::size_t k = 0; k < classes; ++k) sum += static_cast<double>(weights[layer.weight + mode * classes + k]);
    modes[mode] = static_cast<float>(sum / std::sqrt(static_cast<double>(classes)));
  }
  return modes;
}

const Block& NetworkSystem::gauge_block(std::size_t mode) const {
  const Layer& layer = network_.layers().back();
  return layout()[mode < static_cast<std::size_t>(layer.inputs) ? layer.block : layer.block + 1];
}

std::optional<double> NetworkSystem::output_rounding(double loss) const {
  if (datasets_.empty()) return {};
  const double by_losses = loss * std::sqrt(2 / static_cast<double>(examples()));
  const double slope = network_.loss() == Loss::mse ? std::sqrt(2 * loss / static_cast<double>(examples())) : by_losses;
  return output_size(*this) * slope;
}

double NetworkSystem::largest_input() const {
  double largest = 0;
  for (const Dataset& dataset : datasets_)
    for (const float value : dataset.values) largest = std::max(largest, std::fabs(static_cast<double>(value)));
  return largest;
}

}  // namespace replicas
