#include "run/fields.h"

#include <fmt/format.h>

#include "model/printable.h"
#include "store/toml.h"

namespace replicas {

std::vector<Field> under(const std::string& topic, std::vector<Field> fields) {
  for (Field& own : fields) own.topic = topic;
  return fields;
}

const std::vector<Field>& fields() {
  static const std::vector<Field> all = [] {
    std::vector<Field> joined;
    for (const std::vector<Field>& part : {system_fields(), dynamics_fields(), control_fields()})
      joined.insert(joined.end(), part.begin(), part.end());
    return joined;
  }();
  return all;
}

std::string Field::standard() const { return default_text.value_or(print(Request())); }

const Field* field(std::string_view key) {
  for (const Field& own : fields())
    if (own.key == key) return &own;
  return nullptr;
}

std::string configuration(const Request& request) {
  std::string text;
  for (const Field& own : fields()) {
    if (own.part != Field::Part::physics) continue;
    const std::string value = own.print(request);
    if (!value.empty()) text += fmt::format("{} = {}\n", own.key, own.quoted ? toml_string(value) : value);
  }
  return text;
}

std::string differences(const Request& there, const Request& asked) {
  const auto shown = [](const std::string& value) {
    const std::string text = printable(value);
    return text.empty() ? std::string("absent") : text.size() > 24 ? text.substr(0, 21) + "..." : text;
  };
  std::string text;
  std::size_t count = 0;
  for (const Field& own : fields()) {
    if (own.part != Field::Part::physics) continue;
    const std::string before = own.print(there), now = own.print(asked);
    if (before == now) continue;
    if (++count <= 2)
      text += fmt::format("{}{} is {} there, not {}", count > 1 ? ", " : "", own.key, shown(before), shown(now));
  }
  return count > 2 ? fmt::format("{}, and {} more", text, count - 2) : text;
}

}  // namespace replicas
