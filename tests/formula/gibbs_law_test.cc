// The exact law of a mode against the oracles, and the formulas of a mode against central differences.
#include "system/potential/gibbs_law.h"
#include "system/potential/potential_system.h"

#include <gtest/gtest.h>

#include <cmath>

#include "expect_error.h"
#include "model/error.h"
#include "oracle_rows.h"

namespace replicas {
namespace {

void expect_close(const nlohmann::json& values, const char* key, double value, double tolerance,
                  const nlohmann::json& row) {
  if (!values.contains(key)) return;
  const double exact = values.at(key);
  EXPECT_LE(std::fabs(value - exact), tolerance * std::fabs(exact)) << row.at("id") << " " << key << " " << value;
}

/// Oracle accuracy is 1e-10, of the covariances and times 1e-8.
void expect_row(PotentialKind kind, const nlohmann::json& row) {
  const auto& values = row.at("values");
  const double t = row.at("params").at("T"), a = row.at("params").value("a", 0.0);
  const ModeMoments m = GibbsLaw(kind, a, t, 0).moments();
  expect_close(values, "mean_L", m.loss_mean, 1e-9, row);
  expect_close(values, "var_L", m.loss_variance, 1e-7, row);
  expect_close(values, "mean_h", m.curvature, 1e-9, row);
  expect_close(values, "var_x", m.variance, 1e-8, row);
  expect_close(values, "mean_x2", m.variance, 1e-8, row);
  expect_close(values, "excess_kurtosis_x", m.fourth / (m.variance * m.variance) - 3, 1e-5, row);
  expect_close(values, "em_slope_mean_L", m.loss_slope, 1e-6, row);
  expect_close(values, "em_slope_mean_h", m.curvature_slope, 1e-6, row);
  expect_close(values, "tau_int_L", m.relaxation, 1e-6, row);
}

TEST(GibbsLaw, OfChannelsAndWallsIsThatOfTheOracles) {
  for (const auto& row : oracle_rows("exp_pair")) expect_row(PotentialKind::channel, row);
  for (const auto& row : oracle_rows("logistic_pair")) expect_row(PotentialKind::logistic_channel, row);
  for (const auto& row : oracle_rows("wall_w1_gibbs")) expect_row(PotentialKind::channel, row);
  for (const auto& row : oracle_rows("wall_w2_gibbs")) expect_row(PotentialKind::channel, row);
  for (const auto& row : oracle_rows("wall_w3")) expect_row(PotentialKind::wall, row);
}

TEST(GibbsLaw, OfAQuadraticModeIsNormalWhateverHoldsIt) {
  for (const double decay : {0.0, 2.0}) {
    const ModeMoments m = GibbsLaw(PotentialKind::quadratic, 4, 0.1, decay).moments();
    const double variance = 0.1 / (4 + decay);
    EXPECT_NEAR(m.variance, variance, 1e-10);
    EXPECT_NEAR(m.loss_mean, 2 * variance, 1e-10);
    EXPECT_NEAR(m.loss_variance, 8 * variance * variance, 1e-10);
    EXPECT_NEAR(m.fourth, 3 * variance * variance, 1e-10);
    EXPECT_NEAR(m.relaxation, 1 / (2 * (4 + decay)), 1e-6);
    EXPECT_NEAR(m.loss_slope, 4 * 0.1 / 4, 1e-9);  // d/d eta of h T / (2 h' (1 - eta h' / 2)) is h T / 4
  }
}

TEST(GibbsLaw, OfAValleyHoldsEquipartitionAcross) {
  // sigma^2 = T / decay = 1; curvature far above the decay: <L> = T / 2 whatever y.
  const ModeMoments m = GibbsLaw(PotentialKind::valley, 0, 1e-6, 1e-6).moments();
  EXPECT_NEAR(m.loss_mean, 0.5e-6, 1e-10);
  // y feels the prior and (1/2) ln exp(-y) = -y/2: a normal law about +1/2, so <exp(-y)> = exp(-1/2 + 1/2) = 1.
  EXPECT_NEAR(m.curvature, 1, 1e-4);
}

TEST(GibbsLaw, RefusesAPotentialThatNothingHolds) {
  expect_error([] { GibbsLaw(PotentialKind::valley, 0, 0.1, 0); }, ErrorKind::bad_value, "no equilibrium");
}

TEST(GibbsLaw, DrawsFollowTheLaw) {
  const GibbsLaw law(PotentialKind::channel, 12, 0.1, 0);
  const ModeMoments m = law.moments();
  double square = 0;
  constexpr int count = 20000;  // midpoints of equal shares: a sum, not a random sample
  for (int i = 0; i < count; ++i) square += std::pow(law.draw((i + 0.5) / count, 0)[0], 2) / count;
  EXPECT_NEAR(square, m.variance, 1e-3 * m.variance);
}

TEST(ExactLaw, OfTenModesIsThatOfTheDiscreteChain) {
  for (const char* table : {"quadratic_em", "quadratic_lm"})
    for (const auto& row : oracle_rows(table)) {
      Ensemble ensemble;
      ensemble.system =
          potential_system({.kind = PotentialKind::quadratic, .text = {}, .parameters = row.at("params").at("h")});
      ensemble.temperatures = {row.at("params").at("T")};
      ensemble.dynamics.step_sizes = {row.at("params").at("eta")};
      ensemble.dynamics.update = row.at("params").at("scheme") == "em" ? Update::em : Update::lm;
      ensemble.confinement = {.kind = Confinement::Kind::none, .strength = 0};
      const ExactLaw law = ensemble.system->exact_law(ensemble, 0);
      expect_close(row.at("values"), "mean_L", law.loss_mean, 1e-6, row);  // h are floats
      expect_close(row.at("values"), "var_L", law.loss_variance, 1e-6, row);
      expect_close(row.at("values"), "tau_int_L_steps", law.tau, 1e-6, row);
    }
}

TEST(Potential, SlopesAndCurvaturesAreThoseOfTheLoss) {
  constexpr double e = 1e-4;
  for (const PotentialKind kind : {PotentialKind::quadratic, PotentialKind::channel, PotentialKind::logistic_channel,
                                   PotentialKind::wall, PotentialKind::valley})
    with_potential(kind, [&]<class Mode>() {
      const auto loss = [](double x, double y) {
        double term[Mode::terms], sum = 0;
        Mode::losses(x, y, 3.0, term);
        for (const double one : term) sum += one;
        return sum;
      };
      for (const double x : {-2.3, -0.4, 0.0, 1.7})
        for (const double y : {-1.1, 0.6}) {
          const ModeForces<double> forces = Mode::forces(x, y, 3.0);
          const ModeCurvature<double> bend = Mode::curvature(x, y, 3.0);
          const auto slope_x = [&](double u, double v) { return (loss(u + e, v) - loss(u - e, v)) / (2 * e); };
          const auto slope_y = [&](double u, double v) { return (loss(u, v + e) - loss(u, v - e)) / (2 * e); };
          const double scale = 1 + std::fabs(loss(x, y));
          EXPECT_NEAR(forces.slope_x, slope_x(x, y), 1e-6 * scale);
          EXPECT_NEAR(forces.slope_y, slope_y(x, y), 1e-6 * scale);
          EXPECT_NEAR(bend.xx, (slope_x(x + e, y) - slope_x(x - e, y)) / (2 * e), 1e-5 * scale);
          EXPECT_NEAR(bend.xy, (slope_x(x, y + e) - slope_x(x, y - e)) / (2 * e), 1e-5 * scale);
          EXPECT_NEAR(bend.yy, (slope_y(x, y + e) - slope_y(x, y - e)) / (2 * e), 1e-5 * scale);
        }
    });
}

TEST(Potential, IsReadFromWords) {
  const Potential quadratic = parse_potential("quadratic:4,2,0.5x3");
  EXPECT_EQ(quadratic.parameters, (std::vector<float>{4, 2, 0.5f, 4, 2, 0.5f, 4, 2, 0.5f}));
  EXPECT_EQ(parse_potential("channel").parameters, std::vector<float>{12});
  EXPECT_EQ(parse_potential("wall:x7").modes(), 7u);
  EXPECT_EQ(parse_potential("valley").weights_per_mode(), 2);
  EXPECT_EQ(parse_potential("wall-gas:30").modes(), 100u);
  EXPECT_EQ(potential_system(parse_potential("wall-gas"))->examples(), 200);
  EXPECT_NEAR(parse_potential("channel:10x2").infimum(), 2 * 0.0134758939982, 1e-9);
}

TEST(Potential, RefusesWhatItCannotRead) {
  for (const char* text : {"", "chanel:3", "channel:", "channel:x0", "channel:1x", "channel:nan", "channel:-1",
                           "wall:3", "quadratic:1,", "quadratic:1,,2", "channel:12x1e9", "channel:12x65537"})
    expect_error([&] { parse_potential(text); }, ErrorKind::bad_value, "<potential>");
}

}  // namespace
}  // namespace replicas
