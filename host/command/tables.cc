#include "command/tables.h"

#include <nlohmann/json.hpp>

#include "command/exit_status.h"
#include "command/field_words.h"
#include "model/version.h"
#include "observe/observables/observable.h"
#include "run/fields.h"

namespace replicas {

namespace {

using Json = nlohmann::ordered_json;

Json option_rows() {
  Json rows = Json::array();
  for (const Field& own : fields())
    rows.push_back({{"key", own.key},
                    {"topic", own.topic},
                    {"value", own.value},
                    {"default", own.flag() ? "" : own.standard()},
                    {"help", as_options(own.help)},
                    {"choices", own.choices},
                    {"defines_the_numbers", own.part == Field::Part::physics}});
  return rows;
}

Json observable_rows() {
  Json rows = Json::array();
  for (const Observable& own : observables())
    rows.push_back({{"name", own.name}, {"unit", own.unit}, {"meaning", own.long_name}, {"has_error", own.has_error}});
  return rows;
}

}  // namespace

std::string tables_json(const std::vector<VerbWords>& verbs) {
  Json verb_rows = Json::array(), exit_rows = Json::array();
  for (const VerbWords& verb : verbs)
    verb_rows.push_back({{"name", verb.name}, {"topic", verb.topic}, {"about", verb.about}});
  for (const ExitMeaning& meaning : exit_meanings)
    exit_rows.push_back({{"status", static_cast<int>(meaning.status)}, {"meaning", meaning.words}});
  const Json all = {{"version", version},
                    {"verbs", verb_rows},
                    {"options", option_rows()},
                    {"observables", observable_rows()},
                    {"exit_statuses", exit_rows}};
  return all.dump(1) + "\n";
}

}  // namespace replicas
