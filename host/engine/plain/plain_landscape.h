#pragma once

#include "engine/landscape.h"

namespace replicas {

/// Weights in the plain engine's own precision.
template <class Number>
class PlainBatch final : public WeightBatch {
 public:
  PlainBatch(std::vector<Number> weights, std::vector<std::size_t> datasets)
      : WeightBatch(std::move(datasets)), values(std::move(weights)) {}
  std::vector<float> weights() const override;
  std::span<const Number> of(std::size_t replica) const;  ///< N

  std::vector<Number> values;  ///< count x N
};

/// The oracle: any system, by System::evaluate, one replica after the other, in float or double.
template <class Number>
class PlainLandscape : public Landscape {
 public:
  explicit PlainLandscape(std::shared_ptr<const System> system) : system_(std::move(system)) {}

  const System& system() const override { return *system_; }
  int threads() const override { return 1; }
  std::unique_ptr<WeightBatch> place(std::span<const float> weights, std::vector<std::size_t> datasets) const override;
  ExampleLosses example_losses(const WeightBatch& batch, const System& shown) const override;
  std::vector<float> gradients(const WeightBatch& batch) const override;
  std::vector<float> hessian_products(const WeightBatch& batch, std::span<const float> directions) const override;
  std::vector<float> gauss_newton_products(const WeightBatch& batch, std::span<const float> directions) const override;

  /// At the weights of one replica of a batch of this precision, on its data set of the own system: the formulas that
  /// tests plant bugs in.
  virtual Evaluation<Number> evaluate(const System& shown, std::size_t dataset, std::span<const Number> weights,
                                      std::span<const Number> direction) const {
    return shown.evaluate(dataset, weights, direction);
  }

 private:
  std::shared_ptr<const System> system_;
};

/// A batch as one of this precision: itself, or a copy of another backend's.
template <class Number>
class AsPlain {
 public:
  explicit AsPlain(const WeightBatch& batch);
  const PlainBatch<Number>* operator->() const { return plain_; }

 private:
  std::unique_ptr<PlainBatch<Number>> copy_;
  const PlainBatch<Number>* plain_;
};

extern template class PlainBatch<float>;
extern template class PlainBatch<double>;
extern template class PlainLandscape<float>;
extern template class PlainLandscape<double>;

}  // namespace replicas
