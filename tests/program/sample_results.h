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
  const ResultAxis temperature = temperature_axis(results.temperature);
  results.columns = {
      {"loss_mean", "1", "mean of the loss", {0.25, missing, 1.0 / 3}, {0.01, 0.02, missing}, {0.1, 0.2, 0.3}},
      {"training_error", "1", "share of wrong labels", {0, 0.5, 1}},
      {"test", "1", "a column whose error is named like another column's stem", {1, 2, 3}, {4, 5, 6}},
      {"relaxation_time", "step", "integrated autocorrelation time", {1e300, -0.0, 1e-310}, {0, 0, 0}}};
  for (Column& column : results.columns) column.axes = {temperature};
  const ResultAxis lag{.name = "lag", .unit = "draw", .long_name = "lag", .values = {0, 1, 2, 4}};
  const ResultAxis bin{.name = "loss_bin",
                       .unit = "1",
                       .long_name = "2 L / (d T)",
                       .integers = false,
                       .values = {0.1, 0.30000000000000004}};
  results.curves = {{.name = "autocorrelation",
                     .unit = "1",
                     .long_name = "of the loss",
                     .values = {1, 0.5, 0.25, 0.1, 1, 0.4, 0.2, missing, 1, 0.3, 0.1, 0},
                     .axes = {temperature, lag}},
                    {.name = "autocorrelation_null",
                     .unit = "1",
                     .long_name = "of noise",
                     .values = std::vector<double>(12, 0.5),
                     .axes = {temperature, lag}},
                    {.name = "loss_histogram",
                     .unit = "1",
                     .long_name = "density",
                     .values = {1, 2, 3, 4, 5, 6},
                     .axes = {temperature, bin}},
                    {.name = "spectrum",
                     .unit = "1",
                     .long_name = "of nothing",
                     .axes = {temperature, counted_axis("eigenvalue", "number, largest first", 0)}},
                    {.name = "cloud",
                     .unit = "1",
                     .long_name = "at two times",
                     .values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, missing},
                     .axes = {temperature,
                              {.name = "time", .unit = "1", .long_name = "steps", .values = {10, 20}},
                              counted_axis("place", "number", 2, 1)},
                     .group = "dynamics"}};
  ResultAxis input{.name = "input", .values = {0, 1}, .coordinate = false};
  results.inputs = {{.name = "input_mean", .unit = "1", .long_name = "mean", .values = {0.5, -2}, .axes = {input}}};
  results.chains = 2;
  results.dataset_of_chain = {0, 1};
  results.warmup_draw_steps = {50, 100};
  results.draw_steps = {150, 200, 250, 300, 5'000'000'000};
  const auto trace = [&](const char* name, const char* long_name, const char* group, std::size_t draws) {
    return Trace{.name = name,
                 .unit = "1",
                 .long_name = long_name,
                 .values = std::vector<float>(2 * draws * 3, std::numeric_limits<float>::infinity()),
                 .axes = draws_axes(results.chains, draws, results.temperature),
                 .group = group};
  };
  results.traces = {trace("loss", "loss", draws_group, 5), trace("weight_norm2", "|w|^2", draws_group, 5),
                    trace("loss", "loss", warmup_group, 2), trace("weight_norm2", "|w|^2", warmup_group, 2)};
  for (float i = 0; float& x : results.traces[0].values) x = 1.0f / ++i;
  results.traces[0].values[7] = std::numeric_limits<float>::quiet_NaN();
  for (float i = 0; float& x : results.traces[2].values) x = 0.1f * i++;
  results.traces[3].values.assign(12, 1e-40f);
  results.diverging.assign(30, 0);
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
