#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "observe/observables/digest.h"

namespace replicas {

using ChainSpan = std::span<const std::size_t>;

/// Mean of a number over the chains that did not diverge at this temperature; NaN when there is none.
template <class Number>
double pooled_mean(const Digest& digest, std::size_t temperature, ChainSpan chains, Number number) {
  Moments moments;
  for (const std::size_t chain : chains)
    if (const ReplicaDigest& replica = digest.at(temperature, chain); !replica.diverged) moments.add(number(replica));
  return moments.count > 0 ? moments.mean : ReplicaDigest::absent;
}

inline double pooled_mean(const Digest& digest, std::size_t temperature, ChainSpan chains,
                          double ReplicaDigest::*member) {
  return pooled_mean(digest, temperature, chains, [member](const ReplicaDigest& replica) { return replica.*member; });
}

/// The same of the mean over measured steps of one of the step sums.
inline double pooled_step_mean(const Digest& digest, std::size_t temperature, ChainSpan chains,
                               double ReplicaSums::*member) {
  const auto which = std::ranges::find(step_sums, member, &StepSum::member) - step_sums.begin();
  return pooled_mean(digest, temperature, chains, [which](const ReplicaDigest& replica) {
    return replica.step_means[static_cast<std::size_t>(which)];
  });
}

/// The same of the mean over the records of an array that is reduced to it (Reduction::mean).
inline double pooled_recorded_mean(const Digest& digest, std::size_t temperature, ChainSpan chains,
                                   std::string_view array) {
  const std::vector<double>& means = digest.recorded_means.at(array);
  Moments moments;
  for (const std::size_t chain : chains)
    if (const std::size_t r = digest.number(temperature, chain); !digest.replicas[r].diverged) moments.add(means[r]);
  return moments.count > 0 ? moments.mean : ReplicaDigest::absent;
}

/// Moments of chains and times together: the variance is over both.
inline Moments pooled(const Digest& digest, std::size_t temperature, ChainSpan chains, Moments ReplicaDigest::*member) {
  Moments moments;
  for (const std::size_t chain : chains)
    if (const ReplicaDigest& replica = digest.at(temperature, chain); !replica.diverged) moments.add(replica.*member);
  if (moments.count == 0) moments.mean = ReplicaDigest::absent;
  return moments;
}

// Effective number of stiff directions (science: "Thermodynamic estimators").

double d_mean(const Digest& digest, std::size_t temperature, ChainSpan chains);  ///< 2 (<L> - L0) / T
double d_var(const Digest& digest, std::size_t temperature, ChainSpan chains);   ///< 2 var(L) / T^2, needs no L0

/// Autocorrelation of L at lags 0, 1, ... in samples: autocovariances averaged over the chains, then divided by lag 0.
std::vector<double> mean_autocorrelation(const Digest& digest, std::size_t temperature, ChainSpan chains);

}  // namespace replicas
