#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "observe/distributions.h"

namespace replicas {
namespace {

// Known values: the widening from mpmath with 30 digits, the rest from scipy 1.10.
TEST(NormalQuantile, MatchesKnownValues) {
  struct Row {
    double p, z;
  };
  for (const Row row : {Row{1e-300, -37.0470962993612}, Row{1e-20, -9.262340089798409}, Row{1e-9, -5.9978070150076865},
                        Row{0.001, -3.090232306167813}, Row{0.0749, -1.4402382675279635}, Row{0.3, -0.5244005127080409},
                        Row{0.9, 1.2815515655446004}, Row{0.999999, 4.753424308817087}})
    EXPECT_NEAR(normal_quantile(row.p) / row.z, 1, 1e-13) << row.p;
  EXPECT_EQ(normal_quantile(0.5), 0);
  EXPECT_EQ(normal_quantile(0), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(normal_quantile(1), std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(normal_quantile(1.1)));
}

TEST(Student, MatchesKnownValues) {
  struct Row {
    double freedom, widening, at_1e4, beyond_5_2;
  };
  for (const Row row : {Row{1, 1.8373372014715831, 6366.1976656379375, 0.12095030060731929},
                        Row{2, 1.3212773729262555, 99.99249984549712, 0.03504949526723287},
                        Row{3.5, 1.164776105511946, 19.89912311422069, 0.009321095327101582},
                        Row{15, 1.0344629130512216, 5.239088211754631, 0.00010775360005264777},
                        Row{63, 1.0079997457305077, 4.154552727249057, 2.300733397362756e-06},
                        Row{1000, 1.0005002500624943, 3.9063437367009635, 2.416432454482292e-07}}) {
    EXPECT_NEAR(student_widening(row.freedom) / row.widening, 1, 1e-11) << row.freedom;
    EXPECT_NEAR(student_quantile(1 - 1e-4, row.freedom) / row.at_1e4, 1, 1e-9) << row.freedom;
    EXPECT_NEAR(student_two_sided(5.2, row.freedom) / row.beyond_5_2, 1, 1e-11) << row.freedom;
  }
  EXPECT_EQ(student_two_sided(0, 3), 1);
  EXPECT_TRUE(std::isnan(student_widening(0)));
}

TEST(GammaDensity, MatchesKnownValues) {
  EXPECT_NEAR(gamma_density(0.3, 0.5, 1) / 0.7630905787681861, 1, 1e-13);
  EXPECT_NEAR(gamma_density(0.001, 12, 1e-4) / 1137.3639611012127, 1, 1e-12);
  EXPECT_NEAR(gamma_density(2, 1, 3) / 0.17113903967753066, 1, 1e-13);
  EXPECT_NEAR(gamma_density(0, 1, 3), 1.0 / 3, 1e-15);
  EXPECT_NEAR(gamma_density(40, 30, 1) / 0.013849103220550694, 1, 1e-12);
  EXPECT_EQ(gamma_density(-1, 2, 1), 0);
}

}  // namespace
}  // namespace replicas
