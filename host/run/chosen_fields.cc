#include "run/chosen_fields.h"

#include "model/error.h"
#include "run/fields.h"
#include "run/settle.h"

namespace replicas {

namespace {

using Chosen = std::vector<std::pair<std::string, std::string>>;

/// The configuration that these fields settle to; empty where they fit no run.
std::string settled_configuration(const Chosen& chosen) {
  try {
    Request request;
    for (const auto& [key, text] : chosen) {
      field(key)->parse(request, text);
      request.given.insert(key);
    }
    settle(request);
    return configuration(request);
  } catch (const Error&) {
    return "";
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> chosen_fields(const Request& request) {
  Chosen chosen;
  for (const Field& own : fields())
    if (own.part == Field::Part::physics)
      if (std::string text = own.print(request); !text.empty()) chosen.emplace_back(own.key, std::move(text));
  // What is derived comes late in the table (the burn-in follows from the steps), so it is the first to be left out.
  const std::string whole = settled_configuration(chosen);
  for (std::size_t i = chosen.size(); i-- > 0;) {
    Chosen fewer = chosen;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (settled_configuration(fewer) == whole) chosen = std::move(fewer);
  }
  return chosen;
}

}  // namespace replicas
