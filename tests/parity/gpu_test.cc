// The GPU against the plain engine in double, by every kernel that can compute a case; skipped where there is no GPU.
#include <gtest/gtest.h>

#include "model/error.h"
#include "parity/agreement.h"
#include "parity/clouds.h"

namespace replicas {
namespace {

struct GpuCase {
  NetworkCase network;
  std::string kernel = "batched";
  friend void PrintTo(const GpuCase& c, std::ostream* stream) { *stream << c.kernel << " " << describe(c.network); }
};

/// The cases of all backends by the batched path, and the shapes that fused kernels were compiled for.
std::vector<GpuCase> gpu_cases() {
  std::vector<GpuCase> cases;
  for (const NetworkCase& c : network_cases()) cases.push_back({c, "batched"});
  NetworkCase small{.widths = {10, 32, 32, 2}, .examples = 64, .activation = Activation::relu};
  NetworkCase medium{.widths = {20, 100, 100, 10}, .examples = 200, .activation = Activation::relu};
  NetworkCase usual{.widths = {10, 24, 24, 3}, .examples = 32, .update = Update::lm, .datasets = 2};
  for (const char* kernel : {"auto", "warp", "block", "batched"}) cases.push_back({small, kernel});
  for (const char* kernel : {"block", "batched"}) cases.push_back({medium, kernel});
  for (const char* kernel : {"auto", "warp", "block", "batched"}) cases.push_back({usual, kernel});
  small.activation = medium.activation = Activation::tanh;
  small.confinement = medium.confinement = {Confinement::Kind::anchor, 2, false};
  cases.push_back({small, "warp"});
  cases.push_back({medium, "block"});
  return cases;
}

class GpuParity : public testing::TestWithParam<GpuCase> {
 protected:
  Ensemble ensemble_ = ensemble_of(GetParam().network);
  MakeEngine make_ = [](const Ensemble& ensemble) {
    return make_engine({"gpu", 0, "", 0, GetParam().kernel}, ensemble);
  };
};

TEST_P(GpuParity, OneStepAgrees) { expect_one_step_agrees(ensemble_, make_); }
TEST_P(GpuParity, TenStepsAgree) { expect_ten_steps_agree(ensemble_, make_); }
TEST_P(GpuParity, DerivativesAgree) { expect_derivatives_agree(ensemble_, make_); }
TEST_P(GpuParity, TiedOutputsAreWrong) { expect_ties_to_be_wrong(ensemble_, make_); }

// The same bits again, and from replicas in other company: more of them than one block of the batched path holds, and
// so many that another fused kernel is chosen.
TEST_P(GpuParity, BitsAreThoseOfEveryRunAndAnyCompany) {
  Ensemble crowd = ensemble_;
  const int many_per_multiprocessor = 9 * gpu_report().devices.front().multiprocessors;
  crowd.replicas = GetParam().kernel == "batched" ? 600 : many_per_multiprocessor;
  if (crowd.weights() > 5000) crowd.replicas = std::min(crowd.replicas, 70);
  if (!crowd.anchor.empty()) return;  // an anchor belongs to its replica number, which changes with the crowd
  crowd.temperatures.resize(1);
  crowd.dynamics.step_sizes.resize(1);
  constexpr std::uint64_t steps = 12;  // a graph of ten and two of one
  Ensemble few = crowd;
  few.replicas = 2;
  const std::size_t n = few.weights();
  std::vector<float> start = start_of(crowd);
  const auto many = make_(crowd), again = make_(crowd), two = make_(few);
  many->load(start);
  again->load(start);
  two->load({start.data(), 2 * n});
  many->advance(0, steps);
  again->advance(0, steps);
  two->advance(0, steps);
  const std::vector<float> w = many->weights(), alone = two->weights();
  EXPECT_EQ(w, again->weights());
  EXPECT_TRUE(std::equal(alone.begin(), alone.end(), w.begin()));
}

std::vector<GpuCase> cases_here() { return gpu_report().problem.empty() ? gpu_cases() : std::vector<GpuCase>{}; }

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(GpuParity);
INSTANTIATE_TEST_SUITE_P(Gpu, GpuParity, testing::ValuesIn(cases_here()), [](const auto& info) {
  std::string text = std::to_string(info.index) + "_" + info.param.kernel + "_" + describe(info.param.network);
  for (char& c : text)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return text;
});

TEST(Gpu, RunsTheTestsOfEngineParityAndPhysics) {
  const GpuReport report = gpu_report();
  if (!report.problem.empty()) GTEST_SKIP() << "no GPU here: " << report.problem;
  EXPECT_NE(std::find(backends().begin(), backends().end(), "gpu"), backends().end());
}

TEST(Gpu, CovarianceSpectraAgree) {
  const GpuReport report = gpu_report();
  if (!report.problem.empty()) GTEST_SKIP() << "no GPU here: " << report.problem;
  expect_spectra_agree(*make_engine({"gpu", 0, ""}, ensemble_of({})));
}

TEST(Gpu, AutoTakesItOrSaysWhyNot) {
  const BackendChoice choice = choose_backend({"auto", 0, ""});
  EXPECT_EQ(choice.backend, gpu_report().problem.empty() ? "gpu" : "cpu");
  EXPECT_FALSE(choice.reason.empty());
  EXPECT_EQ(choose_backend({"plain", 0, ""}).backend, "plain");
}

TEST(Gpu, OneThatIsNotThereIsRefused) {
  try {
    choose_backend({"gpu", 0, "", 1000});
    ADD_FAILURE() << "GPU 1000 was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::no_device) << error.what();
  }
}

}  // namespace

}  // namespace replicas
