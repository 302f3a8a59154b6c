#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "system/system.h"

namespace replicas {

/// Weights of any number of replicas of one system, each with the data set that it is shown, held where a backend
/// computes: on the device, or padded for vectors.
class WeightBatch {
 public:
  virtual ~WeightBatch() = default;
  WeightBatch(const WeightBatch&) = delete;
  WeightBatch& operator=(const WeightBatch&) = delete;

  std::size_t count() const { return datasets_.size(); }
  std::size_t dataset(std::size_t replica) const { return datasets_[replica]; }
  const std::vector<std::size_t>& datasets() const { return datasets_; }
  virtual std::vector<float> weights() const = 0;  ///< count x N, in logical order

 protected:
  explicit WeightBatch(std::vector<std::size_t> datasets) : datasets_(std::move(datasets)) {}

 private:
  std::vector<std::size_t> datasets_;
};

/// Per-example results of every replica of a batch, count x examples.
struct ExampleLosses {
  std::vector<float> losses;
  std::vector<std::uint8_t> wrong;  ///< 1 where the label is wrong; all 0 when the data set has no labels
};

/// The same, reduced where it was computed.
struct LossSummaries {
  std::vector<double> mean;         ///< of each replica, over the examples, summed in double
  std::vector<std::int32_t> wrong;  ///< wrongly labelled examples of each
  std::vector<std::int32_t> above;  ///< count x thresholds: examples whose loss lies above that threshold
};

/// What a system's loss looks like at weights that it is asked about; no ensemble, no dynamics, no state. Arrays are
/// count x N in logical order. One caller at a time: an implementation may keep memory for the next call.
class Landscape {
 public:
  virtual ~Landscape() = default;
  virtual const System& system() const = 0;
  virtual int threads() const = 0;  ///< of the processor, for work on its results; 0: all cores
  /// Puts weights (count x N, count = datasets.size()) where this backend computes.
  virtual std::unique_ptr<WeightBatch> place(std::span<const float> weights,
                                             std::vector<std::size_t> datasets) const = 0;

  /// On the data of `shown`, a system of the same kind and weights: a replica with data set d is shown d mod the number
  /// of those. So the own system gives the training losses, and test data are shown to everybody.
  virtual ExampleLosses example_losses(const WeightBatch& batch, const System& shown) const = 0;
  /// Mean, wrong labels and examples above each threshold; `thresholds`: count x any number, in the unit of the loss.
  virtual LossSummaries loss_summaries(const WeightBatch& batch, const System& shown,
                                       std::span<const double> thresholds) const;
  virtual std::vector<float> gradients(const WeightBatch& batch) const = 0;  ///< grad L (never of U)
  /// Exact Hessian of L times one direction per replica (forward over reverse).
  virtual std::vector<float> hessian_products(const WeightBatch& batch, std::span<const float> directions) const = 0;
  /// Gauss-Newton matrix G = (1/P) sum over examples of J^T A J times one direction per replica, J the derivatives of
  /// the outputs in the weights and A the Hessian of an example's loss in its outputs; where the system's capabilities
  /// have it. H - G is the part of the curvature that bent activations make.
  virtual std::vector<float> gauss_newton_products(const WeightBatch& batch,
                                                   std::span<const float> directions) const = 0;
};

/// What every landscape asks of its arguments; internal errors.
void check_batch(const System& system, std::span<const float> weights, const std::vector<std::size_t>& datasets);
void check_directions(const System& system, const WeightBatch& batch, std::span<const float> directions);

/// Of the examples of one replica; `above` has as many numbers as `thresholds`.
void summarise(std::span<const float> losses, std::span<const std::uint8_t> wrong, std::span<const double> thresholds,
               double& mean, std::int32_t& wrong_count, std::span<std::int32_t> above);

}  // namespace replicas
