#pragma once

#include "observe/observables/digest.h"

namespace replicas {

/// Whether a chain of a run with two starts began as a draw from the prior: every second chain of its data set.
bool begins_from_prior(const Ensemble& ensemble, std::size_t chain);

/// Mean losses of the chains that began by descent and of those that began from the prior, at one temperature; with
/// several data sets, averaged over them (the two kinds see the same data).
struct StartComparison {
  double from_descent = ReplicaDigest::absent, from_prior = ReplicaDigest::absent;
  double difference = ReplicaDigest::absent;  ///< from_prior - from_descent
  double error = ReplicaDigest::absent;  ///< its standard error, not widened (Welch), over groups of coupled chains;
                                         ///< NaN with too few
  double freedom = 0;                    ///< degrees of freedom of that error
};
StartComparison compare_starts(const Digest& digest, std::size_t temperature);

/// What that says of the mean loss at one temperature.
enum class StartsAgree {
  not_tested,  ///< one kind of start, or errors too large to see a tenth of <L> - L0
  no,          ///< a difference that chance makes once in ten thousand cases
  yes,
};
StartsAgree starts_agree(const StartComparison& comparison, double above_ground);

}  // namespace replicas
