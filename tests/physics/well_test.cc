// The closed laws that the checks expect, against the tables made with another program.
#include "verify/well.h"

#include <gtest/gtest.h>

#include "oracle_rows.h"

namespace replicas {

TEST(Well, TheTransientLawIsThatOfTheTable) {
  for (const auto& row : oracle_rows("quadratic_transient")) {
    const Update update = row.at("params").at("scheme") == "em" ? Update::em : Update::lm;
    const double n = row.at("params").at("n"), expected = row.at("values").at("var");
    EXPECT_NEAR(well_variance(update, 1, 0.1, 1, n), expected, 1e-13) << row;
    EXPECT_NEAR(2 * std::pow(0.9, n), row.at("values").at("mean").get<double>(), 1e-14) << row;
  }
}

TEST(Well, TheStationaryLawIsThatOfTheTable) {
  int rows = 0;
  for (const auto& row : oracle_rows("quadratic_em_one_mode")) {
    if (row.at("values").contains("stable")) continue;  // eta h = 2
    const double h = row.at("params").at("h"), eta = row.at("params").at("eta"), temperature = row.at("params").at("T");
    const double expected = row.at("values").at("var_x");
    EXPECT_NEAR(well_variance(Update::em, h, eta, temperature, 1e6), expected, 1e-12 * expected + 1e-13) << row;
    ++rows;
  }
  EXPECT_EQ(rows, 8);
}

}  // namespace replicas
