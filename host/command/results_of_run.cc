#include "command/results_of_run.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "command/run_arguments.h"
#include "model/error.h"
#include "model/printable.h"
#include "run/schedule.h"
#include "run/slices.h"
#include "run/stored_request.h"
#include "store/checkpoints.h"
#include "store/directory_lock.h"
#include "store/run_directory.h"
#include "store/run_files.h"

namespace replicas {

namespace {

namespace fs = std::filesystem;

/// Why a run directory has no run.nc, and what to do.
[[noreturn]] void fail_without_results(const fs::path& run) {
  const std::string shown = printable(run.string());
  const bool going_on = is_locked(run);
  const std::optional<Manifest> last = last_manifest(run);
  if (!last)
    fail(ErrorKind::no_input, "{}: no results, nothing is saved there yet; {}", shown,
         going_on ? "the run is before its first step" : "'replicas resume' begins it anew");
  const Shard shard = stored_shard(run);
  if (!shard.whole())
    fail(ErrorKind::no_input, "{} is {}, step {} of {} is saved: {}", shown, shown_slice(shard), last->step,
         last->planned_steps, "there are results when all are finished and replicas merge has joined them");
  if (last->step >= last->planned_steps)
    fail(ErrorKind::no_input, "{}: all {} steps are saved, but there is no run.nc: {}", shown, last->planned_steps,
         going_on ? "it is made now" : "'replicas resume' makes it");
  fail(ErrorKind::no_input, "{}: no results yet, step {} of {} is saved{}; {}", shown, last->step, last->planned_steps,
       until_results(run, last->step),
       going_on ? "going on now: watch metrics.jsonl there" : "stopped: 'replicas resume' goes on");
}

}  // namespace

std::string until_results(const fs::path& run, std::uint64_t step) {
  RunArguments arguments;
  try {
    parse_run_arguments({"--config=" + run.string()}, arguments);
  } catch (const Error&) {
    return "";  // whoever goes on with the run is told
  }
  const Physics& physics = arguments.settled.physics;
  const std::uint64_t samples =
      samples_for_results(samples_per_cell(physics.first_steps, physics.burn_in, physics.sample_interval));
  const std::uint64_t from = physics.burn_in + samples * physics.sample_interval;
  return fmt::format("{}; results {}",
                     step < physics.burn_in ? fmt::format(", in burn-in until step {}", physics.burn_in) : "",
                     step < from ? fmt::format("from step {} on", from) : "with the next checkpoint");
}

fs::path results_of_run(const std::string& run) {
  const fs::path file = result_file(run);
  std::error_code ignored;  // a loop of symbolic links counts as nothing there
  if (fs::exists(file, ignored)) return file;
  const std::string shown = printable(run);
  if (file_exists(fs::path(run) / "config.toml")) fail_without_results(run);
  require(!fs::is_directory(run, ignored), ErrorKind::no_input, "{} is not the directory of a run: it has no run.nc",
          shown);
  fail(ErrorKind::no_input, "{} does not exist; give the directory of a run, or its run.nc", shown);
}

}  // namespace replicas
