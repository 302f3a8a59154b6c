#pragma once

#include <cmath>
#include <limits>

#include "observe/results.h"

namespace replicas {

/// A small run with everything in it that run.nc can hold: 3 temperatures, 2 chains, 5 draws after 2 of burn-in.
inline Results sample_results() {
  const double missing = std::numeric_limits<double>::quiet_NaN();
  Results results;
  results.temperature = {1e-5, 0.1 * 3, 1e-2 / 3};  // doubles without a short decimal form
  results.columns = {
      {"loss_mean", "1", "mean of the loss", {0.25, missing, 1.0 / 3}, {0.01, 0.02, missing}, {0.1, 0.2, 0.3}},
      {"training_error", "1", "share of wrong labels", {0, 0.5, 1}, {}, {}},
      {"test", "1", "a column whose error is named like another column's stem", {1, 2, 3}, {4, 5, 6}, {}},
      {"relaxation_time", "step", "integrated autocorrelation time", {1e300, -0.0, 1e-310}, {0, 0, 0}, {}}};
  results.curves = {
      {"autocorrelation",
       "1",
       "of the loss",
       "lag",
       "draw",
       "lag",
       true,
       {0, 1, 2, 4},
       {1, 0.5, 0.25, 0.1, 1, 0.4, 0.2, missing, 1, 0.3, 0.1, 0}},
      {"autocorrelation_null", "1", "of noise", "lag", "draw", "lag", true, {0, 1, 2, 4}, std::vector<double>(12, 0.5)},
      {"loss_histogram",
       "1",
       "density",
       "loss_bin",
       "1",
       "2 L / (d T)",
       false,
       {0.1, 0.30000000000000004},
       {1, 2, 3, 4, 5, 6}},
      {"spectrum", "1", "of nothing", "eigenvalue", "1", "number, largest first", true, {}, {}},
      {"cloud",
       "1",
       "at two times",
       "place",
       "1",
       "number",
       true,
       {1, 2},
       {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, missing},
       "dynamics",
       "time",
       "1",
       "steps",
       {10, 20}}};
  results.chains = 2;
  results.dataset_of_chain = {0, 1};
  results.warmup_draw_steps = {50, 100};
  results.draw_steps = {150, 200, 250, 300, 5'000'000'000};
  Trace loss = {"loss", "1", "loss", {}, {}};
  Trace norm = {"weight_norm2", "1", "|w|^2", {}, {}};
  for (int i = 0; i < 2 * 2 * 3; ++i) loss.warmup.push_back(0.1f * static_cast<float>(i));
  for (int i = 0; i < 2 * 5 * 3; ++i) loss.draws.push_back(1.0f / static_cast<float>(1 + i));
  loss.draws[7] = std::numeric_limits<float>::quiet_NaN();
  norm.warmup.assign(loss.warmup.size(), 1e-40f);
  norm.draws.assign(loss.draws.size(), std::numeric_limits<float>::infinity());
  results.traces = {loss, norm};
  results.diverging.assign(loss.draws.size(), 0);
  results.diverging[29] = 1;
  results.verdicts = {{Verdict::Kind::good, "r_hat", "R-hat is 1.002 at most."},
                      {Verdict::Kind::note, "walls", "P T \xE2\x89\xAA 1 fails at \"0.3\"\n; see \\ README."},
                      {Verdict::Kind::failure, "stationarity", "The loss drifts at T = 0.3."}};
  results.attributes = {{"title", "a test"},
                        {"history", "replicas --temps 1e-5:1e-2"},
                        {"empty", ""},
                        {"configuration", std::string(200'000, '#') + "\n\xCE\xB7 = \"auto\"\n"}};
  results.integers = {{"weights", 939}, {"steps", 6'000'000'000}, {"below_zero", -1}};
  results.numbers = {{"burn_in_fraction", 0.3}, {"start_target", missing}};
  results.seed = 0xFFFFFFFFFFFFFFFF;
  return results;
}

}  // namespace replicas
