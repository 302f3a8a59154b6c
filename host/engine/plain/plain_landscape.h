#pragma once

#include "engine/landscape.h"

namespace replicas {

/// The oracle: any system, by System::evaluate, one replica after the other, in float or double.
template <class Number>
class PlainLandscape : public Landscape {
 public:
  explicit PlainLandscape(std::shared_ptr<const System> system) : system_(std::move(system)) {}

  const System& system() const override { return *system_; }
  int threads() const override { return 1; }
  std::unique_ptr<WeightBatch> place(std::span<const float> weights, std::vector<std::size_t> datasets) const override;
  ExampleLosses example_losses(const WeightBatch& batch, const System& source) const override;
  std::vector<float> gradients(const WeightBatch& batch) const override;
  using Landscape::gauss_newton_products, Landscape::hessian_products;
  std::unique_ptr<WeightBatch> hessian_products(const WeightBatch& batch, const WeightBatch& directions) const override;
  std::unique_ptr<WeightBatch> gauss_newton_products(const WeightBatch& batch,
                                                     const WeightBatch& directions) const override;

  /// At the weights of one replica of a batch of this precision, on its data set of the own system: the formulas that
  /// tests plant bugs in.
  virtual Evaluation<Number> evaluate(const System& source, std::size_t dataset, std::span<const Number> weights,
                                      std::span<const Number> direction) const {
    return source.evaluate(dataset, weights, direction);
  }

 private:
  std::shared_ptr<const System> system_;
};

extern template class PlainLandscape<float>;
extern template class PlainLandscape<double>;

}  // namespace replicas
