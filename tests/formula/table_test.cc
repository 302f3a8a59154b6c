#include "show/table.h"

#include <gtest/gtest.h>

#include <spdlog/fmt/fmt.h>

#include <sstream>

#include "formula/small_results.h"

namespace replicas {
namespace {

/// Between the headline and the legend.
std::string blocks(const std::string& table) {
  const std::size_t begin = table.find("\n\n") + 2;
  return table.substr(begin, table.find("\nT: temperature") - begin);
}

TEST(Table, ShowsWhatTheRunHas) {
  EXPECT_EQ(
      table(small_results(), 120),
      R"(10-24-24-3 tanh, 939 weights, 2 temperatures x 16 replicas, 150000 steps (45000 of them burn-in), update em, seed 1

      T         loss     d_mean   d_heat  T_gauge/T  error %  R-hat
1.00e-5  1.18(2)e-4   23.68(12)  22.6(5)  1.0003(2)   0.0     1.003
1.00e-2  1.721(2)e-1  34.4(4)     -       0.9998(2)   4.7(3)  1.009

T: temperature in units of the loss; loss: <L>, mean over the examples, without confinement; d_mean: 2(<L> - L0)/T;
d_heat: 2 d<L>/dT; T_gauge/T: from the gauge modes of the output layer; error %: wrong labels of the training data;
R-hat: 1 when all replicas tell the same; 24.1(3) is 24.1 +- 0.3, one standard error over replicas; -: not available.

FAILED  The loss drifts at T = 0.01; use more --steps.
note    P*T is 0.32 at T = 0.01: not the wall regime.
ok      R-hat is at most 1.009.
)");
}

// Every column once, each with a number of its own: what stands under which heading, with which factor.
TEST(Table, ShowsEveryColumnUnderItsHeading) {
  Results results;
  results.temperature = {0.01};
  const std::vector<std::pair<const char*, const char*>> shown = {{"p_t", "P*T"},
                                                                  {"step_size", "step size"},
                                                                  {"loss_mean", "loss"},
                                                                  {"d_mean", "d_mean"},
                                                                  {"exact_d_mean", "exact"},
                                                                  {"d_var", "d_var"},
                                                                  {"exact_d_var", "exact"},
                                                                  {"d_heat", "d_heat"},
                                                                  {"exact_d_heat", "exact"},
                                                                  {"llc", "llc"},
                                                                  {"n_act", "n_act"},
                                                                  {"curvature", "curvature"},
                                                                  {"hessian_trace", "tr H"},
                                                                  {"t_conf", "T_conf/T"},
                                                                  {"t_gauge", "T_gauge/T"},
                                                                  {"weight_norm2", "|w|^2"},
                                                                  {"training_error", "error %"},
                                                                  {"test_loss", "test loss"},
                                                                  {"test_error", "test error %"},
                                                                  {"tau", "tau"},
                                                                  {"ess", "ESS"},
                                                                  {"rhat", "R-hat"}};
  std::string headings = "T", numbers = "0.0100";
  double value = 0.11;
  for (const auto& [name, heading] : shown) {
    results.columns.push_back({name, "1", name, {value}, {}, {}});
    const bool percent = std::string_view(heading).ends_with("%");
    const int digits = std::string_view(heading) == "R-hat" ? 4 : 3;
    headings += fmt::format(" {}", heading);
    numbers += percent ? fmt::format(" {:.0f}", 100 * value)
                       : fmt::format(" {:.{}f}", value, name == shown[0].first || name == shown[1].first ? 2 : digits);
    value += 0.01;
  }
  const auto squeezed = [](const std::string& line) {
    std::istringstream words(line);
    std::string text;
    for (std::string word; words >> word;) text += (text.empty() ? "" : " ") + word;
    return text;
  };
  std::istringstream lines(blocks(table(results, 400)));
  std::string first, second;
  std::getline(lines, first);
  std::getline(lines, second);
  EXPECT_EQ(squeezed(first), headings);
  EXPECT_EQ(squeezed(second), numbers);
}

// d_var needs no L0: where that is doubtful it stands first.
TEST(Table, ShowsTheVarianceFirstWhereTheGroundIsDoubtful) {
  Results results;
  results.temperature = {0.01};
  results.columns = {{"d_mean", "1", "", {1}, {}, {}}, {"d_var", "1", "", {2}, {}, {}}};
  for (const std::int64_t doubtful : {0, 1}) {
    results.integers["ground_loss_doubtful"] = doubtful;
    const std::string text = blocks(table(results, 80));
    EXPECT_EQ(text.find("d_var") < text.find("d_mean"), doubtful == 1) << text;
  }
}

TEST(Table, WrapsIntoBlocksThatRepeatTheTemperature) {
  EXPECT_EQ(blocks(table(small_results(), 50)),
            R"(      T         loss     d_mean   d_heat
1.00e-5  1.18(2)e-4   23.68(12)  22.6(5)
1.00e-2  1.721(2)e-1  34.4(4)     -

      T  T_gauge/T  error %  R-hat
1.00e-5  1.0003(2)   0.0     1.003
1.00e-2  0.9998(2)   4.7(3)  1.009
)");
}

TEST(Table, NeverOverflowsItsWidth) {
  Results results = small_results();
  for (const char* name : {"p_t", "step_size", "d_var", "llc", "n_act", "curvature", "hessian_trace", "t_conf", "tau",
                           "weight_norm2", "test_loss", "test_error", "ess"})
    results.columns.push_back({name, "1", name, {-1.2345e-7, 9.8765e9}, {1e-9, 2e7}, {}});
  for (const int width : {60, 80, 120, 200}) {
    std::istringstream lines(table(results, width));
    std::size_t longest = 0;
    for (std::string line; std::getline(lines, line);) longest = std::max(longest, display_width(line));
    EXPECT_LE(longest, static_cast<std::size_t>(width));
    EXPECT_GE(longest, static_cast<std::size_t>(width) - 20);
  }
}

TEST(Table, ShowsTheTemperaturesAloneWhenThereIsNothingElse) {
  Results results;
  results.temperature = {0};
  EXPECT_EQ(blocks(table(results, 80)), "   T\n0.00\n");
}

TEST(Wrap, CountsCharactersNotBytes) {
  EXPECT_EQ(wrap("\xCE\xB7\xCE\xB7\xCE\xB7 \xCE\xB7\xCE\xB7 a  longword\nb", 6),
            (std::vector<std::string>{"\xCE\xB7\xCE\xB7\xCE\xB7 \xCE\xB7\xCE\xB7", "a", "longword", "b"}));
}

}  // namespace
}  // namespace replicas
