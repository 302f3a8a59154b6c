#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "observe/instruments/saved_weights.h"
#include "observe/results.h"

namespace replicas {

/// Data that the replicas were shown, for the group of this name; arrays without values are left out.
struct SavedData {
  std::string group;
  ResultArray<float> inputs, targets;
  ResultArray<std::int64_t> labels;
};

/// Writes run.nc: netCDF-4, durably, by way of "<path>.tmp".
///   root               one row per temperature: temperature(temperature), a variable per column, its error as
///                      <name>_error and its spread as <name>_dataset_spread (listed in `ancillary_variables`),
///                      and a variable (temperature, axis) per curve with the coordinate axis(axis)
///   curvature_map, dynamics, reweighting: the curves of these groups, each group with its own coordinates
///   posterior          the traces (chain, draw, temperature), float32; warmup_posterior: the draws of the burn-in
///   weights            with --save-weights: weights (chain, draw, temperature, weight), float32
///   sample_stats       diverging (chain, draw, temperature)
///   training_data, test_data: inputs (dataset, example, input), labels (dataset, example) or targets (dataset,
///   example,
///                      output)
/// Every group of draws has dimensions and coordinates of its own, and dataset(chain), draw_step(draw). Error(io_error,
/// 74) when it cannot be written: then the program has to end at once, without exit handlers.
void write_run(const std::filesystem::path& path, const Results& results, const SavedWeights& saved = {},
               const std::vector<SavedData>& data = {});

/// What `write_run` wrote, field by field. Error(no_input, 66) when the file cannot be opened, Error(bad_data, 65) when
/// it is not a run of this program or lacks a variable.
Results read_run(const std::filesystem::path& path);

}  // namespace replicas
