#include "command/finished_run.h"

#include <spdlog/spdlog.h>

#include <iostream>

#include "command/known_data.h"
#include "command/standard_streams.h"
#include "model/error.h"
#include "model/printable.h"
#include "show/json.h"
#include "show/table.h"
#include "show/terminal.h"
#include "store/run_directory.h"
#include "store/run_nc.h"

namespace replicas {

Measurements measurements_of(const RunOptions& options, Ensemble ensemble) {
  Measurements measured{.ensemble = std::move(ensemble)};
  measured.burn_in = options.burn_in;
  measured.sample_interval = options.sample_interval;
  measured.two_starts = options.start.both;
  measured.gradient_descent = options.gradient_descent;
  measured.automatic_step_size = options.step_size.kind == StepSizeOption::Kind::automatic;
  measured.planned_steps = options.steps;
  return measured;
}

void print_results(const Results& results, const RunOptions& options, const std::filesystem::path& file) {
  std::cout << (options.json ? json(results) : table(results, terminal_width()));
  flush_standard_output("the results are in " + printable(file.string()));
}

int finished_run(const std::filesystem::path& directory, Checkpoints& checkpoints, const RunOptions& options) {
  const std::string shown = printable(directory.string());
  KnownData known = read_data(options, &checkpoints.last(), true, shown);
  spdlog::info("{}: this run is finished ({} steps); these are its results", shown, checkpoints.last().step);
  if (!known.missing.empty()) spdlog::warn("its data cannot be compared with what they were: {}", known.missing);
  if (options.drop_samples) {
    require(known.ensemble.has_value(), Exit::no_input, "--drop-samples needs the data of the run: {}", known.missing);
    Measurements measured = measurements_of(options, std::move(*known.ensemble));
    checkpoints.read(measured);
    checkpoints.drop_weight_samples(std::move(measured));
  }
  const std::filesystem::path file = result_file(directory.string());
  print_results(read_run(file), options, file);
  return 0;
}

}  // namespace replicas
