#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/network.h"

namespace replicas {

/// How a network of width n is trained: an abc-parametrisation (Yang and Hu, arXiv:2011.14522). The weights that are
/// trained are w_l = n^(a_l) W_l, with w_l drawn at standard deviation n^(-b_l) (times sigma_l) and a learning rate eta
/// n^(-c). What is kept here are the effective weights W_l, so no multiplier enters a pass; in them
///   standard deviation at the start   sigma_l n^(-a_l - b_l)
///   step size of layer l              eta D_l, D_l = n^(-2 a_l - c)
///   Langevin noise                    sqrt(2 eta D_l T): a diagonal mobility, which leaves the equilibrium law alone
///   weight decay of w_l               n^(2 a_l) times that of W_l
/// n of layer 1 is its number of outputs, of the others that of their inputs; sigma_1 = 1 / sqrt(inputs), sigma_l = 1.
/// Biases follow layer 1 (those of the hidden units), the last one has factor 1.
struct Parametrisation {
  std::string text = "standard";       ///< as it was asked for
  std::vector<double> a = {}, b = {};  ///< one per layer; none: standard
  double c = 0;
};

/// "standard" (a = 0, b = 0, 1/2, ..., c = 0), "ntk", "mup", "mean-field" (one hidden layer alone: deeper ones are
/// degenerate, and refused by name) or "a_1,a_2,...;b_1,b_2,...;c" with a number per layer. Error(bad_value) for
/// others.
Parametrisation parse_parametrisation(const std::string& text, std::size_t layers);

/// The exponent r of the change of features, n^(-r) per coordinate: r = 0 is feature learning, r > 0 a kernel regime, r
/// < 0 unstable; and whether the parametrisation is stable and non-trivial (Theorems 3.3, 3.6 and 3.8 there).
struct Regime {
  double r = 0;
  bool stable = false, nontrivial = false;
  std::string_view name() const;  ///< "feature learning", "kernel", "trivial" or "unstable"
};
Regime regime_of(const Parametrisation& parametrisation, std::size_t layers);

/// The layout of a network so trained; `decays_trained`: the confinement is a decay of the trained weights.
Layout parametrised(const Network& network, const Parametrisation& parametrisation, bool decays_trained);

}  // namespace replicas
