// `replicas selftest` passes on the engine that runs use, and fails on planted bugs of every kind.
#include <gtest/gtest.h>

#include <algorithm>

#include "physics/mutant_engine.h"
#include "physics/sample_scale.h"
#include "verify/check.h"
#include "verify/known_answers.h"
#include "verify/machine.h"
#include "verify/under_test.h"

namespace replicas {

namespace {

std::vector<std::string> failures(const std::vector<Answer>& answers) {
  std::vector<std::string> failed;
  const double limit = limit_of(answers);
  for (const Answer& answer : answers)
    for (const Check& check : answer.checks)
      if (!passes(check, limit)) failed.push_back(answer.name + ": " + to_string(check));
  return failed;
}

MakeEngine mutant(Mutation mutation) {
  return [mutation](const Ensemble& ensemble) { return std::make_unique<MutantEngine<float>>(ensemble, mutation); };
}

struct Planted {
  Mutation mutation;
  const char* seen_by;
};

class SelftestMutant : public testing::TestWithParam<Planted> {};

}  // namespace

// A twentieth of the sample, enough to see each; the command itself takes all of it.
TEST_P(SelftestMutant, Fails) {
  if (sample_scale() < 1) GTEST_SKIP() << "REPLICAS_TEST_SCALE is below 1, and these samples are the smallest that do";
  const std::vector<std::string> failed = failures(engine_answers({mutant(GetParam().mutation), 0.05}));
  ASSERT_FALSE(failed.empty());
  const bool seen = std::any_of(failed.begin(), failed.end(),
                                [](const std::string& line) { return line.starts_with(GetParam().seen_by); });
  EXPECT_TRUE(seen) << failed.size() << " failed, the first: " << failed.front();
}

INSTANTIATE_TEST_SUITE_P(Physics, SelftestMutant,
                         testing::Values(Planted{Mutation::noise_amplitude_root2, "FreeDiffusion"},
                                         Planted{Mutation::temperatures_shifted, "GaugeThermometer"},
                                         Planted{Mutation::shared_noise, "InnovationEm"},
                                         Planted{Mutation::uniform_noise, "InnovationEm"},
                                         Planted{Mutation::gradient_1_percent, "DoublePrecision"},
                                         Planted{Mutation::lm_single_noise, "InnovationLm"},
                                         Planted{Mutation::hessian_without_curvature, "DoublePrecision"},
                                         Planted{Mutation::divergence_unseen, "Divergence"}),
                         [](const auto& info) { return std::to_string(static_cast<int>(info.param.mutation)); });

TEST(Selftest, ThePlainEnginePasses) {
  const std::vector<Answer> answers = engine_answers({mutant(Mutation::none), 0.05});
  EXPECT_TRUE(failures(answers).empty()) << failures(answers).front();
}

TEST(Selftest, AVariantWithOtherBitsFails) {
  UnderTest under_test{mutant(Mutation::none), 0.1};
  under_test.variants = {{"2 threads", mutant(Mutation::none)}, {"broken threads", mutant(Mutation::stuck_counter)}};
  for (const Check& check : equal_bits(under_test))
    EXPECT_EQ(passes(check), check.name.find("broken") == std::string::npos) << to_string(check);
}

TEST(Selftest, WrongFormulasFail) {
  const auto failing = [](const Checks& checks) {
    return std::count_if(checks.begin(), checks.end(), [](const Check& check) { return !passes(check, 6.5); });
  };
  EXPECT_EQ(failing(random_numbers()), 0);
  EXPECT_EQ(failing(elementary_functions()), 0);
  Formulas wrong;
  wrong.philox = [](Words counter, std::uint64_t key) {
    Words words = philox4x32_10(counter, key);
    std::swap(words[0], words[1]);
    return words;
  };
  EXPECT_GE(failing(random_numbers(wrong)), 7);
  wrong = {};
  wrong.normals = [](std::uint32_t x0, std::uint32_t x1) {
    const NormalPair<float> pair = box_muller<float>(x0, x1);
    return NormalPair<float>{pair.cosine * 1.000001f, pair.sine};
  };
  EXPECT_GE(failing(random_numbers(wrong)), 2) << "distance and bits";
  wrong.normals = [](std::uint32_t x0, std::uint32_t x1) {
    const NormalPair<float> pair = box_muller<float>(x0, x1);
    return NormalPair<float>{pair.cosine * 1.01f + 0.02f, pair.sine};
  };
  EXPECT_GE(failing(random_numbers(wrong)), 4) << "and moments";
  wrong = {};
  wrong.tanh = [](float x) { return hyperbolic_tangent<float>(x) * 1.000001f; };
  wrong.exp = [](float x) { return exp_negative<float>(x) * 1.000001f; };
  wrong.log1p = [](float x) { return log1p_positive<float>(x) * 1.000001f; };
  EXPECT_EQ(failing(elementary_functions(wrong)), 5);
}

TEST(Selftest, TheLimitBoundsTheFalseAlarmOfTheWhole) {
  const std::vector<Answer> many = {{"a", Checks(400)}, {"b", Checks(100)}};
  EXPECT_NEAR(std::erfc(limit_of(many) / std::sqrt(2.0)) * 500, 5e-7, 1e-12);
  EXPECT_EQ(limit_of({{"a", Checks(10)}}), z_limit);
}

TEST(Selftest, MeanSquaresAreJudgedByTheirOwnLaw) {
  // P(chi-square of 360 degrees > 558) = 9.67e-11, by quadrature of its density: the normal number 6.366.
  EXPECT_NEAR(chi_square_z(558.0 / 360, 360), 6.366, 0.02);
  EXPECT_NEAR(chi_square_z(1, 1e6), 0, 1e-3);
}

}  // namespace replicas
