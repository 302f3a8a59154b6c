// Every known answer on every backend of this program.
#include "physics/known_answers.h"

#include <gtest/gtest.h>

#include <iostream>
#include <ostream>

#include "physics/sample_scale.h"

namespace replicas {

namespace {

struct Case {
  TestedAnswer answer;
  std::string backend;
  double effort;
  friend void PrintTo(const Case& c, std::ostream* out) { *out << c.answer.name << " on " << c.backend; }
};

/// The long ones go to the fast engine in full, to the plain one with a quarter of the sample.
std::vector<Case> cases() {
  const double scale = sample_scale();
  std::vector<Case> result;
  for (const std::string& backend : backends())
    for (const TestedAnswer& answer : known_answers()) {
      const bool processors_alone = answer.name.starts_with("Potentials") || answer.name.ends_with("Batches");
      if (backend == "gpu" && processors_alone) continue;
      const bool plain = backend == "plain", oracle = backend == "plain-double";
      if (answer.cost == Cost::quick) result.push_back({answer, backend, scale * (oracle ? 0.25 : 1)});
      if (answer.cost == Cost::long_run && !oracle) result.push_back({answer, backend, scale * (plain ? 0.25 : 1)});
    }
  return result;
}

std::string case_name(const testing::TestParamInfo<Case>& info) {
  std::string name = info.param.backend + "_" + std::string(info.param.answer.name);
  for (char& c : name)
    if (c == '-') c = '_';
  return name;
}

class EveryBackend : public testing::TestWithParam<Case> {};

}  // namespace

TEST_P(EveryBackend, GivesTheKnownAnswer) {
  const auto& [answer, backend, effort] = GetParam();
  EngineOptions options{.backend = backend, .threads = 1, .instructions = {}};
  const UnderTest under_test{[&](const Ensemble& ensemble) { return make_engine(options, ensemble); }, effort};
  for (const Check& check : answer.run(under_test)) {
    std::cout << to_string(check) << "\n";
    EXPECT_TRUE(passes(check)) << to_string(check);
  }
}

INSTANTIATE_TEST_SUITE_P(Physics, EveryBackend, testing::ValuesIn(cases()), case_name);

}  // namespace replicas
