// Blocks of weights with step sizes of their own: a diagonal mobility M = diag(step factors) samples the law exp(-U /
// T) all the same. With y = M^-1/2 w the chain is an ordinary one of step size eta in a well of Hessian H' = M^1/2 H
// M^1/2, so on a quadratic loss every moment is known at any step size and after any number of steps.
#include <spdlog/fmt/fmt.h>

#include <Eigen/Eigenvalues>

#include "physics/known_answers.h"
#include "verify/well.h"

namespace replicas {

namespace {

constexpr int inputs = 6, examples = 12, outputs = 16, modes = inputs + 1;
constexpr double temperature = 1e-2, of_weights = 0.3, of_biases = 2.5;
using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A linear network with bias on data that it fits exactly: each output sees H = X^T X / P, X with a column of ones.
struct LinearWell {
  Eigen::MatrixXd hessian;
  Ensemble ensemble;
  std::vector<float> minimum;  // W, then b
};

LinearWell linear_well() {
  std::vector<float> values = normal_numbers(inputs * examples, 71);
  for (float& value : values) value += 0.5f;  // so that weights and biases are coupled
  const std::vector<float> minimum = normal_numbers(modes * outputs, 72);
  Rows x = Rows::Ones(examples, modes);
  x.leftCols(inputs) = Eigen::Map<const Rows>(values.data(), examples, inputs);
  const Rows targets = x * Eigen::Map<const Rows>(minimum.data(), modes, outputs);
  Network network({inputs, outputs}, Activation::linear, Loss::mse, true);
  Layout layout = network.layout();
  layout[0].step_factor = of_weights;
  layout[1].step_factor = of_biases;
  network = network.with(layout);
  const Eigen::MatrixXd rows = x.cast<double>();
  return {rows.transpose() * rows / examples,
          ensemble_of(network, {examples,
                                inputs,
                                outputs,
                                values,
                                {},
                                {targets.data(), targets.data() + targets.size()},
                                "a linear teacher with bias"}),
          minimum};
}

}  // namespace

Checks diagonal_mobility(const UnderTest& under_test) {
  Checks checks;
  LinearWell well = linear_well();
  Eigen::VectorXd root(modes);  // M^1/2
  root << Eigen::VectorXd::Constant(inputs, std::sqrt(of_weights)), std::sqrt(of_biases);
  const Eigen::MatrixXd felt = root.asDiagonal() * well.hessian * root.asDiagonal();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(felt);
  const double eta = 0.8 / eigen.eigenvalues().maxCoeff();
  for (const Update update : {Update::em, Update::lm}) {
    Ensemble& ensemble = well.ensemble;
    ensemble.temperatures = {temperature};
    ensemble.dynamics = {.update = update, .step_sizes = {eta}};
    ensemble.replicas = under_test.scaled(256);
    ensemble.seed = 73;
    const auto engine = under_test.make(ensemble);
    std::vector<float> start;
    for (int r = 0; r < ensemble.replicas; ++r) start.insert(start.end(), well.minimum.begin(), well.minimum.end());
    engine->load(start);
    const std::string label(name(update));
    const double count = static_cast<double>(ensemble.replicas) * outputs;
    const auto second_moments = [&] {  // of y
      const std::vector<float> weights = engine->weights();
      Eigen::MatrixXd second = Eigen::MatrixXd::Zero(modes, modes);
      for (int r = 0; r < ensemble.replicas; ++r) {
        const Rows deviation =
            Eigen::Map<const Rows>(&weights[static_cast<std::size_t>(r) * well.minimum.size()], modes, outputs) -
            Eigen::Map<const Rows>(well.minimum.data(), modes, outputs);
        const Eigen::MatrixXd y = root.cwiseInverse().asDiagonal() * deviation.cast<double>();
        second += y * y.transpose() / count;
      }
      return second;
    };

    constexpr int steps = 60;
    engine->advance(0, steps);
    const Eigen::MatrixXd early = eigen.eigenvectors().transpose() * second_moments() * eigen.eigenvectors();
    Eigen::VectorXd variance(modes);
    for (int i = 0; i < modes; ++i)
      variance[i] = well_variance(update, eigen.eigenvalues()[i], eta, temperature, steps);
    std::vector<double> off_diagonal;
    for (int i = 0; i < modes; ++i) {
      checks.push_back(mean_square_check(fmt::format("covariance along eigenvector {}, {}", i, label), early(i, i),
                                         variance[i], count));
      for (int j = 0; j < i; ++j) off_diagonal.push_back(early(i, j) / std::sqrt(variance[i] * variance[j] / count));
    }
    checks.push_back(worst_check("covariance between eigenvectors, worst pair, " + label, off_diagonal));
    if (update == Update::em) continue;

    // Under lm the stationary law of a quadratic loss is exact: 2 L / T of an output is a chi-square with as many
    // degrees as it has weights, whatever moves them. Of the start, exp(-40) is left in the variance of the slowest
    // mode.
    const auto relaxed = static_cast<std::uint64_t>(20 / (eta * eigen.eigenvalues().minCoeff()));
    engine->advance(steps, steps + relaxed);
    checks.push_back(mean_square_check("mean loss at rest, " + label, (felt * second_moments()).trace() / modes,
                                       temperature, count * modes));
  }
  return checks;
}

}  // namespace replicas
