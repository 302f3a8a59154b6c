// The thermometer of weights that are set by hand, about anchors that differ from replica to replica.
#include <gtest/gtest.h>

#include <cmath>

#include "formula/hand_made.h"
#include "observe/instruments/gauge.h"

namespace replicas {
namespace {

constexpr std::size_t modes = 5;  // 4 hidden units and the bias

/// A run of two replicas at each of two temperatures whose modes, at samples `interval` steps apart, lie at x[i]
/// standard deviations of the noise between: D = x[i] sqrt(T variance), and T_gauge / T is the mean of x^2.
Measurements moved(Update update, std::uint64_t interval, bool anchored,
                   const std::vector<std::vector<double>>& x /* [replica][window] */) {
  Measurements run = hand_made(2, {0.5, 2.0});
  run.ensemble.dynamics.update = update;
  run.ensemble.confinement = {anchored ? Confinement::Kind::anchor : Confinement::Kind::prior, 0.8};
  const std::size_t n = run.ensemble.weights(), replicas = run.ensemble.replica_count();
  std::vector<double> centre(replicas * modes, 0.0), mode(replicas * modes, 0.3);
  if (anchored) {
    run.ensemble.anchor = normal_weights(run.ensemble);
    for (std::size_t r = 0; r < replicas; ++r) {
      const std::vector<float> own = run.ensemble.system->gauge_modes(std::span(run.ensemble.anchor).subspan(r * n, n));
      for (std::size_t k = 0; k < modes; ++k) centre[r * modes + k] = static_cast<double>(own[k]);
    }
  }
  const auto add_sample = [&](std::uint64_t step) {
    WeightSample& sample = run.weight_samples.emplace_back();
    sample.step = step;
    sample[recorded::gauge_modes].assign(mode.begin(), mode.end());
  };
  add_sample(100);
  for (std::size_t window = 0; window < x.front().size(); ++window) {
    for (std::size_t r = 0; r < replicas; ++r) {
      const std::size_t t = r / 2;
      const double eta = run.ensemble.dynamics.step_sizes[t], temperature = run.ensemble.temperatures[t];
      const double decay = anchored ? 0.8 * temperature : temperature / 0.64;
      const GaugeWindow known = gauge_window(update, eta, decay, interval);
      for (std::size_t k = 0; k < modes; ++k) {
        double& s = mode[r * modes + k];
        s = centre[r * modes + k] + std::pow(1 - eta * decay, interval) * (s - centre[r * modes + k]) +
            x[r][window] * std::sqrt(known.variance_at_temperature * temperature);
      }
    }
    add_sample(100 + interval * (window + 1));
  }
  return run;
}

TEST(GaugeThermometer, ReadsEachReplicaAboutItsOwnAnchor) {
  for (const Update update : {Update::em, Update::lm})
    for (const bool anchored : {true, false}) {
      // Mean squares of the replicas 1 and 4, and 0.25 and 2.25 (floats of modes of size 1: seven digits).
      const Measurements run = moved(update, 7, anchored, {{1, -1}, {2, 2}, {0.5, 0.5}, {-1.5, 1.5}});
      const Column column = evaluated("t_gauge", run);
      EXPECT_NEAR(column.values[0], 2.5, 1e-5) << anchored;
      EXPECT_NEAR(column.values[1], 1.25, 1e-5) << anchored;
    }
}

TEST(GaugeThermometer, LeavesOutWhatHasNoWindow) {
  Measurements run = moved(Update::em, 7, true, {{1, 3}, {1, 3}, {1, 3}, {1, 3}});
  run.weight_samples[2][recorded::gauge_modes].clear();  // of a sample that kept none
  EXPECT_NEAR(evaluated("t_gauge", run).values[0], 1, 1e-5);
  run.weight_samples.resize(1);
  EXPECT_TRUE(std::isnan(evaluated("t_gauge", run).values[0]));
}

}  // namespace
}  // namespace replicas
