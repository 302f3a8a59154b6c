// Logistic regression with two weights on six examples: averages known by quadrature.
#include "verify/known_answers.h"
#include "verify/small_network.h"
#include "verify/under_test.h"

namespace replicas {

nlohmann::json logistic_regression_rows() {
  return nlohmann::json::parse(
      R"([{"id": "n1_T0.01", "params": {"T": 0.01, "weight_decay": 0.1, "x": [-2, -1, -0.5, 0.5, 1, 2], "y": [0, 0, 1, 0, 1, 1]},
  "values": {"mean_w": 0.912826111164, "em_slope_mean_w": 0.00247420743623, "mean_w2": 0.862109705571,
             "em_slope_mean_w2": 0.00953736684715, "mean_b2": 0.034985774128, "em_slope_mean_b2": 0.00503521056557,
             "mean_U": 0.529673174121, "em_slope_mean_U": 0.00159968531438, "mean_trH_U": 0.636358727865,
             "var_L": 0.000100938079837}},
 {"id": "n1_T0.1", "params": {"T": 0.1, "weight_decay": 0.1, "x": [-2, -1, -0.5, 0.5, 1, 2], "y": [0, 0, 1, 0, 1, 1]},
  "values": {"mean_w": 1.0377233893, "em_slope_mean_w": 0.0189103572796, "mean_w2": 1.39519827165,
             "em_slope_mean_w2": 0.0914215264086, "mean_b2": 0.376649989133, "em_slope_mean_b2": 0.0530678789982,
             "mean_U": 0.623621276342, "em_slope_mean_U": 0.0159671352814, "mean_trH_U": 0.604232014248,
             "var_L": 0.010730667612}}])");
}

Checks logistic_regression(const UnderTest& under_test) {
  const nlohmann::json rows = logistic_regression_rows();
  Checks checks = small_network(under_test, {"net_n1", "n1_T0.01", Update::em, 0.1, 300, 40}, rows[0]);
  for (Check& check : small_network(under_test, {"net_n1", "n1_T0.1", Update::lm, 0.2, 300, 40}, rows[1]))
    checks.push_back(std::move(check));
  return checks;
}

}  // namespace replicas
