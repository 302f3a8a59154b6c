// Lanczos on small dense matrices, where everything it says can be checked.
#include "observe/instruments/krylov.h"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <cmath>

#include "engine/dot.h"
#include "formula/tiny_ensemble.h"
#include "observe/instruments/curvature_map.h"
#include "observe/instruments/probe_vectors.h"

namespace replicas {
namespace {

constexpr int size = 24;

/// Two replicas, two matrices; products in double, rounded to float as an engine does.
struct Dense {
  Eigen::MatrixXd first, second;

  Dense() {
    const std::vector<float> a = random_normals(3, 0, 0, 0, size * size), b = random_normals(3, 1, 0, 0, size * size);
    using Map = Eigen::Map<const Eigen::MatrixXf>;
    first = Map(a.data(), size, size).cast<double>();
    second = Map(b.data(), size, size).cast<double>();
    first = (first + first.transpose()).eval();
    second = (second + second.transpose()).eval();
  }
  std::vector<float> operator()(std::span<const float> v) const {
    using Map = Eigen::Map<const Eigen::VectorXf>;
    const Eigen::VectorXf x = (first * Map(v.data(), size).cast<double>()).cast<float>();
    const Eigen::VectorXf y = (second * Map(v.data() + size, size).cast<double>()).cast<float>();
    std::vector<float> both(x.data(), x.data() + size);
    both.insert(both.end(), y.data(), y.data() + size);
    return both;
  }
};

std::vector<float> starts() {
  std::vector<float> both = random_normals(4, 0, 0, 0, size);
  const std::vector<float> second = random_normals(4, 1, 0, 0, size);
  both.insert(both.end(), second.begin(), second.end());
  return both;
}

TEST(Krylov, AWholeSpaceHasEveryEigenvalue) {
  const Dense dense;
  const std::vector<Krylov> spaces = krylov_spaces(dense, starts(), 2, size, 1);
  for (std::size_t r = 0; r < 2; ++r) {
    const Eigen::MatrixXd& matrix = r == 0 ? dense.first : dense.second;
    const Eigen::VectorXd exact = matrix.selfadjointView<Eigen::Lower>().eigenvalues();
    const std::vector<RitzValue> values = spaces[r].values();
    ASSERT_EQ(values.size(), static_cast<std::size_t>(size));
    for (std::size_t k = 0; k < values.size(); ++k)
      EXPECT_NEAR(values[k].value, exact[size - 1 - static_cast<Eigen::Index>(k)], 1e-4);
    for (std::size_t k = 0; k < 3; ++k) {
      const std::vector<float> v = spaces[r].vector(k);
      const Eigen::VectorXd y = Eigen::Map<const Eigen::VectorXf>(v.data(), size).cast<double>();
      EXPECT_NEAR(y.norm(), 1, 1e-5);
      EXPECT_LT((matrix * y - values[k].value * y).norm(), 1e-3);
    }
  }
}

TEST(Krylov, WeightsMakeAQuadratureOfTheSpectralDensity) {
  const Dense dense;
  const std::vector<float> v = starts();
  Eigen::VectorXd x = Eigen::Map<const Eigen::VectorXf>(v.data(), size).cast<double>();
  x.normalize();
  for (const int iterations : {2, 5, 11, size}) {
    double zeroth = 0, first = 0, second = 0;
    const std::vector<Krylov> spaces = krylov_spaces(dense, v, 2, iterations, 1);
    for (const RitzValue& ritz : spaces[0].values()) {
      zeroth += ritz.weight;
      first += ritz.weight * ritz.value;
      second += ritz.weight * ritz.value * ritz.value;
    }
    EXPECT_NEAR(zeroth, 1, 1e-12);
    EXPECT_NEAR(first, x.dot(dense.first * x), 1e-4);
    EXPECT_NEAR(second, (dense.first * x).squaredNorm(), 1e-3);
  }
}

TEST(Krylov, EveryValueLiesWithinItsBoundOfAnEigenvalue) {
  const Dense dense;
  const Eigen::VectorXd exact = dense.first.selfadjointView<Eigen::Lower>().eigenvalues();
  for (const RitzValue& ritz : krylov_spaces(dense, starts(), 2, 7, 2)[0].values())
    EXPECT_LE((exact.array() - ritz.value).abs().minCoeff(), ritz.bound + 1e-4);
}

TEST(Krylov, AnInvariantSpaceStops) {
  Dense dense;
  dense.first = dense.second = 3 * Eigen::MatrixXd::Identity(size, size);
  const std::vector<Krylov> spaces = krylov_spaces(dense, starts(), 2, 9, 2);
  ASSERT_EQ(spaces[0].values().size(), 1u);
  EXPECT_NEAR(spaces[0].values()[0].value, 3, 1e-6);
  EXPECT_EQ(spaces[0].values()[0].bound, 0);
}

/// v . G v of the first data set, in double.
double gauss_newton_form(const Ensemble& ensemble, const std::vector<float>& weights, const std::vector<float>& v) {
  const std::vector<double> w(weights.begin(), weights.end()), direction(v.begin(), v.end());
  return dot(direction, ensemble.system->gauss_newton_product(0, std::span(w), std::span(direction)));
}

/// One layer is linear in its weights, so there the Gauss-Newton part is the whole Hessian.
TEST(GaussNewton, IsTheHessianOfOneLayer) {
  for (const auto& [loss, outputs] : {std::pair{Loss::softmax, 3}, {Loss::logistic, 1}, {Loss::mse, 2}}) {
    const Network network({4, outputs}, Activation::tanh, loss);
    Ensemble ensemble{.system = network_system(network, {random_dataset(network, 7, 5, 0)})};
    ensemble.temperatures = {1e-2};
    ensemble.dynamics.step_sizes = {0.1};
    ensemble.replicas = 1;
    PlainEngine<double> engine(ensemble);
    const std::size_t n = ensemble.weights();
    const std::vector<float> weights = random_normals(6, 0, 0, 0, n), v = random_normals(7, 0, 0, 0, n);
    engine.load(weights);
    const std::vector<double> product = engine.hessian_product_of(0, std::vector<double>(v.begin(), v.end()));
    double form = 0;
    for (std::size_t i = 0; i < n; ++i) form += static_cast<double>(v[i]) * product[i];
    EXPECT_NEAR(gauss_newton_form(ensemble, weights, v), form, 1e-10 * std::fabs(form));
  }
}

/// Against central differences of the logits of a deep network: G = mean over examples of J^T J for the squared loss.
TEST(GaussNewton, IsTheSquareOfTheTangentOfTheOutputs) {
  for (const Activation activation : {Activation::tanh, Activation::gelu, Activation::linear}) {
    const Network network({3, 5, 4, 1}, activation, Loss::mse);
    Dataset dataset = random_dataset(network, 1, 5, 0);
    dataset.labels.clear();
    dataset.targets = {0};
    Ensemble ensemble{.system = network_system(network, {dataset})};
    ensemble.temperatures = {1e-2};
    ensemble.dynamics.step_sizes = {0.1};
    ensemble.replicas = 1;
    const std::size_t n = ensemble.weights();
    const std::vector<float> weights = random_normals(6, 0, 0, 0, n), v = random_normals(7, 0, 0, 0, n);
    // With target t and one example, v . H v = (J v)^2 + (z - t) v . z'' v: linear in t, with slope -v . z'' v. At t =
    // z the rest vanishes; z from the loss z^2 / 2 at target 0, its sign from the loss at target 1.
    const auto look = [&](float target, auto number) {
      change_datasets(ensemble, [&](std::vector<Dataset>& all) { all[0].targets = {target}; });
      PlainEngine<double> engine(ensemble);
      engine.load(weights);
      return number(engine);
    };
    const auto loss = [&](const PlainEngine<double>& engine) {
      return static_cast<double>(engine.example_losses().losses[0]);
    };
    const double z = look(0, loss) - look(1, loss) + 0.5;
    const double form = look(static_cast<float>(z), [&](const PlainEngine<double>& engine) {
      const std::vector<double> product = engine.hessian_product_of(0, std::vector<double>(v.begin(), v.end()));
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i) sum += static_cast<double>(v[i]) * product[i];
      return sum;
    });
    // z is known to the rounding of two losses, 1e-7, times a curvature of a few.
    EXPECT_NEAR(gauss_newton_form(ensemble, weights, v), form, 1e-4 * (1 + form));
  }
}

}  // namespace
}  // namespace replicas
