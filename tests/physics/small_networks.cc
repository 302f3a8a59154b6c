// Networks of two or three weights whose averages are known by quadrature: all that `replicas selftest` leaves out.
#include "verify/small_network.h"

#include <gtest/gtest.h>

#include "oracle_rows.h"
#include "physics/known_answers.h"

namespace replicas {

namespace {

nlohmann::json row_of(const std::string& table, const std::string& id) {
  for (const auto& row : oracle_rows(table))
    if (row.at("id") == id) return row;
  throw std::out_of_range(id);
}

}  // namespace

Checks small_networks(const UnderTest& under_test) {
  Checks checks;
  for (const SmallNetworkRun& run : {SmallNetworkRun{"net_n1", "n1_T0.5", Update::em, 0.2, 500, 60},
                                     {"net_n2", "n2_T0.01", Update::em, 0.05, 1000, 60},
                                     {"net_n2", "n2_T0.01", Update::lm, 0.1, 600, 40},
                                     {"net_n3", "n3_T0.01", Update::em, 0.2, 1000, 60},
                                     {"net_n3", "n3_T0.05", Update::lm, 0.15, 1500, 80}})
    for (Check& check : small_network(under_test, run, row_of(run.table, run.id))) checks.push_back(std::move(check));
  return checks;
}

TEST(SmallNetwork, TheNumbersInTheProgramAreThoseOfTheTable) {
  for (const auto& row : logistic_regression_rows()) {
    const nlohmann::json expected = row_of("net_n1", row.at("id"));
    EXPECT_EQ(row.at("params"), expected.at("params"));
    EXPECT_EQ(row.at("values"), expected.at("values"));
  }
}

}  // namespace replicas
