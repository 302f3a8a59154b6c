#include "show/json.h"

#include <nlohmann/json.hpp>

namespace replicas {

namespace {

using Json = nlohmann::ordered_json;

std::string_view name(Verdict::Kind kind) {
  return kind == Verdict::Kind::failure ? "failure" : kind == Verdict::Kind::note ? "note" : "good";
}

}  // namespace

std::string json(const Results& results) {
  Json document;
  document["output_schema_version"] = output_schema_version;
  document["seed"] = results.seed;
  document["chains"] = results.chains;
  for (const auto& [key, value] : results.attributes) document["attributes"][key] = value;
  for (const auto& [key, value] : results.integers) document["attributes"][key] = value;
  for (const auto& [key, value] : results.numbers) document["attributes"][key] = value;
  document["temperature"] = results.temperature;
  document["columns"] = Json::object();
  for (const Column& column : results.columns) {
    Json& entry = document["columns"][column.name];
    entry = {{"unit", column.unit}, {"long_name", column.long_name}, {"value", column.values}};
    if (!column.error.empty()) entry["error"] = column.error;
    if (!column.dataset_spread.empty()) entry["dataset_spread"] = column.dataset_spread;
  }
  for (const ResultArray<double>& numbers : results.inputs)
    document["inputs"][numbers.name] = {{"long_name", numbers.long_name}, {"value", numbers.values}};
  document["verdicts"] = Json::array();
  for (const Verdict& verdict : results.verdicts)
    document["verdicts"].push_back(
        {{"kind", name(verdict.kind)}, {"check", verdict.check}, {"sentence", verdict.sentence}});
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace replicas
