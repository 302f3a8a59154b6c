#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "engine/krylov_basis.h"
#include "engine/weight_batch.h"
#include "system/system.h"

namespace replicas {

/// Per-example results of every replica of a batch, count x examples.
struct ExampleLosses {
  std::vector<float> losses;
  std::vector<std::uint8_t> wrong;  ///< 1 where the label is wrong; all 0 when the data set has no labels
};

/// The same, reduced where it was computed.
struct LossSummaries {
  std::vector<double> mean;         ///< of each replica, over the examples, summed in double
  std::vector<double> squares;      ///< mean of the squared losses of each
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

  /// On the examples of `source`, a system of the same kind and weights: a replica with data set d loses on its data
  /// set d mod the number of those. So the own system gives the training losses, and test data serve every replica.
  virtual ExampleLosses example_losses(const WeightBatch& batch, const System& source) const = 0;
  /// Means, wrong labels and examples above each threshold; `thresholds`: count x any number, in the unit of the loss.
  virtual LossSummaries loss_summaries(const WeightBatch& batch, const System& source,
                                       std::span<const double> thresholds) const;
  virtual std::vector<float> gradients(const WeightBatch& batch) const = 0;  ///< grad L (never of U)
  /// Exact Hessian of L times one direction per replica (forward over reverse). Directions and products stay where
  /// this backend has them.
  virtual std::unique_ptr<WeightBatch> hessian_products(const WeightBatch& batch,
                                                        const WeightBatch& directions) const = 0;
  /// Gauss-Newton matrix G = (1/P) sum over examples of J^T A J times one direction per replica, J the derivatives of
  /// the outputs in the weights and A the Hessian of an example's loss in its outputs; where the system's capabilities
  /// have it. H - G is the part of the curvature that bent activations make.
  virtual std::unique_ptr<WeightBatch> gauss_newton_products(const WeightBatch& batch,
                                                             const WeightBatch& directions) const = 0;
  /// The same two from the host and to it; internal error when the directions are not count x N.
  std::vector<float> hessian_products(const WeightBatch& batch, std::span<const float> directions) const;
  std::vector<float> gauss_newton_products(const WeightBatch& batch, std::span<const float> directions) const;

  // Arithmetic with directions, where they are. The host does it for a backend whose directions the host has.
  virtual std::unique_ptr<WeightBatch> place_directions(std::span<const float> directions,
                                                        std::vector<std::size_t> datasets) const;
  /// a . b of every replica, summed in double.
  virtual std::vector<double> dots(const WeightBatch& a, const WeightBatch& b) const;
  /// sum += part / divisor, in float; both as this landscape placed or computed them.
  virtual void add(WeightBatch& sum, const WeightBatch& part, float divisor) const;
  /// For `count` Krylov spaces of at most so many vectors.
  virtual std::unique_ptr<KrylovBasis> krylov_basis(std::size_t count, std::size_t most_vectors) const;
};

/// What every landscape asks of its arguments; internal errors.
void check_batch(const System& system, std::span<const float> weights, const std::vector<std::size_t>& datasets);
void check_directions(const WeightBatch& batch, const WeightBatch& directions);

/// Room for the summaries of so many replicas with so many thresholds each.
LossSummaries empty_summaries(std::size_t count, std::size_t thresholds);
/// Fills in those of one replica, of its examples.
void summarise(std::span<const float> losses, std::span<const std::uint8_t> wrong, std::span<const double> thresholds,
               std::size_t replica, LossSummaries& summaries);

}  // namespace replicas
