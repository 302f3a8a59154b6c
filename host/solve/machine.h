#pragma once

namespace replicas::solve {

/// A network of +-1 weights: K hidden units tau_k = sign(w_k.xi_k), n inputs each, and their combination,
///   committee   sign(sum_k tau_k), second-layer weights +1; one unit is the perceptron,
///   parity      prod_k tau_k.
/// Units see the same inputs, or (a tree) n inputs of their own each. n is odd, and K of a committee, so that no sum of
/// signs is 0.
struct Machine {
  int inputs = 1001;  ///< n, of one unit
  int units = 1;      ///< K
  bool tree = false;  ///< inputs of their own
  bool parity = false;

  int weights() const { return inputs * units; }
  /// Rows of bits that one pattern takes.
  int blocks() const { return tree ? units : 1; }
};

}  // namespace replicas::solve
