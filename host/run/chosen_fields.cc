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

/// Letters, digits, points and signs; of a path the last name; everything else becomes one '-'.
std::string plain_letters(const std::string& text) {
  std::string plain;
  for (const char c : text) {
    if (c == '/') {
      plain.resize(plain.rfind(',') == plain.npos ? 0 : plain.rfind(',') + 1);  // a directory
    } else if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '+' ||
               c == '-' || c == ',') {
      plain += c;
    } else if (!plain.ends_with('-')) {
      plain += '-';
    }
  }
  return plain;
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

std::string run_label(const Request& request) {
  constexpr std::size_t longest = 80;
  std::string label;
  for (const auto& [key, text] : chosen_fields(request)) {
    const std::string piece = text == "true" ? key : key + "-" + plain_letters(text);
    if (label.size() + 1 + piece.size() <= longest) label += (label.empty() ? "" : "_") + piece;
  }
  return label.empty() ? "default" : label;
}

}  // namespace replicas
