#pragma once

#include "engine/engine.h"
#include "engine/plain/mutation.h"
#include "engine/plain/network_pass.h"

namespace replicas {

/// The oracle: plain loops over one replica after the other in float or double, one thread. Slow and meant to be read.
/// `mutation` plants one bug; only tests pass anything but Mutation::none.
template <class Number>
class PlainEngine final : public Engine {
 public:
  explicit PlainEngine(const Ensemble& ensemble, Mutation mutation = Mutation::none);

  std::string name() const override;
  int threads() const override { return 1; }
  const Ensemble& ensemble() const override { return ensemble_; }
  void load(std::span<const float> weights) override;
  std::vector<float> weights() const override;
  std::vector<float> weight_norms2() const override;
  std::vector<ReplicaSums> advance(std::uint64_t first_step, std::uint64_t last_step) override;
  ExampleLosses example_losses(std::span<const Dataset> datasets) const override;
  std::vector<float> loss_gradients() const override;
  std::vector<float> loss_hessian_products(std::span<const float> directions) const override;
  std::vector<double> covariance_spectra(std::span<const float> points, std::size_t count,
                                         std::size_t dimensions) const override;

  /// The same in the engine's own precision: weights, grad L and H v of one replica.
  std::span<const Number> weights_of(std::size_t replica) const;
  std::vector<Number> gradient_of(std::size_t replica) const;
  std::vector<Number> hessian_product_of(std::size_t replica, std::span<const Number> direction) const;

 private:
  void advance_replica(std::size_t replica, std::uint64_t first_step, std::uint64_t last_step, ReplicaSums& sums);
  NetworkPass<Number> pass_of(std::size_t replica, const Dataset& dataset,
                              std::span<const Number> direction = {}) const;

  Ensemble ensemble_;
  Mutation mutation_;
  std::vector<Number> weights_;  // replicas x N
};

extern template class PlainEngine<float>;
extern template class PlainEngine<double>;

}  // namespace replicas
