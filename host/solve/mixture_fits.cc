#include "solve/mixture_fits.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <cmath>

#include "solve/random_stream.h"

namespace replicas::solve {

namespace {

LinearFit as_seen(const Eigen::VectorXd& w, double bias, double noise) {
  const auto n = static_cast<double>(w.size());
  return {w.sum() / n, std::sqrt(noise / n) * w.norm(), bias};
}

}  // namespace

CloudFits fit_clouds(const CloudData& data, std::uint64_t number, std::span<const double> lambdas, bool fitted_bias) {
  RandomStream random(data.seed, number);
  const double root_n = std::sqrt(static_cast<double>(data.inputs)), deviation = std::sqrt(data.noise);
  Eigen::VectorXd labels(data.examples);
  Eigen::MatrixXd inputs(data.inputs, data.examples);  // divided by sqrt(N), as the classifier sees them
  for (int a = 0; a < data.examples; ++a) {
    labels[a] = random.uniform() < data.positive ? 1 : -1;
    for (int i = 0; i < data.inputs; ++i) inputs(i, a) = (labels[a] / root_n + deviation * random.normal()) / root_n;
  }
  CloudFits fits;
  fits.hebb = as_seen(inputs * labels, 0, data.noise);
  if (lambdas.empty()) return fits;
  // A fitted bias takes the means away: b = mean y - w.mean x.
  Eigen::VectorXd centre = Eigen::VectorXd::Zero(data.inputs);
  double middle = 0;
  if (fitted_bias) {
    centre = inputs.rowwise().mean();
    middle = labels.mean();
    inputs.colwise() -= centre;
    labels.array() -= middle;
  }
  Eigen::MatrixXd products = Eigen::MatrixXd::Zero(data.inputs, data.inputs);
  products.selfadjointView<Eigen::Lower>().rankUpdate(inputs);
  const Eigen::VectorXd answers = inputs * labels;
  for (const double lambda : lambdas) {
    Eigen::MatrixXd sum = products;
    sum.diagonal().array() += lambda;
    const Eigen::VectorXd w = sum.selfadjointView<Eigen::Lower>().llt().solve(answers);
    fits.ridge.push_back(as_seen(w, middle - w.dot(centre), data.noise));
  }
  return fits;
}

}  // namespace replicas::solve
