// abc-parametrisations of arXiv:2011.14522: the table of its limits, the effective weights against forward multipliers,
// and how changes scale with the width.
#include "model/parametrisation.h"

#include <gtest/gtest.h>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/plain/plain_engine.h"
#include "expect_error.h"
#include "physics/noise.h"
#include "system/network/network_system.h"

namespace replicas {
namespace {

Regime regime(const std::string& text, std::size_t layers) {
  return regime_of(parse_parametrisation(text, layers), layers);
}

TEST(Parametrisation, RegimesAreThoseOfTheTable) {
  for (const std::size_t layers : {2u, 3u, 4u}) {
    EXPECT_EQ(regime("ntk", layers).name(), "kernel");
    EXPECT_NEAR(regime("ntk", layers).r, 0.5, 1e-12);
    EXPECT_EQ(regime("mup", layers).name(), "feature learning");
    EXPECT_NEAR(regime("mup", layers).r, 0, 1e-12);
  }
  EXPECT_EQ(regime("standard", 3).name(), "unstable");
  EXPECT_NEAR(regime("standard", 3).r, -1, 1e-12);
  EXPECT_EQ(regime("0,0,0;0,0.5,0.5;1", 3).name(), "kernel");
  EXPECT_NEAR(regime("0,0,0;0,0.5,0.5;1", 3).r, 0.5, 1e-12);
  EXPECT_EQ(regime("mean-field", 2).name(), "feature learning");
  EXPECT_EQ(regime("0,0,0;0,0.5,0.5;3", 3).name(), "trivial");     // a learning rate that is too small for anything
  EXPECT_EQ(regime("0,0.5,0;0,0.5,0.5;1", 3).name(), "unstable");  // activations that vanish
}

TEST(Parametrisation, GaugeLeavesTrainingUnchanged) {
  const Network network({5, 16, 16, 2}, Activation::tanh, Loss::mse);
  // mup with a + theta, b - theta, c - 2 theta, theta = 0.25.
  const Layout mup = parametrised(network, parse_parametrisation("mup", 3), false);
  const Layout turned = parametrised(network, parse_parametrisation("-0.25,0.25,0.75;0.25,0.25,0.25;-0.5", 3), false);
  for (std::size_t b = 0; b < mup.blocks().size(); ++b) {
    if (mup[b].layer == 2 && mup[b].bias) continue;  // not of the table
    EXPECT_NEAR(mup[b].step_factor / turned[b].step_factor, 1, 1e-12);
    EXPECT_NEAR(mup[b].start_factor / turned[b].start_factor, 1, 1e-12);
  }
  const Layout decayed = parametrised(network, parse_parametrisation("mup", 3), true);
  EXPECT_NEAR(decayed[0].decay_factor, 1 / 16.0, 1e-12);
  EXPECT_NEAR(decayed[4].decay_factor, 16, 1e-12);
}

TEST(Parametrisation, WrongOnesAreRefusedInALine) {
  const auto refused = [](const std::string& text, std::size_t layers, const std::string& words) {
    expect_error([&] { parse_parametrisation(text, layers); }, ErrorKind::bad_value, words);
  };
  refused("mean-field", 3, "degenerate");
  refused("mup", 1, "no width");
  refused("mu", 2, "choose standard, ntk, mup");
  refused("0,0;0,0.5;x", 2, "'x' is no exponent");
  refused("0,0;0,0.5;", 2, "'' is no exponent");
  refused("0,0,0;0,0.5,0.5;0", 2, "3 exponents for a network of 2 layers");
  refused("0,0;0,0.5", 2, "choose");
  refused("0,nan;0,0.5;0", 2, "no exponent");
  refused("0,0;0,0.5;0,1", 2, "2 exponents");
}

constexpr double eta = 0.3;

/// A network 4-n-n-4 (tanh, mse, no bias) on 8 points, at its start.
struct Wide {
  Wide(const std::string& text, int n, std::uint64_t seed)
      : network(Network({4, n, n, 4}, Activation::tanh, Loss::mse, false)) {
    data = random_dataset(network, 8, seed, 0);
    network = network.with(parametrised(network, parse_parametrisation(text, 3), false));
    ensemble = {.system = network_system(network, {data}), .temperatures = {0.0}, .replicas = 1};
    ensemble.dynamics.step_sizes = {eta};
    for (const Block& block : network.layout().blocks())
      for (std::size_t i = 0; i < block.size(); ++i)
        start.push_back(
            static_cast<float>(block.start_factor / std::sqrt(block.fan_in)) *
            noise(seed, Purpose::initial_weights, 0, network.noise_blocks(), 0, network.noise_index(block.offset + i)));
  }

  /// Pre-activations of all layers on all points, with effective weights.
  std::vector<std::vector<double>> look(std::span<const double> w) const {
    std::vector<std::vector<double>> z(3);
    for (std::size_t p = 0; p < 8; ++p) {
      std::vector<double> a(data.values.begin() + static_cast<std::ptrdiff_t>(4 * p),
                            data.values.begin() + static_cast<std::ptrdiff_t>(4 * (p + 1)));
      for (std::size_t l = 0; l < 3; ++l) {
        const Layer& layer = network.layers()[l];
        const auto out = static_cast<std::size_t>(layer.outputs);
        std::vector<double> next(out, 0.0);
        for (std::size_t i = 0; i < a.size(); ++i)
          for (std::size_t j = 0; j < out; ++j) next[j] += a[i] * w[layer.weight + i * out + j];
        z[l].insert(z[l].end(), next.begin(), next.end());
        for (double& x : next) x = std::tanh(x);
        a = std::move(next);
      }
    }
    return z;
  }

  Network network;
  Dataset data;
  Ensemble ensemble;
  std::vector<float> start;
};

// Three steps of gradient descent: with forward multipliers n^(-a) on weights w = n^a W, in double, and the engine's
// own on the effective weights W.
TEST(Parametrisation, EffectiveWeightsFollowForwardMultipliers) {
  for (const std::string text : {"ntk", "mup", "0,0.3,0.2;0.1,0.2,0.3;0.4"}) {
    const Wide wide(text, 24, 3);
    const Parametrisation own = parse_parametrisation(text, 3);
    std::vector<double> multiplier(wide.start.size()), w(wide.start.begin(), wide.start.end());
    for (const Layer& layer : wide.network.layers()) {
      const auto l = static_cast<std::size_t>(&layer - wide.network.layers().data());
      for (std::size_t i = 0; i < static_cast<std::size_t>(layer.inputs * layer.outputs); ++i)
        multiplier[layer.weight + i] = std::pow(24.0, -own.a[l]);
    }
    for (std::size_t i = 0; i < w.size(); ++i) w[i] /= multiplier[i];  // what is trained
    PlainEngine<double> engine(wide.ensemble);
    engine.load(wide.start);
    const System& system = *wide.ensemble.system;
    for (int step = 0; step < 3; ++step) {
      std::vector<double> effective(w.size());
      for (std::size_t i = 0; i < w.size(); ++i) effective[i] = multiplier[i] * w[i];
      const Evaluation<double> pass = system.evaluate(0, std::span<const double>(effective), {});
      for (std::size_t i = 0; i < w.size(); ++i)
        w[i] -= eta * std::pow(24.0, -own.c) * multiplier[i] * pass.gradient[i];
    }
    engine.advance(0, 3);
    double difference = 0, moved = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
      difference = std::max(difference, std::fabs(multiplier[i] * w[i] - engine.weights_of(0)[i]));
      moved = std::max(moved, std::fabs(engine.weights_of(0)[i] - static_cast<double>(wide.start[i])));
    }
    EXPECT_LT(difference, 1e-12) << text;
    EXPECT_GT(moved, 1e-3) << text;
  }
}

// Exponents of the mean change of outputs and pre-activations against the width, of three steps: ntk (0, -1/2, -1/2),
// standard with eta / n (0, -3/2, -1/2), mup 0 throughout (order: first layer, second, outputs, below). Twelve seeds
// leave about 0.03 of a slope. With eta / n the first layer adds 16 / n of the change of the outputs, so there n is
// larger.
TEST(Parametrisation, ChangesScaleWithTheWidthAsTheTableSays) {
  const auto slopes = [&](const std::string& text, const std::vector<int>& widths, std::uint64_t seeds) {
    std::vector<double> slope(3, 0.0);
    double sxx = 0;
    for (const int n : widths) {
      std::vector<double> change(3, 0.0);
      for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const Wide wide(text, n, seed);
        PlainEngine<double> engine(wide.ensemble);
        engine.load(wide.start);
        const auto before = wide.look(engine.weights_of(0));
        engine.advance(0, 3);
        const auto after = wide.look(engine.weights_of(0));
        double error = 0;  // of the outputs at the start, which every change is proportional to
        for (std::size_t i = 0; i < before[2].size(); ++i)
          error += std::pow(before[2][i] - static_cast<double>(wide.data.targets[i]), 2) / 32;
        for (std::size_t l = 0; l < 3; ++l)
          for (std::size_t i = 0; i < before[l].size(); ++i)
            change[l] += std::fabs(after[l][i] - before[l][i]) / std::sqrt(error) /
                         (static_cast<double>(seeds) * static_cast<double>(before[l].size()));
      }
      const double x = std::log(n) - std::log(std::sqrt(widths.front() * static_cast<double>(widths.back())));
      sxx += x * x;
      for (std::size_t l = 0; l < 3; ++l) slope[l] += x * std::log(change[l]);
    }
    for (double& s : slope) s /= sxx;
    return slope;
  };
  const auto expect = [&](const std::string& text, std::vector<double> expected, const std::vector<int>& widths,
                          std::uint64_t seeds) {
    const std::vector<double> found = slopes(text, widths, seeds);
    for (std::size_t l = 0; l < 3; ++l) EXPECT_NEAR(found[l], expected[l], 0.08) << text << ", layer " << l + 1;
  };
  expect("ntk", {-0.5, -0.5, 0}, {96, 192, 384, 768}, 10);
  expect("0,0,0;0,0.5,0.5;1", {-1.5, -0.5, 0}, {96, 192, 384, 768}, 10);
  expect("mup", {0, 0, 0}, {96, 192, 384, 768}, 10);
  // Between the two: a = (-s, 1/2 - s, 1/2), b = (s, s, s), c = 0 is stable and non-trivial with r = 1/2 - s.
  const std::string between = "-0.25,0.25,0.5;0.25,0.25,0.25;0";
  EXPECT_EQ(regime(between, 3).name(), "kernel");
  EXPECT_NEAR(regime(between, 3).r, 0.25, 1e-12);
  expect(between, {-0.25, -0.25, 0}, {96, 192, 384}, 10);
}

// The theorem's r against what it is made of, on a grid of (a, b, c) with two hidden layers: every point that is stable
// and non-trivial follows a kernel (r > 0) or learns features (r = 0), and larger steps than the largest are unstable.
TEST(Parametrisation, EveryPointOfAGridIsOfOneKind) {
  int kernels = 0, features = 0, unstable = 0, trivial = 0;
  for (const double s : {0.0, 0.125, 0.25, 0.375, 0.5})
    for (const double b : {0.0, 0.25, 0.5})
      for (const double c : {-0.5, 0.0, 0.5}) {
        const auto text = fmt::format("{},{},0.5;{},{},{};{}", -s, 0.5 - s, s, s, b, c);
        const Regime found = regime(text, 3);
        const double r = std::min(0.5 + b, 1 + c) + c - 1 + std::min(1 - 2 * s, 2 * (0.5 - s));
        EXPECT_NEAR(found.r, r, 1e-12) << text;
        const bool stable = 0.5 + b >= 0.5 && r >= -1e-12 && 1 + c >= 1 - 1e-12 && 0.5 + b + r >= 1 - 1e-12;
        const bool moves = std::fabs(c) < 1e-12 || std::fabs(b + r - 0.5) < 1e-12;
        const std::string expected = !stable     ? "unstable"
                                     : !moves    ? "trivial"
                                     : r > 1e-12 ? "kernel"
                                                 : "feature learning";
        EXPECT_EQ(found.name(), expected) << text;
        ++(expected == "kernel"     ? kernels
           : expected == "trivial"  ? trivial
           : expected == "unstable" ? unstable
                                    : features);
      }
  EXPECT_GT(kernels, 3);
  EXPECT_GE(features, 1);
  EXPECT_GT(unstable, 10);
  EXPECT_GT(trivial, 3);
}

/// W1 W2 of a linear network 3-n-1 in muP after each of 40 steps of gradient descent at rate 1, with
/// W1 = Omega U^T and W2 = V Omega^T / n in effective weights, U = [1; 0], V = [0, 1/2]; or, with n = 4 and Omega = 1
/// in standard parametrisation, of the network that is its limit.
std::vector<double> linear_path(int n, const std::vector<double>& omega, bool limit) {
  const Network plain({3, n, 1}, Activation::linear, Loss::mse, false);
  const Network network = limit ? plain : plain.with(parametrised(plain, parse_parametrisation("mup", 2), false));
  Dataset data = random_dataset(plain, 6, 4, 0);
  for (std::size_t i = 0; i < data.targets.size(); ++i) data.targets[i] = noise(5, Purpose::labels, 0, 9, 0, i);
  Ensemble ensemble{.system = network_system(network, {data}), .temperatures = {0.0}, .replicas = 1};
  ensemble.dynamics.step_sizes = {0.25};
  const auto units = static_cast<std::size_t>(n);
  std::vector<float> start(4 * units);
  for (std::size_t j = 0; j < units; ++j) {
    for (std::size_t i = 0; i < 3; ++i) start[i * units + j] = static_cast<float>(omega[4 * j + i]);
    start[3 * units + j] = static_cast<float>(omega[4 * j + 3] / (limit ? 2 : 2 * n));
  }
  PlainEngine<double> engine(ensemble);
  engine.load(start);
  std::vector<double> path;
  for (std::uint64_t step = 0; step < 40; ++step) {
    for (std::size_t i = 0; i < 3; ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < units; ++j)
        sum += engine.weights_of(0)[i * units + j] * engine.weights_of(0)[3 * units + j];
      path.push_back(sum);
    }
    engine.advance(step, step + 1);
  }
  return path;
}

// The limit of the linear network of one hidden layer in muP is a network of d + do units (arXiv:2011.14522). With
// orthonormal columns of Omega, Omega^T Omega = n, a network of n units is that limit at every step: columns of
// Hadamard's matrix, whose entries floats hold. With normal entries it is near it as n grows.
TEST(Parametrisation, LinearNetworksInMuPAreTheirLimit) {
  std::vector<double> identity(16, 0.0);
  for (std::size_t i = 0; i < 4; ++i) identity[5 * i] = 1;
  const std::vector<double> limit = linear_path(4, identity, true);
  EXPECT_GT(std::fabs(limit.back() - limit.front()), 0.05);
  const auto distance = [&](const std::vector<double>& path) {
    double largest = 0;
    for (std::size_t i = 0; i < path.size(); ++i) largest = std::max(largest, std::fabs(path[i] - limit[i]));
    return largest;
  };
  for (const int n : {8, 64, 512}) {
    std::vector<double> hadamard, normal;
    for (int j = 0; j < n; ++j)
      for (const unsigned column : {1u, 2u, 4u, 7u}) {
        hadamard.push_back(std::popcount(static_cast<unsigned>(j) & column) % 2 == 0 ? 1 : -1);
        normal.push_back(static_cast<double>(noise(6, Purpose::initial_weights, 0, 512, 0, normal.size())));
      }
    EXPECT_LT(distance(linear_path(n, hadamard, false)), 1e-12) << n;
    EXPECT_GT(distance(linear_path(n, normal, false)), 0.1 / std::sqrt(n)) << n;
    EXPECT_LT(distance(linear_path(n, normal, false)), 8 / std::sqrt(n)) << n;
  }
}

}  // namespace
}  // namespace replicas
