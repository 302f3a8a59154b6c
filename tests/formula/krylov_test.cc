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
  std::unique_ptr<WeightBatch> operator()(const WeightBatch& directions) const {
    using Map = Eigen::Map<const Eigen::VectorXf>;
    const std::vector<float> v = directions.weights();
    const Eigen::VectorXf x = (first * Map(v.data(), size).cast<double>()).cast<float>();
    const Eigen::VectorXf y = (second * Map(v.data() + size, size).cast<double>()).cast<float>();
    std::vector<float> both(x.data(), x.data() + size);
    both.insert(both.end(), y.data(), y.data() + size);
    return std::make_unique<HostBatch<float>>(both, directions.datasets());
  }
};

HostBatch<float> starts() {
  std::vector<float> both = random_normals(4, 0, 0, 0, size);
  const std::vector<float> second = random_normals(4, 1, 0, 0, size);
  both.insert(both.end(), second.begin(), second.end());
  return {both, {0, 0}};
}

KrylovSpaces spaces_of(const Dense& dense, int iterations, int threads = 1) {
  return krylov_spaces(std::make_unique<HostKrylovBasis>(threads), dense, starts(), iterations);
}

TEST(Krylov, AWholeSpaceHasEveryEigenvalue) {
  const Dense dense;
  const KrylovSpaces spaces = spaces_of(dense, size);
  for (std::size_t r = 0; r < 2; ++r) {
    const Eigen::MatrixXd& matrix = r == 0 ? dense.first : dense.second;
    const Eigen::VectorXd exact = matrix.selfadjointView<Eigen::Lower>().eigenvalues();
    const std::vector<RitzValue> values = spaces.values(r);
    ASSERT_EQ(values.size(), static_cast<std::size_t>(size));
    for (std::size_t k = 0; k < values.size(); ++k)
      EXPECT_NEAR(values[k].value, exact[size - 1 - static_cast<Eigen::Index>(k)], 1e-4);
    for (std::size_t k = 0; k < 3; ++k) {
      const std::vector<float> all = spaces.vectors(k)->weights();
      const Eigen::VectorXd y = Eigen::Map<const Eigen::VectorXf>(all.data() + r * size, size).cast<double>();
      EXPECT_NEAR(y.norm(), 1, 1e-5);
      EXPECT_LT((matrix * y - values[k].value * y).norm(), 1e-3);
    }
  }
}

TEST(Krylov, WeightsMakeAQuadratureOfTheSpectralDensity) {
  const Dense dense;
  const std::vector<float> v = starts().values;
  Eigen::VectorXd x = Eigen::Map<const Eigen::VectorXf>(v.data(), size).cast<double>();
  x.normalize();
  for (const int iterations : {2, 5, 11, size}) {
    double zeroth = 0, first = 0, second = 0;
    const KrylovSpaces spaces = spaces_of(dense, iterations);
    for (const RitzValue& ritz : spaces.values(0)) {
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
  for (const RitzValue& ritz : spaces_of(dense, 7, 2).values(0))
    EXPECT_LE((exact.array() - ritz.value).abs().minCoeff(), ritz.bound + 1e-4);
}

/// One replica whose space is invariant after one product, and one whose space is not: the first repeats its vector,
/// and takes nothing from the second.
TEST(Krylov, SpacesOfUnequalSizeDoNotMix) {
  Dense dense;
  dense.first = 3 * Eigen::MatrixXd::Identity(size, size);
  const KrylovSpaces spaces = spaces_of(dense, size);
  EXPECT_EQ(spaces.values(0).size(), 1u);
  ASSERT_EQ(spaces.values(1).size(), static_cast<std::size_t>(size));
  const std::vector<float> start = starts().values, top = spaces.vectors(0)->weights(),
                           second = spaces.vectors(1)->weights();
  const double norm = std::sqrt(dot(std::span(start).first(size), std::span(start).first(size)));
  for (std::size_t i = 0; i < size; ++i) {
    EXPECT_NEAR(std::fabs(static_cast<double>(top[i])), std::fabs(static_cast<double>(start[i])) / norm, 1e-6);
    EXPECT_TRUE(std::isnan(second[i])) << "a space of one vector has one Ritz value";
  }
  EXPECT_LT(std::fabs(dot(std::span(top).subspan(size), std::span(second).subspan(size))), 1e-5);
}

/// Going on from what a notebook wrote down gives the same bits, whatever the place it was stopped at.
TEST(Krylov, GoesOnFromANotebook) {
  const Dense dense;
  const std::vector<RitzValue> expected = spaces_of(dense, 6).values(1);
  for (int stop = 1; stop < 6; ++stop) {
    std::vector<std::byte> written;
    int ticks = 0;
    Notebook notebook([&](const Notebook& own) {
      if (++ticks == stop) written = own.bytes();
    });
    krylov_spaces(std::make_unique<HostKrylovBasis>(1), dense, starts(), 6, &notebook);
    Notebook next([](const Notebook&) {});
    next.read(written);
    int products = 0;
    const auto counted = [&](const WeightBatch& v) {
      ++products;
      return dense(v);
    };
    const KrylovSpaces spaces = krylov_spaces(std::make_unique<HostKrylovBasis>(1), counted, starts(), 6, &next);
    EXPECT_EQ(products, 6 - stop);
    for (std::size_t k = 0; k < expected.size(); ++k) EXPECT_EQ(spaces.values(1)[k].value, expected[k].value);
  }
}

TEST(Krylov, AnInvariantSpaceStops) {
  Dense dense;
  dense.first = dense.second = 3 * Eigen::MatrixXd::Identity(size, size);
  const KrylovSpaces spaces = spaces_of(dense, 9, 2);
  ASSERT_EQ(spaces.values(0).size(), 1u);
  EXPECT_NEAR(spaces.values(0)[0].value, 3, 1e-6);
  EXPECT_EQ(spaces.values(0)[0].bound, 0);
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
