#pragma once

#include "verify/known_answers.h"
#include "verify/under_test.h"

namespace replicas {

// Known answers that take too long for `replicas selftest`.

Checks quadratic_law(const UnderTest&);           ///< ten modes: loss, its variance, |grad L|^2, correlation in time
Checks small_networks(const UnderTest&);          ///< N1, N2, N3: averages known by quadrature
Checks diagonal_mobility(const UnderTest&);       ///< a step size for each block: the same law on a quadratic loss
Checks batches(const UnderTest&);                 ///< noise of batches, drawn anew and in epochs, on a quadratic loss
Checks online_batches(const UnderTest&);          ///< least squares on fresh examples, step by step
Checks velocities(const UnderTest&);              ///< baoab on a quadratic loss, heavy ball under noise of batches
Checks schedules(const UnderTest&);               ///< temperatures, step sizes and decays that change with the step
Checks equilibrium_identities(const UnderTest&);  ///< mean force, virial, cross identity on a small classifier
Checks parametrisations(const UnderTest&);        ///< standard, NTK and muP sample one law under one prior
Checks two_starts(const UnderTest&);              ///< the start is forgotten at every rung
Checks potentials(const UnderTest&);              ///< channels and walls at finite step size
Checks reduced_rank(const UnderTest&);            ///< singular minima: loss and its variance by quadrature
Checks linear_logistic(const UnderTest&);         ///< P = 100 independent margins: loss, its variance, active points

/// How dear one is: `long_run` ones are given to the fast engine in full, to the plain one with a smaller sample.
enum class Cost { quick, long_run };

struct TestedAnswer : KnownAnswer {
  Cost cost = Cost::quick;
};

inline std::vector<TestedAnswer> known_answers() {
  std::vector<TestedAnswer> all;
  for (const KnownAnswer& answer : selftest_answers) all.push_back({answer, Cost::quick});
  all.push_back({{"DiagonalMobility", diagonal_mobility}, Cost::quick});
  all.push_back({{"Batches", batches}, Cost::quick});
  all.push_back({{"OnlineBatches", online_batches}, Cost::quick});
  all.push_back({{"Velocities", velocities}, Cost::quick});
  all.push_back({{"Schedules", schedules}, Cost::quick});
  all.push_back({{"EquilibriumIdentities", equilibrium_identities}, Cost::quick});
  all.push_back({{"PotentialsLong", potentials}, Cost::long_run});
  all.push_back({{"QuadraticLawLong", quadratic_law}, Cost::long_run});
  all.push_back({{"SmallNetworksLong", small_networks}, Cost::long_run});
  all.push_back({{"ReducedRankLong", reduced_rank}, Cost::long_run});
  all.push_back({{"ParametrisationsLong", parametrisations}, Cost::long_run});
  all.push_back({{"TwoStartsLong", two_starts}, Cost::long_run});
  all.push_back({{"LinearLogisticLong", linear_logistic}, Cost::long_run});
  return all;
}

}  // namespace replicas
