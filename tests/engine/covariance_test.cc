#include <gtest/gtest.h>

#include "parity/clouds.h"
#include "parity/network_cases.h"

namespace replicas {
namespace {

class CovarianceOfEveryBackend : public testing::TestWithParam<std::string> {
 protected:
  std::unique_ptr<Engine> engine(int threads = 1) const {
    return make_engine({GetParam(), threads, ""}, ensemble_of({}));
  }
};

TEST_P(CovarianceOfEveryBackend, HasTheKnownSpectra) { expect_known_spectra(*engine()); }
TEST_P(CovarianceOfEveryBackend, Agrees) { expect_spectra_agree(*engine()); }
TEST_P(CovarianceOfEveryBackend, IsAboutTheMean) { expect_the_mean_is_taken_away(*engine()); }
TEST_P(CovarianceOfEveryBackend, OfWhatIsNoCloudIsRefused) { expect_what_is_no_cloud_is_refused(*engine()); }

TEST_P(CovarianceOfEveryBackend, BitsDoNotDependOnThreads) {
  const CloudShape shape{17, 12, 30};
  const std::vector<float> points = clouds_of(shape);
  const std::vector<double> expected = engine(1)->spectra().covariance_spectra(points, shape.count, shape.dimensions);
  for (const int threads : {2, 4, 0})
    EXPECT_EQ(engine(threads)->spectra().covariance_spectra(points, shape.count, shape.dimensions), expected)
        << threads;
}

INSTANTIATE_TEST_SUITE_P(Engine, CovarianceOfEveryBackend, testing::ValuesIn(backends()), [](const auto& info) {
  std::string text = info.param;
  std::replace(text.begin(), text.end(), '-', '_');
  return text;
});

}  // namespace
}  // namespace replicas
