#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "system/ensemble.h"
#include "verify/check.h"

namespace replicas {

struct UnderTest;

/// How to sample one row of the tables net_n1 (logistic regression), net_n2 or net_n3 of tests/data/oracles.json.
struct SmallNetworkRun {
  std::string table, id;
  Update update;
  double step_size;
  int burn_in, samples;  ///< samples lie 50 steps apart
};

/// A network of two or three weights: its averages against the quadrature in `row` ({params, values}).
Checks small_network(const UnderTest& under_test, const SmallNetworkRun& run, const nlohmann::json& row);

/// The rows of net_n1 that `logistic_regression` asks for, as they stand in oracles.json.
nlohmann::json logistic_regression_rows();

}  // namespace replicas
