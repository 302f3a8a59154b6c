// Replica-symmetric numbers against published and independently computed ones, and against enumeration.
#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <bit>
#include <cmath>
#include <vector>

#include "expect_error.h"
#include "physics/noise.h"
#include "theory/replica_symmetric.h"
#include "theory/stability.h"

namespace replicas::theory {

namespace {

constexpr double tolerance = 5e-4;

struct Row {
  double at, expected;
};

}  // namespace

TEST(ReplicaSymmetric, EntropyOfTheBinaryPerceptron) {
  for (const auto& [load, expected] : {Row{0.1, 0.62278}, Row{0.2, 0.55012}, Row{0.4, 0.39646}, Row{0.5, 0.31439},
                                       Row{0.7, 0.13540}, Row{0.8, 0.03531}}) {
    const Estimate found = entropy({}, load);
    EXPECT_NEAR(found.value, expected, tolerance) << load;
    EXPECT_LT(found.error, 1e-6) << load;
  }
  EXPECT_NEAR(overlap({}, 0.5).value, 0.3224, tolerance);
  EXPECT_DOUBLE_EQ(saddle_point({}, 0).entropy, std::log(2.0));
}

TEST(ReplicaSymmetric, EntropyIsStationaryInTheOverlap) {
  // dS/dalpha = E ln H, since S is stationary in q: an independent use of the saddle point.
  const double load = 0.6, step = 1e-4;
  const double slope = (saddle_point({}, load + step).entropy - saddle_point({}, load - step).entropy) / (2 * step);
  const Saddle at = saddle_point({}, load);
  double mean = 0, sum = 0;
  for (double z = -9; z <= 9; z += 0.01) {
    const double weight = std::exp(-0.5 * z * z);
    sum += weight;
    mean += weight * std::log(0.5 * std::erfc(std::sqrt(at.q / (1 - at.q)) * z / std::sqrt(2.0)));
  }
  EXPECT_NEAR(slope, mean / sum, 1e-6);
}

TEST(ReplicaSymmetric, CapacityAgainstMargin) {
  for (const auto& [margin, expected] :
       {Row{0, 0.8331}, Row{0.1, 0.7330}, Row{0.2, 0.6474}, Row{0.4, 0.5105}, Row{0.5, 0.4557}, Row{1, 0.2707}})
    EXPECT_NEAR(capacity({.margin = margin}).value, expected, tolerance) << margin;
  for (const auto& [load, expected] : {Row{0.3, 0.895}, Row{0.5, 0.418}, Row{0.7, 0.137}})
    EXPECT_NEAR(largest_margin({}, load).value, expected, tolerance) << load;
}

TEST(ReplicaSymmetric, CapacityOfTreesAndSpheres) {
  EXPECT_NEAR(capacity({.units = Units::sign_tree}).value, 0.9470, tolerance);
  EXPECT_NEAR(capacity({.units = Units::relu_tree}).value, 0.9039, tolerance);  // arXiv:1907.07578
  const Weights spherical = Weights::spherical;
  EXPECT_NEAR(capacity({.weights = spherical}).value, 2, 1e-12);
  EXPECT_NEAR(capacity({.weights = spherical, .margin = 0.25}).value, 1.3646, tolerance);
  EXPECT_NEAR(capacity({.weights = spherical, .margin = 1}).value, 0.5196, tolerance);
  EXPECT_NEAR(capacity({.units = Units::relu_tree, .weights = spherical}).value, 2.934, tolerance);
  EXPECT_NEAR(largest_margin({.weights = spherical}, 1.3646).value, 0.25, tolerance);
  expect_error([&] { capacity({.units = Units::sign_tree, .weights = spherical}); }, ErrorKind::bad_value, "no finite");
  expect_error([&] { largest_margin({}, 0.9); }, ErrorKind::bad_value, "0.9", "0.8331");
  expect_error([&] { saddle_point({.weights = spherical}, 2.1); }, ErrorKind::bad_value, "2.1", "above the capacity");
}

TEST(ReplicaSymmetric, TypicalStabilitiesAndLocalEnergy) {
  const TypicalStability typical({}, 0.5);
  for (const auto& [flips, expected] : {Row{0.005, 0.0562}, Row{0.02, 0.1090}, Row{0.05, 0.1673}, Row{0.2, 0.3169}})
    EXPECT_NEAR(typical.local_energy(flips).value, expected, tolerance) << flips;
  EXPECT_NEAR(typical.local_energy(0.5).value, 0.5, 1e-6);  // every field is as good as its opposite
  EXPECT_NEAR(typical.share_below(0.2).value, 0.197, tolerance);
  EXPECT_NEAR(typical.share_below(30).value, 1, 1e-6);
  expect_error([] { TypicalStability({}, 0.9); }, ErrorKind::bad_value, "above the capacity");
}

namespace {

std::uint64_t count_solutions(const std::vector<std::uint32_t>& patterns, int n) {
  std::uint64_t solutions = 0;
  for (std::uint32_t w = 0; w < 1u << n; ++w) {
    bool solved = true;
    for (const std::uint32_t pattern : patterns) solved = solved && 2 * std::popcount(w ^ pattern) < n;
    solutions += solved ? 1u : 0u;
  }
  return solutions;
}

/// Mean of ln Z / N over sets of random patterns, and its standard error, with the sums of the overlaps of patterns and
/// of their squares, whose means are known (0 and pairs/N), taken out by regression: they carry most of the scatter.
std::pair<double, double> enumerated_entropy(int n, int sets) {
  const int count = n / 3;
  std::vector<Eigen::Vector4d> rows;  // 1, sum of overlaps, sum of squares less its mean, ln Z / N
  for (int set = 0; set < sets; ++set) {
    std::vector<std::uint32_t> xi;
    for (int a = 0; a < count; ++a)
      xi.push_back(noise_words(1, Purpose::data, static_cast<std::uint64_t>(set), 1, static_cast<std::uint64_t>(n),
                               static_cast<std::uint64_t>(a))[0] &
                   ((1u << n) - 1));
    const std::uint64_t solutions = count_solutions(xi, n);
    if (solutions == 0) continue;  // two opposite patterns: fewer than 1 % of the sets, at N = 9
    double sum = 0, squares = -0.5 * count * (count - 1) / n;
    for (int a = 0; a < count; ++a)
      for (int b = 0; b < a; ++b) {
        const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
        const double overlap = 1 - 2.0 * std::popcount(xi[i] ^ xi[j]) / n;
        sum += overlap;
        squares += overlap * overlap;
      }
    rows.emplace_back(1, sum, squares, std::log(static_cast<double>(solutions)) / n);
  }
  const auto solved = static_cast<Eigen::Index>(rows.size());
  Eigen::MatrixXd x(solved, 3);
  Eigen::VectorXd y(solved);
  for (Eigen::Index row = 0; row < solved; ++row) {
    x.row(row) = rows[static_cast<std::size_t>(row)].head(3).transpose();
    y(row) = rows[static_cast<std::size_t>(row)](3);
  }
  const Eigen::Vector3d fit = x.colPivHouseholderQr().solve(y);
  const double variance = (y - x * fit).squaredNorm() / static_cast<double>(solved - 3);
  return {fit(0), std::sqrt(variance / static_cast<double>(solved))};
}

}  // namespace

TEST(ReplicaSymmetric, EntropyIsThatOfEnumeratedPerceptronsAsTheyGrow) {
  // E ln Z / N at P = N/3, N = 9, 15, 21, extrapolated to 1/N = 0 by the parabola through the three: corrections of
  // order 1/N^3 remain, 1/(9 * 15 * 21) times a number of order 1. With alpha or q^ wrong by a factor of 2 it
  // is off by more than 0.1.
  const int sizes[] = {9, 15, 21};
  double extrapolated = 0, variance = 0;
  for (const int n : sizes) {
    double coefficient = 1;
    for (const int other : sizes)
      if (other != n) coefficient *= (1.0 / other) / (1.0 / other - 1.0 / n);
    const auto [mean, error] = enumerated_entropy(n, n == 21 ? 250 : 2000);
    extrapolated += coefficient * mean;
    variance += coefficient * coefficient * error * error;
  }
  const double allowed = 4 * std::sqrt(variance) + 1e-3;
  EXPECT_NEAR(extrapolated, entropy({}, 1.0 / 3).value, allowed);
  EXPECT_LT(allowed, 0.035) << "the sample is too small to tell anything";
}

}  // namespace replicas::theory
