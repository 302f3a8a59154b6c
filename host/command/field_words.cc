#include "command/field_words.h"

#include <algorithm>

#include "model/error.h"
#include "run/fields.h"

namespace replicas {

namespace {

/// Options of other verbs that texts of the libraries name.
constexpr std::string_view others[] = {"loads", "reference-margin"};

}  // namespace

std::string as_options(std::string_view text) {
  return replace_fields(text, [](const std::string& key) {
    const bool known = field(key) != nullptr || std::ranges::find(others, key) != std::end(others);
    return known ? "--" + key : "<" + key + ">";
  });
}

Results as_options(Results results) {
  for (Verdict& verdict : results.verdicts) verdict.sentence = as_options(verdict.sentence);
  return results;
}

}  // namespace replicas
