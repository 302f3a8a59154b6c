#include <nlohmann/json.hpp>
#include <set>

#include "model/error.h"
#include "model/printable.h"
#include "store/check_results.h"
#include "store/netcdf_check.h"
#include "store/netcdf_reader.h"
#include "store/result_arrays.h"
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

bool is_curve(const Names& dimensions) {
  return (dimensions.size() == 2 || dimensions.size() == 3) && dimensions[0] == "temperature";
}

void read_columns_and_curves(const NetcdfReader& root, Results& results) {
  results.temperature = root.doubles("temperature", {"temperature"});
  std::set<std::string> partners;  // of the columns before them
  for (const std::string& name : root.variables()) {
    const Names dimensions = root.dimensions(name);
    if (dimensions == Names{"input"}) results.inputs.push_back(read_array<double>(root, name));
    if (is_curve(dimensions)) results.curves.push_back(read_array<double>(root, name));
    if (dimensions != Names{"temperature"} || name == "temperature" || partners.contains(name)) continue;
    results.columns.push_back(read_array<double>(root, name));
    const Column& column = results.columns.back();
    if (!column.error.empty()) partners.insert(name + std::string(error_suffix));
    if (!column.dataset_spread.empty()) partners.insert(name + std::string(spread_suffix));
  }
}

void read_curve_groups(const NetcdfReader& root, Results& results) {
  for (const std::string_view name : curve_groups) {
    const std::string group(name);
    if (!root.has_group(group)) continue;
    const NetcdfReader part = root.group(group);
    for (const std::string& variable : part.variables())
      if (is_curve(part.dimensions(variable))) results.curves.push_back(read_array<double>(part, variable, group));
  }
}

void read_draws(const NetcdfReader& root, Results& results) {
  const NetcdfReader posterior = root.group(draws_group);
  results.chains = static_cast<std::int64_t>(posterior.integers("chain", {"chain"}).size());
  results.dataset_of_chain = posterior.integers("dataset", {"chain"});
  results.draw_steps = posterior.integers("draw_step", {"draw"});
  Names traces;
  for (const std::string& name : posterior.variables())
    if (posterior.dimensions(name) == draws_dimensions) traces.push_back(name);
  for (const std::string& name : traces) results.traces.push_back(read_array<float>(posterior, name, draws_group));
  if (root.has_group(warmup_group)) {
    const NetcdfReader warmup = root.group(warmup_group);
    results.warmup_draw_steps = warmup.integers("draw_step", {"draw"});
    for (const std::string& name : traces) results.traces.push_back(read_array<float>(warmup, name, warmup_group));
  }
  results.diverging = root.group("sample_stats").bytes("diverging", draws_dimensions);
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
  check_results(results, {ErrorKind::bad_data, printable(path.string()) + ": ", ""});
  return results;
}

}  // namespace replicas
