#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "model/error.h"
#include "model/printable.h"
#include "store/netcdf_check.h"
#include "store/netcdf_reader.h"
#include "store/run_layout.h"
#include "store/run_nc.h"

namespace replicas {

namespace {

using Names = std::vector<std::string>;
const Names draws_dimensions = {"chain", "draw", "temperature"};

std::vector<Verdict> verdicts_from_text(const std::string& text, const std::filesystem::path& path) {
  try {
    std::vector<Verdict> verdicts;
    for (const nlohmann::json& entry : nlohmann::json::parse(text)) {
      const auto kind = std::find(verdict_kinds.begin(), verdict_kinds.end(), entry.at("kind").get<std::string>());
      require(kind != verdict_kinds.end(), ErrorKind::bad_data, "{}: unknown kind of verdict",
              printable(path.string()));
      verdicts.push_back({static_cast<Verdict::Kind>(kind - verdict_kinds.begin()),
                          entry.at("check").get<std::string>(), entry.at("sentence").get<std::string>()});
    }
    return verdicts;
  } catch (const nlohmann::json::exception&) {
    fail(ErrorKind::bad_data, "{}: the attribute verdicts is not what this program writes", printable(path.string()));
  }
}

/// Refuses files of other programs and of later versions of this one before anything else is looked at.
void check_schema(const NetcdfReader& root, const std::filesystem::path& path) {
  const std::string shown = printable(path.string());
  const Names names = root.attributes();
  const bool ours = std::find(names.begin(), names.end(), "output_schema_version") != names.end();
  require(ours, ErrorKind::bad_data, "{} is not a run of this program: it has no output_schema_version", shown);
  const NetcdfReader::Attribute version = root.attribute("output_schema_version");
  const auto* number = std::get_if<std::int64_t>(&version);
  require(number != nullptr && *number == output_schema_version, ErrorKind::bad_data,
          "{}: output_schema_version is not {}; read it with the version of replicas that wrote it", shown,
          output_schema_version);
}

void read_attributes(const NetcdfReader& root, Results& results) {
  for (const std::string& name : root.attributes()) {
    if (is_file_attribute(name)) continue;
    const NetcdfReader::Attribute value = root.attribute(name);
    if (const auto* text = std::get_if<std::string>(&value)) results.attributes[name] = *text;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) results.integers[name] = *integer;
    if (const auto* number = std::get_if<double>(&value)) results.numbers[name] = *number;
  }
}

/// A column with the error and the spread that it names in `ancillary_variables`; their names go into `read_already`.
Column read_column(const NetcdfReader& root, const std::string& name, std::set<std::string>& read_already) {
  Column column = {
      name, root.text("units", name), root.text("long_name", name), root.doubles(name, {"temperature"}), {}, {}};
  std::istringstream ancillary(root.text("ancillary_variables", name));
  for (std::string other; ancillary >> other; read_already.insert(other)) {
    if (other == name + std::string(error_suffix)) column.error = root.doubles(other, {"temperature"});
    if (other == name + std::string(spread_suffix)) column.dataset_spread = root.doubles(other, {"temperature"});
  }
  return column;
}

/// `dimensions` are temperature, the rows if there are any, and the axis.
Curve read_curve(const NetcdfReader& root, const std::string& name, const Names& dimensions,
                 const std::string& group = {}) {
  const std::string& axis = dimensions.back();
  Curve curve{name,
              root.text("units", name),
              root.text("long_name", name),
              axis,
              root.text("units", axis),
              root.text("long_name", axis),
              root.is_integer(axis),
              root.doubles(axis, {axis}),
              root.doubles(name, dimensions),
              group};
  if (dimensions.size() == 3) {
    curve.row = dimensions[1];
    curve.row_unit = root.text("units", curve.row);
    curve.row_long_name = root.text("long_name", curve.row);
    curve.row_values = root.doubles(curve.row, {curve.row});
  }
  return curve;
}

bool is_curve(const Names& dimensions) {
  return (dimensions.size() == 2 || dimensions.size() == 3) && dimensions[0] == "temperature";
}

void read_columns_and_curves(const NetcdfReader& root, Results& results) {
  results.temperature = root.doubles("temperature", {"temperature"});
  std::set<std::string> read_already = {"temperature"};
  for (const std::string& name : root.variables()) {
    const Names dimensions = root.dimensions(name);
    if (dimensions == Names{"input"})
      results.inputs.push_back({name, root.text("long_name", name), root.doubles(name, dimensions)});
    if (read_already.contains(name) || dimensions.empty() || dimensions[0] != "temperature") continue;
    if (dimensions.size() == 1) results.columns.push_back(read_column(root, name, read_already));
    if (is_curve(dimensions)) results.curves.push_back(read_curve(root, name, dimensions));
  }
}

void read_curve_groups(const NetcdfReader& root, Results& results) {
  for (const std::string_view name : curve_groups) {
    const std::string group(name);
    if (!root.has_group(group)) continue;
    const NetcdfReader part = root.group(group);
    for (const std::string& variable : part.variables())
      if (const Names dimensions = part.dimensions(variable); is_curve(dimensions))
        results.curves.push_back(read_curve(part, variable, dimensions, group));
  }
}

void read_draws(const NetcdfReader& root, Results& results) {
  const NetcdfReader posterior = root.group("posterior");
  results.chains = static_cast<std::int64_t>(posterior.integers("chain", {"chain"}).size());
  results.dataset_of_chain = posterior.integers("dataset", {"chain"});
  results.draw_steps = posterior.integers("draw_step", {"draw"});
  for (const std::string& name : posterior.variables())
    if (posterior.dimensions(name).size() == draws_dimensions.size())
      results.traces.push_back({name,
                                posterior.text("units", name),
                                posterior.text("long_name", name),
                                {},
                                posterior.floats(name, draws_dimensions)});
  if (root.has_group("warmup_posterior")) {
    const NetcdfReader warmup = root.group("warmup_posterior");
    results.warmup_draw_steps = warmup.integers("draw_step", {"draw"});
    for (Trace& trace : results.traces) trace.warmup = warmup.floats(trace.name, draws_dimensions);
  }
  results.diverging = root.group("sample_stats").bytes("diverging", draws_dimensions);
}

/// Groups have dimensions of their own, so they might disagree in a damaged file.
void check_sizes(const Results& results, const std::filesystem::path& path) {
  const std::size_t cells = static_cast<std::size_t>(results.chains) * results.temperature.size();
  const auto same = [&](const std::string& name, std::size_t size, std::size_t draws) {
    require(size == cells * draws, ErrorKind::bad_data, "{}: {} has {} values where {} belong",
            printable(path.string()), printable(name), size, cells * draws);
  };
  for (const Trace& trace : results.traces) {
    same("posterior/" + trace.name, trace.draws.size(), results.draw_steps.size());
    same("warmup_posterior/" + trace.name, trace.warmup.size(), results.warmup_draw_steps.size());
  }
  same("sample_stats/diverging", results.diverging.size(), results.draw_steps.size());
}

}  // namespace

Results read_run(const std::filesystem::path& path) {
  const std::unique_lock<std::mutex> alone = netcdf_alone();
  const NetcdfReader root(path);
  check_schema(root, path);
  Results results;
  read_attributes(root, results);
  const NetcdfReader::Attribute seed = root.attribute("seed");
  const NetcdfReader::Attribute verdicts = root.attribute("verdicts");
  require(std::holds_alternative<std::uint64_t>(seed) && std::holds_alternative<std::string>(verdicts),
          ErrorKind::bad_data, "{}: the attributes seed and verdicts are not what this program writes",
          printable(path.string()));
  results.seed = std::get<std::uint64_t>(seed);
  results.verdicts = verdicts_from_text(std::get<std::string>(verdicts), path);
  read_columns_and_curves(root, results);
  read_curve_groups(root, results);
  read_draws(root, results);
  check_sizes(results, path);
  return results;
}

}  // namespace replicas
