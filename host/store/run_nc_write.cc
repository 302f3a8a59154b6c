#include <nlohmann/json.hpp>
#include <set>

#include "model/error.h"
#include "store/check_results.h"
#include "store/durable_file.h"
#include "store/netcdf_check.h"
#include "store/netcdf_writer.h"
#include "store/result_arrays.h"
#include "store/run_layout.h"
#include "store/run_nc.h"
#include "store/time_stamp.h"

namespace replicas {

namespace {

std::string verdicts_as_text(const std::vector<Verdict>& verdicts) {
  nlohmann::json list = nlohmann::json::array();
  for (const Verdict& verdict : verdicts)
    list.push_back({{"kind", verdict_kinds[static_cast<std::size_t>(verdict.kind)]},
                    {"check", verdict.check},
                    {"sentence", verdict.sentence},
                    {"fields", fields_of(verdict.sentence)}});
  return list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void write_attributes(const NetcdfWriter& root, const Results& results, const std::string& created_at) {
  root.attribute("Conventions", conventions);
  root.attribute("output_schema_version", output_schema_version);
  write_origin(root, created_at);
  root.attribute("seed", results.seed);
  root.attribute("verdicts", verdicts_as_text(results.verdicts));
  const auto write_all = [&root](const auto& attributes) {
    for (const auto& [name, value] : attributes) root.attribute(name, value);
  };
  write_all(results.attributes);
  write_all(results.integers);
  write_all(results.numbers);
}

NetcdfWriter group_with_origin(const NetcdfWriter& root, const std::string& name, const std::string& created_at) {
  const NetcdfWriter group = root.group(name);
  write_origin(group, created_at);
  return group;
}

void write_curves(ArrayGroup& group, const Results& results, const std::string& name) {
  for (const Curve& curve : results.curves)
    if (curve.group == name) group.write(curve);
}

/// A group of draws, in which only its arrays are missing: the data sets of the chains and the steps of the draws.
ArrayGroup draws_of(const NetcdfWriter& root, const std::string& name, const Results& results,
                    const std::vector<std::int64_t>& steps, const std::string& created_at) {
  const std::vector<ResultAxis> axes = draws_axes(results.chains, steps.size(), results.temperature);
  ArrayGroup group(group_with_origin(root, name, created_at), axes);
  group.write(ResultArray<std::int64_t>{.name = "dataset",
                                        .unit = "1",
                                        .long_name = "data set of the replica",
                                        .values = results.dataset_of_chain,
                                        .axes = {axes[0]}});
  group.write(ResultArray<std::int64_t>{.name = "draw_step",
                                        .unit = "1",
                                        .long_name = "steps done when the sample was taken",
                                        .values = steps,
                                        .axes = {axes[1]}});
  return group;
}

void write_data(const NetcdfWriter& root, const SavedData& data, const std::string& created_at) {
  ArrayGroup group(group_with_origin(root, data.group, created_at), data.inputs.axes);
  group.write(data.inputs);
  if (!data.targets.values.empty()) group.write(data.targets);
  if (!data.labels.values.empty()) group.write(data.labels);
}

void write_groups(const NetcdfWriter& root, const Results& results, const SavedWeights& saved,
                  const std::vector<SavedData>& data) {
  const std::string created_at = time_stamp();
  const ResultAxis temperature = temperature_axis(results.temperature);
  write_attributes(root, results, created_at);
  ArrayGroup columns(root, {temperature});
  for (const Column& column : results.columns) columns.write(column);
  for (const ResultArray<double>& numbers : results.inputs) columns.write(numbers);
  write_curves(columns, results, "");
  std::set<std::string> groups;
  for (const Curve& curve : results.curves)
    if (!curve.group.empty() && groups.insert(curve.group).second) {
      ArrayGroup curves(group_with_origin(root, curve.group, created_at), {temperature});
      write_curves(curves, results, curve.group);
    }
  const auto write_traces = [&](const char* name, const std::vector<std::int64_t>& steps) {
    ArrayGroup traces = draws_of(root, name, results, steps, created_at);
    for (const Trace& trace : results.traces)
      if (trace.group == name) traces.write(trace);
  };
  write_traces(draws_group, results.draw_steps);
  if (!results.warmup_draw_steps.empty()) write_traces(warmup_group, results.warmup_draw_steps);
  if (!saved.steps.empty()) draws_of(root, saved.weights.group, results, saved.steps, created_at).write(saved.weights);
  draws_of(root, "sample_stats", results, results.draw_steps, created_at).write(diverging_array(results));
  for (const SavedData& one : data) write_data(root, one, created_at);
}

}  // namespace

void write_run(const std::filesystem::path& path, const Results& results, const SavedWeights& saved,
               const std::vector<SavedData>& data) {
  check_results(results, {.after = "; please report this"});
  const std::unique_lock<std::mutex> alone = netcdf_alone();
  const std::filesystem::path temporary = temporary_of(path);
  remove_quietly(temporary);  // left by a killed process
  try {
    const NetcdfWriter root(temporary);
    write_groups(root, results, saved, data);
    root.close();
  } catch (const std::exception&) {
    remove_quietly(temporary);
    throw;
  }
  commit_file(temporary, path);
}

}  // namespace replicas
