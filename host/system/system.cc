#include "system/system.h"

#include <algorithm>
#include <atomic>

#include "model/dataset.h"
#include "model/error.h"

namespace replicas {

namespace {

std::uint64_t next_identity() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

/// What the capabilities deny was asked for all the same.
[[noreturn]] void denied(const System& system, std::string_view what) {
  fail(ErrorKind::internal, "a system of kind {} has no {}", system.kind(), what);
}

}  // namespace

System::System(Layout layout) : layout_(std::move(layout)), identity_(next_identity()) {}

double System::loss_in_double(std::size_t dataset, std::span<const double> weights, std::span<double> gradient) const {
  const Evaluation<double> found = evaluate(dataset, weights, {});
  if (!gradient.empty()) std::ranges::copy(found.gradient, gradient.begin());
  return found.loss;
}

std::vector<float> System::gauss_newton_product(std::size_t, std::span<const float>, std::span<const float>) const {
  denied(*this, "Gauss-Newton matrix");
}

std::vector<double> System::gauss_newton_product(std::size_t, std::span<const double>, std::span<const double>) const {
  denied(*this, "Gauss-Newton matrix");
}

std::vector<LayerValues> System::layer_values(std::size_t, std::span<const float>, std::size_t) const {
  denied(*this, "layers");
}

std::vector<double> System::tangent_kernel(std::size_t, std::span<const float>, std::size_t) const {
  denied(*this, "layers");
}

std::shared_ptr<const System> System::restricted(const std::vector<std::vector<std::uint32_t>>&) const {
  denied(*this, "examples to choose from");
}

std::shared_ptr<const System> System::shown(Dataset) const { denied(*this, "examples that can be drawn afresh"); }

ExactLaw System::exact_law(const Ensemble&, std::size_t) const { denied(*this, "exact law"); }

std::vector<float> System::equilibrium_weights(const Ensemble&) const { denied(*this, "law to draw from"); }

}  // namespace replicas
