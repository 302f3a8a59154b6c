#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "engine/engine.h"
#include "observe/instruments/notebook.h"

namespace replicas {

/// What a Krylov space says about the operator that made it, largest value first. A value lies within `bound` of an
/// eigenvalue; `weight`, the squared overlap of its vector with the start vector, makes quadrature of the spectral
/// density (arXiv:1901.10159): sum of weights = 1, sum of weight x value = v.Hv, sum of weight x value^2 = |Hv|^2.
struct RitzValue {
  double value = 0;
  double weight = 0;
  double bound = 0;
};

/// What Lanczos with full reorthogonalisation found of one symmetric operator: projected on the vectors of its Krylov
/// space the operator is tridiagonal.
class Tridiagonal {
 public:
  void add(const KrylovStep& step);
  bool complete() const { return complete_; }  ///< the space is invariant: nothing left to add
  std::vector<RitzValue> values() const;       ///< empty when a product was not finite
  /// Coefficients of the vector of that Ritz value in those of the space, padded with zeros to `size` of them; NaN when
  /// not finite or when there is no such value.
  std::vector<double> vector(std::size_t number, std::size_t size) const;

 private:
  template <class Visit>
  friend void visit_fields(const Tridiagonal& space, const Visit& visit) {
    visit(space.diagonal_, space.below_, space.complete_);
  }
  template <class Visit>
  friend void visit_fields(Tridiagonal& space, const Visit& visit) {
    visit(space.diagonal_, space.below_, space.complete_);
  }
  bool finite() const;
  std::vector<double> diagonal_, below_;  // below_[j] couples vectors j and j + 1
  bool complete_ = false;
};

/// One space per replica; their vectors lie where the basis has them.
struct KrylovSpaces {
  std::unique_ptr<KrylovBasis> basis = {};
  std::vector<Tridiagonal> projected = {};

  std::vector<RitzValue> values(std::size_t replica) const { return projected[replica].values(); }
  /// Of every replica the unit vector of that Ritz value, counted from the largest; NaN where there is none.
  std::unique_ptr<WeightBatch> vectors(std::size_t number) const;
};

/// One direction per replica in, the operator of each replica times it out.
using Operators = std::function<std::unique_ptr<WeightBatch>(const WeightBatch& directions)>;

/// Products that a space can be grown by: N at most.
std::size_t most_products(int iterations, std::size_t n);
/// So many products from the start vectors, all replicas at once, in the empty basis given. With a notebook the spaces
/// so far are written down after every product.
KrylovSpaces krylov_spaces(std::unique_ptr<KrylovBasis> basis, const Operators& operators, const WeightBatch& starts,
                           int iterations, Notebook* notebook = nullptr);
/// The same where the landscape keeps its vectors.
KrylovSpaces krylov_spaces(const Landscape& landscape, const Operators& operators, const WeightBatch& starts,
                           int iterations, Notebook* notebook = nullptr);

/// The largest algebraic eigenvalue of the Hessian of L of one replica (off minima the Hessian is indefinite), with the
/// relative residual |H y - value y| / |value| of its unit vector y. Both NaN where the Hessian is not finite.
struct TopEigenvalue {
  double value = 0;
  double residual = 0;
};

/// Lanczos with full reorthogonalisation, all replicas at once, at the engine's present weights: `iterations` products
/// with the Hessian from a random start vector of (seed, step), and one more for the residual. Products are float, so
/// residuals end near 1e-6. Fewer iterations give a value that is too small, never too large (beyond rounding).
/// A notebook is asked after every iteration.
std::vector<TopEigenvalue> largest_eigenvalues(const Engine& engine, int iterations, std::uint64_t seed,
                                               std::uint64_t step, Notebook* notebook = nullptr);

}  // namespace replicas
