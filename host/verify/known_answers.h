#pragma once

#include <string_view>
#include <vector>

#include "verify/check.h"

namespace replicas {

struct UnderTest;

// One function per known answer: it builds ordinary Ensembles, runs the engine it is given, and returns checks. Any
// backend must pass all of them; each planted bug (tests/physics/mutant_engine.h) must fail the ones meant for it.

Checks double_precision(const UnderTest&);  ///< losses, gradients, Hessian products and one step against double
Checks equal_bits(const UnderTest&);        ///< threads, instruction sets, and two short runs for one long one
Checks innovation_em(const UnderTest&);     ///< the noise read back from single steps: variance, law, independence
Checks innovation_lm(const UnderTest&);
Checks gauge_thermometer(const UnderTest&);    ///< exact AR(1) modes of a softmax network, each rule and confinement
Checks quadratic_transient(const UnderTest&);  ///< mean and variance n steps after a fixed start, four sources of h
Checks free_diffusion(const UnderTest&);       ///< variance on a flat loss without confinement
Checks one_mode_law(const UnderTest&);         ///< variance and correlation of one mode up to eta h = 1.5
Checks linear_network_covariance(const UnderTest&);  ///< T H^-1 (1 - eta H / 2)^-1 of a linear network
Checks gradient_identities(const UnderTest&);        ///< renamed units and labels, order and batches of data, slopes
Checks gradient_descent(const UnderTest&);           ///< T = 0 is the path of a plain loop
Checks small_losses(const UnderTest&);               ///< relative accuracy of losses and gradients for margins up to 60
Checks tied_outputs(const UnderTest&);               ///< an example is right only where its logit exceeds every other
Checks logistic_regression(const UnderTest&);        ///< averages of two weights, by quadrature
Checks divergence(const UnderTest&);                 ///< exploding replicas are reported and disturb no other

struct KnownAnswer {
  std::string_view name;
  Checks (*run)(const UnderTest&);
};

inline constexpr KnownAnswer selftest_answers[] = {
    {"DoublePrecision", double_precision},
    {"EqualBits", equal_bits},
    {"GradientIdentities", gradient_identities},
    {"SmallLosses", small_losses},
    {"TiedOutputs", tied_outputs},
    {"GradientDescent", gradient_descent},
    {"InnovationEm", innovation_em},
    {"InnovationLm", innovation_lm},
    {"QuadraticTransient", quadratic_transient},
    {"FreeDiffusion", free_diffusion},
    {"OneModeLaw", one_mode_law},
    {"LinearNetworkCovariance", linear_network_covariance},
    {"GaugeThermometer", gauge_thermometer},
    {"LogisticRegression", logistic_regression},
    {"Divergence", divergence},
};

}  // namespace replicas
