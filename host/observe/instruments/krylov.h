#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

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

/// The Krylov space of one symmetric operator by Lanczos with full reorthogonalisation: projected on the basis the
/// operator is tridiagonal.
class Krylov {
 public:
  void start(std::vector<float> vector);       ///< any length; made a unit vector
  void add(std::span<const float> product);    ///< the operator times the last basis vector
  bool complete() const { return complete_; }  ///< the space is invariant: nothing left to add
  std::span<const float> last() const { return basis_.back(); }
  std::vector<RitzValue> values() const;                ///< empty when a product was not finite
  std::vector<float> vector(std::size_t number) const;  ///< unit vector of that Ritz value; NaN when not finite

 private:
  /// All of it: a space goes on from there (see Notebook).
  template <class Visit>
  friend void visit_fields(const Krylov& space, const Visit& visit) {
    visit(space.basis_, space.diagonal_, space.below_, space.complete_);
  }
  template <class Visit>
  friend void visit_fields(Krylov& space, const Visit& visit) {
    visit(space.basis_, space.diagonal_, space.below_, space.complete_);
  }
  bool finite() const;
  std::vector<std::vector<float>> basis_;  // unit vectors
  std::vector<double> diagonal_, below_;   // below_[j] couples basis vectors j and j + 1
  bool complete_ = false;
};

/// One vector per replica in, the operator of each replica times it out: replicas x N.
using Operators = std::function<std::vector<float>(std::span<const float> directions)>;

/// `iterations` products from the start vectors (replicas x N), all replicas at once, on so many threads. With a
/// notebook the spaces so far are written down after every product.
std::vector<Krylov> krylov_spaces(const Operators& operators, std::span<const float> starts, std::size_t replicas,
                                  int iterations, int threads, Notebook* notebook = nullptr);

}  // namespace replicas
