#pragma once

#include <limits>

#include "observe/results.h"

namespace replicas {

/// Two temperatures with a few round columns, one verdict of each kind.
inline Results small_results() {
  Results results;
  results.temperature = {1e-5, 1e-2};
  results.chains = 16;
  results.columns = {{"loss_mean", "1", "mean loss", {1.184e-4, 0.1721}, {2e-6, 0.0002}, {}},
                     {"d_mean", "1", "dimension", {23.68, 34.42}, {0.12, 0.4}, {1.5, 2.5}},
                     {"d_heat", "1", "dimension", {22.6, std::numeric_limits<double>::quiet_NaN()}, {0.5, 0.5}, {}},
                     {"t_gauge", "1", "thermometer", {1.0003, 0.9998}, {2e-4, 2e-4}, {}},
                     {"training_error", "1", "share of wrong labels", {0, 0.047}, {0, 0.003}, {}},
                     {"rhat", "1", "R-hat", {1.003, 1.0093}, {}, {}},
                     {"not_in_the_table", "1", "a number for run.nc", {1, 2}, {}, {}}};
  results.verdicts = {{Verdict::Kind::good, "r_hat", "R-hat is at most 1.009."},
                      {Verdict::Kind::note, "walls", "P*T is 0.32 at T = 0.01:\nnot the wall regime."},
                      {Verdict::Kind::failure, "drift", "The loss drifts at T = 0.01; use more --steps."}};
  results.attributes = {{"network", "10-24-24-3"}, {"activation", "tanh"}, {"update", "em"}};
  results.integers = {{"weights", 939}, {"steps", 150000}, {"burn_in", 45000}};
  return results;
}

}  // namespace replicas
