#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/weight_batch.h"
#include "physics/host_device.h"

namespace replicas {

/// What one product of the operator with the last vector q of a space says: diagonal = q . A q, before = |A q|^2, after
/// = what is left of that outside the space.
struct KrylovStep {
  double diagonal = 0, before = 0, after = 0;
};

/// Nothing left to add: what rounding in float leaves of a product inside the space. Also true when anything is NaN.
HOST_DEVICE bool is_invariant(double before, double after) { return !(after > 1e-13 * before); }

/// The orthonormal vectors of one Krylov space per replica, in the order they came, held where a backend computes;
/// nobody else needs their numbers, except to write them down. All spaces have the same number of vectors; one that is
/// invariant repeats its last.
class KrylovBasis {
 public:
  virtual ~KrylovBasis() = default;
  virtual std::size_t size() const = 0;  ///< vectors of a space
  /// The first vectors, made unit vectors; or later ones as `values` had them.
  virtual void start(const WeightBatch& vectors) = 0;
  virtual void append(const WeightBatch& vectors) = 0;
  virtual const WeightBatch& last() const = 0;
  /// Makes the products with the last vectors orthogonal to every vector so far, twice (Parlett: twice is enough), in
  /// double, and appends the unit vectors. `ended`: 1 for a space that was found invariant before; its step says
  /// nothing.
  virtual std::vector<KrylovStep> add(const WeightBatch& products, std::span<const std::uint8_t> ended) = 0;
  /// sum over j of coefficients[replica, j] q_j of every replica; coefficients: count x size.
  virtual std::unique_ptr<WeightBatch> combine(std::span<const double> coefficients) const = 0;
  virtual std::vector<float> values(std::size_t vector) const = 0;  ///< count x N
};

/// In the memory of the host; takes products of any backend.
class HostKrylovBasis final : public KrylovBasis {
 public:
  explicit HostKrylovBasis(int threads) : threads_(threads) {}  ///< 0: all cores
  std::size_t size() const override { return basis_.size(); }
  void start(const WeightBatch& vectors) override;
  void append(const WeightBatch& vectors) override;
  const WeightBatch& last() const override { return *basis_.back(); }
  std::vector<KrylovStep> add(const WeightBatch& products, std::span<const std::uint8_t> ended) override;
  std::unique_ptr<WeightBatch> combine(std::span<const double> coefficients) const override;
  std::vector<float> values(std::size_t vector) const override { return basis_[vector]->weights(); }

 private:
  int threads_;
  std::vector<std::unique_ptr<HostBatch<float>>> basis_;
};

}  // namespace replicas
