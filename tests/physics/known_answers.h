#pragma once

#include <span>
#include <string_view>

#include "physics/check.h"

namespace replicas {

struct UnderTest;

// One function per known answer: it builds ordinary Ensembles, runs the engine it is given, and returns checks. Any
// backend must pass all of them; each planted bug (engine/plain/mutation.h) must fail the ones meant for it.

Checks innovation_em(const UnderTest&);  ///< the noise read back from single steps: variance, law, independence
Checks innovation_lm(const UnderTest&);
Checks gauge_thermometer(const UnderTest&);    ///< exact AR(1) modes of a softmax network, each rule and confinement
Checks quadratic_transient(const UnderTest&);  ///< mean and variance n steps after a fixed start, four sources of h
Checks free_diffusion(const UnderTest&);       ///< variance on a flat loss without confinement
Checks quadratic_law(const UnderTest&);        ///< ten modes: loss, its variance, |grad L|^2, correlation in time
Checks one_mode_law(const UnderTest&);         ///< variance and correlation of one mode up to eta h = 1.5
Checks linear_network_covariance(const UnderTest&);  ///< T H^-1 (1 - eta H / 2)^-1 of a linear network
Checks gradient_identities(const UnderTest&);        ///< renamed units and labels, order and batches of data, slopes
Checks gradient_descent(const UnderTest&);           ///< T = 0 is the path of a plain loop
Checks small_losses(const UnderTest&);               ///< relative accuracy of losses and gradients for margins up to 60
Checks divergence(const UnderTest&);                 ///< exploding replicas are reported and disturb no other
Checks small_networks(const UnderTest&);             ///< N1, N2, N3: averages known by quadrature
Checks equilibrium_identities(const UnderTest&);     ///< mean force, virial, cross identity on a small classifier
Checks two_starts(const UnderTest&);                 ///< the start is forgotten at every rung
Checks potentials(const UnderTest&);                 ///< channels and walls at finite step size
Checks linear_logistic(const UnderTest&);            ///< P = 100 independent margins: loss, its variance, active points

/// How dear one is: `long_run` ones are given to the fast engine in full, to the plain one with a smaller sample.
enum class Cost { quick, long_run };

struct KnownAnswer {
  std::string_view name;
  Checks (*run)(const UnderTest&);
  Cost cost;
};

inline constexpr KnownAnswer known_answers[] = {
    {"InnovationEm", innovation_em, Cost::quick},
    {"InnovationLm", innovation_lm, Cost::quick},
    {"GaugeThermometer", gauge_thermometer, Cost::quick},
    {"QuadraticTransient", quadratic_transient, Cost::quick},
    {"FreeDiffusion", free_diffusion, Cost::quick},
    {"QuadraticLawLong", quadratic_law, Cost::long_run},
    {"OneModeLaw", one_mode_law, Cost::quick},
    {"LinearNetworkCovariance", linear_network_covariance, Cost::quick},
    {"GradientIdentities", gradient_identities, Cost::quick},
    {"GradientDescent", gradient_descent, Cost::quick},
    {"SmallLosses", small_losses, Cost::quick},
    {"Divergence", divergence, Cost::quick},
    {"SmallNetworksLong", small_networks, Cost::long_run},
    {"EquilibriumIdentities", equilibrium_identities, Cost::quick},
    {"TwoStartsLong", two_starts, Cost::long_run},
    {"Potentials", potentials, Cost::quick},
    {"LinearLogisticLong", linear_logistic, Cost::long_run},
};

}  // namespace replicas
