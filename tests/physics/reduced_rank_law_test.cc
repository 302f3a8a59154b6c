// The exact law behind the physics test of singular minima: known learning coefficients and multiplicities as T goes to
// 0.
#include "physics/reduced_rank_law.h"

#include <gtest/gtest.h>

#include <cmath>

namespace replicas {
namespace {

TEST(ReducedRankLaw, HasTheCoefficientsOfAoyagiAndWatanabe) {
  const auto is = [](ReducedRank model, double lambda, int multiplicity) {
    const LearningCoefficient found = learning_coefficient(model);
    EXPECT_EQ(found.lambda, lambda);
    EXPECT_EQ(found.multiplicity, multiplicity);
  };
  is({4, 3, 8, 0}, 6, 1);
  is({5, 3, 5, 0}, 6.5, 2);
  is({2, 1, 2, 0}, 1, 2);
  is({1, 1, 1, 0}, 0.5, 2);
  is({2, 1, 2, 1}, 1.5, 1);  // as many parameters as a map of rank 1 has
  is({2, 2, 2, 1}, 2, 2);
  is({3, 8, 2, 0}, 3, 1);
  is({6, 2, 3, 1}, 5, 1);
}

TEST(ReducedRankLaw, ApproachesThemAsTheTemperatureFalls) {
  for (const ReducedRank model :
       {ReducedRank{1, 1, 1, 0}, ReducedRank{2, 1, 2, 0}, ReducedRank{3, 2, 3, 0}, ReducedRank{4, 3, 8, 0},
        ReducedRank{5, 3, 5, 0}, ReducedRank{2, 1, 2, 1}, ReducedRank{2, 2, 2, 1}}) {
    SCOPED_TRACE(testing::Message() << model.inputs << "-" << model.hidden << "-" << model.outputs << " of rank "
                                    << model.rank);
    const auto [lambda, multiplicity] = learning_coefficient(model);
    const double high = lambda - reduced_rank_moments(model, 1e6).mean,
                 low = lambda - reduced_rank_moments(model, 1e9).mean;
    if (multiplicity == 1) {
      EXPECT_LT(std::fabs(low), 3e-3);
    } else {
      // <L>/T = lambda - (m - 1) / (ln(1/T) + constant): the reciprocal of what is missing grows by ln 1000 / (m - 1).
      EXPECT_NEAR((1 / low - 1 / high) / std::log(1e3), 1.0 / (multiplicity - 1), 0.06);
      EXPECT_GT(low, 0.02);
    }
  }
}

TEST(ReducedRankLaw, VarianceIsTheSlopeOfTheMean) {
  for (const ReducedRank model : {ReducedRank{2, 1, 2, 0}, ReducedRank{3, 2, 3, 0}, ReducedRank{2, 2, 2, 1}}) {
    const double beta = 100, step = 1e-3;
    const auto mean = [&](double at) { return reduced_rank_moments(model, at).mean / at; };
    const double slope = (mean(beta * (1 + step)) - mean(beta * (1 - step))) / (2 * step * beta);
    EXPECT_NEAR(reduced_rank_moments(model, beta).variance, -slope * beta * beta, 1e-3);
  }
}

}  // namespace
}  // namespace replicas
