#pragma once

#include "engine/engine.h"

namespace replicas {

/// The oracle: plain loops over one replica after the other in float or double, one thread. Slow and meant to be read.
/// It computes every system, by System::evaluate. Each formula of a step is a function of its own, so that tests can
/// derive an engine with one of them wrong and ask which checks notice (tests/physics/mutant_engine.h).
template <class Number>
class PlainEngine : public Engine {
 public:
  explicit PlainEngine(const Ensemble& ensemble);

  std::string name() const override;
  int threads() const override { return 1; }
  const Ensemble& ensemble() const override { return ensemble_; }
  void load(std::span<const float> weights) override;
  std::vector<float> weights() const override;
  std::vector<float> weight_norms2() const override;
  std::vector<ReplicaSums> advance(std::uint64_t first_step, std::uint64_t last_step) override;
  using Engine::example_losses;
  ExampleLosses example_losses(const System& shown) const override;
  std::vector<float> loss_gradients() const override;
  std::vector<float> loss_hessian_products(std::span<const float> directions) const override;
  std::vector<double> covariance_spectra(std::span<const float> points, std::size_t count,
                                         std::size_t dimensions) const override;

  /// The same in the engine's own precision: weights, grad L and H v of one replica.
  std::span<const Number> weights_of(std::size_t replica) const;
  std::vector<Number> gradient_of(std::size_t replica) const;
  std::vector<Number> hessian_product_of(std::size_t replica, std::span<const Number> direction) const;

 protected:
  /// Of one replica at its present weights on a data set of `shown`.
  virtual Evaluation<Number> evaluate(std::size_t replica, const System& shown, std::size_t dataset,
                                      std::span<const Number> direction) const;
  /// Of the weights of one block.
  virtual double noise_amplitude(std::size_t replica, const Block& block) const;
  virtual double decay(std::size_t replica, const Block& block) const;
  /// xi_n of one weight of the replica with this global number, and the xi_(n+1) that the lm rule adds to it.
  virtual float noise(std::size_t number, std::uint64_t step, std::size_t weight) const;
  virtual float later_noise(std::size_t number, std::uint64_t step, std::size_t weight) const;

 private:
  void advance_replica(std::size_t replica, std::uint64_t first_step, std::uint64_t last_step, ReplicaSums& sums);
  Evaluation<Number> evaluate_own(std::size_t replica, std::span<const Number> direction = {}) const;

  Ensemble ensemble_;
  std::vector<Number> weights_;  // replicas x N
};

extern template class PlainEngine<float>;
extern template class PlainEngine<double>;

}  // namespace replicas
