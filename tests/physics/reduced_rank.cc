// Singular minima: reduced rank regression, of which <L>/T and var(L)/T^2 are known by quadrature at every temperature
// and tend to the learning coefficient. The start is drawn from the stationary law by Gibbs sampling, each layer being
// Gaussian given the other; the engine has to stay there.
#include <spdlog/fmt/fmt.h>

#include <Eigen/Cholesky>

#include "physics/known_answers.h"
#include "physics/reduced_rank_law.h"

namespace replicas {

namespace {

using Matrix = Eigen::MatrixXd;

constexpr double temperature = 0.01;

/// Normal numbers in order, as many as are asked for.
class Normals {
 public:
  explicit Normals(std::uint64_t seed) : seed_(seed) {}
  double next() { return static_cast<double>(noise(seed_, Purpose::initial_weights, 0, 1 << 20, 0, count_++)); }

 private:
  std::uint64_t seed_, count_ = 0;
};

/// X with rows of N(precision^-1 rhs^T, precision^-1), one per row of rhs.
Matrix draw_rows(const Matrix& precision, const Matrix& rhs, Normals& normals) {
  const Eigen::LLT<Matrix> factor(precision);
  Matrix result(rhs.rows(), rhs.cols());
  for (Eigen::Index row = 0; row < rhs.rows(); ++row) {
    Eigen::VectorXd z(rhs.cols());
    for (Eigen::Index i = 0; i < z.size(); ++i) z[i] = normals.next();
    result.row(row) = factor.solve(rhs.row(row).transpose()) + factor.matrixU().solve(z);
  }
  return result;
}

/// Weights of one replica from the stationary law, in logical order.
void draw(const ReducedRank& model, Normals& normals, float* weights) {
  constexpr int sweeps = 200;
  const double beta = 1 / temperature;
  Matrix a = Matrix::Zero(model.outputs, model.inputs);
  if (model.rank == 1) a(0, 0) = 1;
  Matrix first = Matrix::Identity(model.hidden, model.inputs), second = Matrix::Identity(model.outputs, model.hidden);
  const Matrix one = Matrix::Identity(model.hidden, model.hidden);
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    second = draw_rows(one + beta * first * first.transpose(), beta * a * first.transpose(), normals);
    first = draw_rows(one + beta * second.transpose() * second, beta * a.transpose() * second, normals).transpose();
  }
  for (Eigen::Index i = 0; i < model.inputs; ++i)
    for (Eigen::Index h = 0; h < model.hidden; ++h) *weights++ = static_cast<float>(first(h, i));
  for (Eigen::Index h = 0; h < model.hidden; ++h)
    for (Eigen::Index o = 0; o < model.outputs; ++o) *weights++ = static_cast<float>(second(o, h));
}

void one_model(const UnderTest& under_test, const ReducedRank& model, std::uint64_t seed, Checks& checks) {
  const Network network({model.inputs, model.hidden, model.outputs}, Activation::linear, Loss::mse, false);
  Dataset data{model.inputs, model.inputs, model.outputs, {}, {}, {}, "unit vectors"};
  const float length = std::sqrt(static_cast<float>(model.inputs));  // so that the second moment is the identity
  for (int p = 0; p < model.inputs; ++p) {
    for (int i = 0; i < model.inputs; ++i) data.values.push_back(i == p ? length : 0);
    for (int o = 0; o < model.outputs; ++o) data.targets.push_back(model.rank == 1 && p == 0 && o == 0 ? length : 0);
  }
  Ensemble ensemble = ensemble_of(network, data);
  ensemble.temperatures = {temperature};
  // Curvatures are |w|^2 of the other layer, up to 15: eta h stays below 0.3, and the bias of lm, of second order in
  // it, below a tenth of a standard error.
  ensemble.dynamics.step_sizes = {0.02};
  ensemble.dynamics.update = Update::lm;
  ensemble.confinement = {Confinement::Kind::prior, 1};
  ensemble.replicas = under_test.scaled(384);
  ensemble.seed = seed;
  const auto replicas = static_cast<std::size_t>(ensemble.replicas);
  std::vector<float> start(replicas * network.weights());
  Normals normals(seed + 1);
  for (std::size_t r = 0; r < replicas; ++r) draw(model, normals, start.data() + r * network.weights());
  const auto engine = under_test.make(ensemble);
  engine->load(start);
  const LossMoments exact = reduced_rank_moments(model, 1 / temperature);
  constexpr std::uint64_t steps = 3000;
  const std::vector<ReplicaSums> sums = engine->advance(0, steps);
  std::vector<double> mean(replicas), variance(replicas);
  for (std::size_t r = 0; r < replicas; ++r) {
    const double count = static_cast<double>(sums[r].count), centre = exact.mean * temperature;
    mean[r] = sums[r].loss / count / temperature;
    variance[r] = ((sums[r].loss2 - 2 * centre * sums[r].loss) / count + centre * centre) / (temperature * temperature);
  }
  const std::string label = fmt::format("{}-{}-{} of rank {}", model.inputs, model.hidden, model.outputs, model.rank);
  checks.push_back(mean_check("<L>/T, " + label, mean, exact.mean));
  checks.push_back(mean_check("var(L)/T^2, " + label, variance, exact.variance));
}

}  // namespace

Checks reduced_rank(const UnderTest& under_test) {
  Checks checks;
  std::uint64_t seed = 400;
  for (const ReducedRank& model : {ReducedRank{2, 1, 2, 0}, ReducedRank{3, 2, 3, 0}, ReducedRank{4, 3, 8, 0},
                                   ReducedRank{2, 1, 2, 1}, ReducedRank{2, 2, 2, 1}})
    one_model(under_test, model, seed += 10, checks);
  return checks;
}

}  // namespace replicas
