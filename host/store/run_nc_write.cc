#include "store/check_results.h"
#include "store/draws_group.h"
#include "store/durable_file.h"
#include "store/netcdf_check.h"
#include "store/netcdf_writer.h"
#include "store/root_group.h"
#include "store/run_nc.h"
#include "store/time_stamp.h"

namespace replicas {

namespace {

void write_groups(const NetcdfWriter& root, const Results& results, const SavedWeights& saved) {
  const std::string created_at = time_stamp();
  write_root_group(root, results, created_at);
  const DrawsGroup posterior(root, "posterior", results, results.draw_steps, created_at);
  for (const Trace& trace : results.traces) posterior.write(trace.name, trace.unit, trace.long_name, trace.draws);
  if (!results.warmup_draw_steps.empty()) {
    const DrawsGroup warmup(root, "warmup_posterior", results, results.warmup_draw_steps, created_at);
    for (const Trace& trace : results.traces) warmup.write(trace.name, trace.unit, trace.long_name, trace.warmup);
  }
  if (!saved.steps.empty()) {
    const DrawsGroup weights(root, "weights", results, saved.steps, created_at);
    weights.write_vectors("weights", "weight", "weights of one replica in logical order: W[in][out], then b, per layer",
                          saved.weights);
  }
  const DrawsGroup statistics(root, "sample_stats", results, results.draw_steps, created_at);
  statistics.write_flags("diverging", "the replica had diverged when the sample was taken", results.diverging);
}

}  // namespace

void write_run(const std::filesystem::path& path, const Results& results, const SavedWeights& saved) {
  check_results(results);
  const std::unique_lock<std::mutex> alone = netcdf_alone();
  const std::filesystem::path temporary = temporary_of(path);
  remove_quietly(temporary);  // left by a killed process
  try {
    const NetcdfWriter root(temporary);
    write_groups(root, results, saved);
    root.close();
  } catch (const std::exception&) {
    remove_quietly(temporary);
    throw;
  }
  commit_file(temporary, path);
}

}  // namespace replicas
