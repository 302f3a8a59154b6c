#include "command/field_words.h"

#include <algorithm>

#include "model/error.h"

namespace replicas {

namespace {

/// Keys that texts of the libraries use; tests/structure compares them with the options that the verbs have.
constexpr std::string_view fields[] = {
    "activation",
    "anchor",
    "burn-in",
    "checkpoint-interval",
    "data",
    "datasets",
    "device",
    "examples",
    "gpu",
    "header",
    "instructions",
    "kernel",
    "label",
    "loads",
    "loss",
    "max-hours",
    "max-memory",
    "measure-interval",
    "network",
    "on-divergence",
    "out",
    "overwrite",
    "potential",
    "prior",
    "reference-margin",
    "replicas",
    "sample-interval",
    "scale",
    "start",
    "step-size",
    "steps",
    "temps",
    "test-data",
    "threads",
    "update",
    "weight-decay",
    "gradient-descent",
};

}  // namespace

std::string as_options(std::string_view text) {
  return replace_fields(text, [](const std::string& key) {
    return std::ranges::find(fields, key) == std::end(fields) ? "<" + key + ">" : "--" + key;
  });
}

Results as_options(Results results) {
  for (Verdict& verdict : results.verdicts) verdict.sentence = as_options(verdict.sentence);
  return results;
}

}  // namespace replicas
