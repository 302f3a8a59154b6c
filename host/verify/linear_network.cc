// A linear network with squared loss and random data: its covariance is T H^-1 (1 - eta H / 2)^-1 under em, T H^-1
// under lm. From its own minimum the covariance after n steps is exact too, so nothing has to relax.
#include <spdlog/fmt/fmt.h>

#include <Eigen/Eigenvalues>

#include "verify/known_answers.h"
#include "verify/well.h"

namespace replicas {

Checks linear_network_covariance(const UnderTest& under_test) {
  Checks checks;
  constexpr int inputs = 6, examples = 12, outputs = 16;
  constexpr double temperature = 1e-2;
  const Network network({inputs, outputs}, Activation::linear, Loss::mse, false);
  const std::vector<float> values = normal_numbers(inputs * examples, 55),
                           teacher = normal_numbers(inputs * outputs, 56);
  using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::MatrixXd x = Eigen::Map<const Rows>(values.data(), examples, inputs).cast<double>();
  const Rows targets =
      Eigen::Map<const Rows>(values.data(), examples, inputs) * Eigen::Map<const Rows>(teacher.data(), inputs, outputs);
  // Each output's weights see H = X^T X / P; its eigenvectors turn the network into independent wells.
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> hessian(x.transpose() * x / examples);
  const double eta = 0.8 / hessian.eigenvalues().maxCoeff();
  for (const Update update : {Update::em, Update::lm}) {
    Ensemble ensemble = ensemble_of(
        network,
        {examples, inputs, outputs, values, {}, {targets.data(), targets.data() + targets.size()}, "a linear teacher"});
    ensemble.temperatures = {temperature};
    ensemble.dynamics.step_sizes = {eta};
    ensemble.dynamics.update = update;
    ensemble.replicas = under_test.scaled(256);
    ensemble.seed = 57;
    const auto engine = under_test.make(ensemble);
    std::vector<float> start;
    for (int r = 0; r < ensemble.replicas; ++r) start.insert(start.end(), teacher.begin(), teacher.end());
    engine->load(start);
    constexpr int steps = 60;
    engine->advance(0, steps);
    const std::vector<float> weights = engine->weights();
    Eigen::MatrixXd second = Eigen::MatrixXd::Zero(inputs, inputs);
    const double count = static_cast<double>(ensemble.replicas) * outputs;
    for (int r = 0; r < ensemble.replicas; ++r) {
      const Rows deviation =
          Eigen::Map<const Rows>(&weights[static_cast<std::size_t>(r) * teacher.size()], inputs, outputs) -
          Eigen::Map<const Rows>(teacher.data(), inputs, outputs);
      const Eigen::MatrixXd projected = hessian.eigenvectors().transpose() * deviation.cast<double>();
      second += projected * projected.transpose() / count;
    }
    Eigen::VectorXd variance(inputs);
    for (int i = 0; i < inputs; ++i)
      variance[i] = well_variance(update, hessian.eigenvalues()[i], eta, temperature, steps);
    std::vector<double> off_diagonal;
    const std::string label(name(update));
    for (int i = 0; i < inputs; ++i) {
      checks.push_back(mean_square_check(fmt::format("covariance along eigenvector {}, {}", i, label), second(i, i),
                                         variance[i], count));
      for (int j = 0; j < i; ++j) off_diagonal.push_back(second(i, j) / std::sqrt(variance[i] * variance[j] / count));
    }
    checks.push_back(worst_check("covariance between eigenvectors, worst pair, " + label, off_diagonal));
    checks.push_back({"trace of the covariance, " + label, second.trace(), variance.sum(),
                      std::sqrt(2 * variance.squaredNorm() / count), count});
  }
  return checks;
}

}  // namespace replicas
