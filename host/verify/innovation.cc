// Are the residuals of single steps independent standard normal numbers, over weights, steps, replicas and seeds?
// Long, because the bound of every statistic is derived beside it.
#include "verify/known_answers.h"

#include <spdlog/fmt/fmt.h>
#include <Eigen/Core>

#include <algorithm>
#include <numeric>

#include "verify/innovations.h"

namespace replicas {

namespace {

/// Autocorrelation of the residuals: em 1, 0, ...; lm 1, 1/2, 0, ... (neighbouring steps share one noise).
double correlation(Update update, std::ptrdiff_t lag) {
  if (lag == 0) return 1;
  return update == Update::lm && std::abs(lag) == 1 ? 0.5 : 0;
}

/// Variance of a mean of n products x_t x_(t+lag) of such a series, times n: sum_j rho_j^2 + rho_(j+lag) rho_(j-lag).
double product_variance(Update update, std::ptrdiff_t lag) {
  double sum = 0;
  for (std::ptrdiff_t j = -12; j <= 12; ++j)
    sum +=
        correlation(update, j) * correlation(update, j) + correlation(update, j + lag) * correlation(update, j - lag);
  return sum;
}

Check lag_check(const Innovations& x, std::size_t lag) {
  double sum = 0;
  for (std::size_t r = 0; r < x.replicas; ++r)
    for (std::size_t step = 0; step + lag < x.steps; ++step)
      for (std::size_t i = 0; i < x.weights; ++i)
        sum += static_cast<double>(x.of(r, step)[i]) * static_cast<double>(x.of(r, step + lag)[i]);
  const double count = static_cast<double>(x.replicas * (x.steps - lag) * x.weights);
  const auto signed_lag = static_cast<std::ptrdiff_t>(lag);
  return {fmt::format("lag {}", lag), sum / count, correlation(x.ensemble.dynamics.update, signed_lag),
          std::sqrt(product_variance(x.ensemble.dynamics.update, signed_lag) / count), count};
}

struct Tensor {
  std::string name;
  std::size_t begin, end;
};

std::vector<Tensor> tensors(const Layout& layout) {
  std::vector<Tensor> result;
  for (const Block& block : layout.blocks())
    result.push_back({fmt::format("{}{}", block.bias ? "b" : "W", block.layer + 1), block.offset, block.end()});
  return result;
}

double square(double x) { return x * x; }

/// Second and fourth moments, distribution, and the drift left in the noise of each tensor.
void one_time_checks(const Innovations& x, Checks& checks) {
  const Update update = x.ensemble.dynamics.update;
  const double square_variance = product_variance(update, 0);  // 2 for em, 3 for lm
  double fourth = 0;
  std::vector<double> replica_square(x.replicas);
  for (const Tensor& tensor : tensors(x.ensemble.layout())) {
    double sum = 0, along_weight = 0, weight2 = 0;
    for (std::size_t r = 0; r < x.replicas; ++r)
      for (std::size_t step = 0; step < x.steps; ++step)
        for (std::size_t i = tensor.begin; i < tensor.end; ++i) {
          const double r2 = square(x.of(r, step)[i]);
          sum += r2;
          fourth += r2 * r2;
          replica_square[r] += r2;
        }
    const double count = static_cast<double>(x.replicas * x.steps * (tensor.end - tensor.begin));
    checks.push_back({"chi-square of " + tensor.name, sum / count, 1, std::sqrt(square_variance / count), count});
    if (update == Update::lm) continue;  // there r and w share a noise
    for (std::size_t i = tensor.begin; i < tensor.end; ++i) {
      along_weight += x.along_weight[i];
      weight2 += x.weight2[i];
    }
    // r is independent of the state before the step, so sum r w has variance sum w^2.
    checks.push_back({"noise along w of " + tensor.name, along_weight, 0, std::sqrt(weight2), count});
  }
  const double count = static_cast<double>(x.residual.size()), per_replica = count / static_cast<double>(x.replicas);
  // Variance of z^4 is 96; neighbours of correlation rho add 24 rho^4 + 72 rho^2 each way: 135 for lm.
  checks.push_back({"mean of z^4", fourth / count, 3, std::sqrt((update == Update::em ? 96 : 135) / count), count});
  std::vector<double> z;
  z.reserve(replica_square.size());
  for (const double sum : replica_square)
    z.push_back((sum / per_replica - 1) / std::sqrt(square_variance / per_replica));
  checks.push_back(worst_check("chi-square of the worst replica", z));
}

/// Kolmogorov-Smirnov over one weight in seven and every second step (independent under both rules).
Check distribution_check(const Innovations& x) {
  std::vector<float> sorted;
  for (std::size_t r = 0; r < x.replicas; ++r)
    for (std::size_t step = 0; step < x.steps; step += 2)
      for (std::size_t i = step / 2 % 7; i < x.weights; i += 7) sorted.push_back(x.of(r, step)[i]);
  std::sort(sorted.begin(), sorted.end());
  const double count = static_cast<double>(sorted.size());
  double distance = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double law = std::erfc(-static_cast<double>(sorted[i]) / std::sqrt(2.0)) / 2;
    distance = std::max({distance, law - static_cast<double>(i) / count, static_cast<double>(i + 1) / count - law});
  }
  // P(sqrt(N) D > x) = 2 exp(-2 x^2) = 1e-8 at x = 3.0916.
  const double limit = std::sqrt(std::log(2e8) / 2);
  return {"Kolmogorov-Smirnov sqrt(N) D", std::sqrt(count) * distance, 0, limit / z_limit, count};
}

/// Largest correlation between two columns of `x` (rows x columns), each entry of variance 1.
Check worst_pair(std::string name, const Eigen::MatrixXf& x, Update update) {
  Eigen::MatrixXf products = Eigen::MatrixXf::Zero(x.cols(), x.cols());
  products.selfadjointView<Eigen::Lower>().rankUpdate(x.transpose());
  std::vector<double> z;
  // Products of two independent series: variance sum_j rho_j^2 for each of the rows.
  const double variance = product_variance(update, 0) / 2 * static_cast<double>(x.rows());
  for (Eigen::Index i = 0; i < x.cols(); ++i)
    for (Eigen::Index j = 0; j < i; ++j) z.push_back(static_cast<double>(products(i, j)) / std::sqrt(variance));
  return worst_check(std::move(name), z);
}

Checks pair_checks(const Innovations& x) {
  using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto weights = static_cast<Eigen::Index>(x.weights), replicas = static_cast<Eigen::Index>(x.replicas);
  const auto moments = static_cast<Eigen::Index>(x.steps);
  const Eigen::Map<const Rows> by_weight(x.residual.data(), replicas * moments, weights);
  const Eigen::Map<const Rows> by_replica(x.residual.data(), replicas, moments * weights);
  return {worst_pair("correlation of the worst pair of weights", by_weight, x.ensemble.dynamics.update),
          worst_pair("correlation of the worst pair of replicas", by_replica.transpose(), x.ensemble.dynamics.update)};
}

/// The run with the next seed, against this one shifted by -8..8 steps, and by -8..8 places in the order of the
/// weights.
Check next_seed_check(const Innovations& x, const Innovations& next) {
  const auto moments = static_cast<std::ptrdiff_t>(x.steps), weights = static_cast<std::ptrdiff_t>(x.weights);
  std::vector<double> z;
  for (std::ptrdiff_t place = 1; place <= weights; place += weights - 1)
    for (std::ptrdiff_t lag = -8; lag <= 8; ++lag) {
      double sum = 0, count = 0;
      for (std::size_t r = 0; r < x.replicas; ++r) {
        const float *const a = x.of(r, 0), *const b = next.of(r, 0);
        for (std::ptrdiff_t i = std::max<std::ptrdiff_t>(0, -lag * place);
             i < moments * weights - std::max<std::ptrdiff_t>(0, lag * place); ++i, ++count)
          sum += static_cast<double>(a[i]) * static_cast<double>(b[i + lag * place]);
      }
      z.push_back(sum / std::sqrt(product_variance(x.ensemble.dynamics.update, 0) / 2 * count));
    }
  return worst_check("correlation with the next seed, worst of 34 shifts", z);
}

Checks innovation(const UnderTest& under_test, Update update) {
  const Innovations x = innovations(under_test, softmax_ensemble(update, 11));
  Checks checks;
  one_time_checks(x, checks);
  checks.push_back(distribution_check(x));
  checks.push_back(lag_check(x, 1));
  if (update == Update::lm) checks.push_back(lag_check(x, 2));
  for (Check& check : pair_checks(x)) checks.push_back(std::move(check));
  checks.push_back(next_seed_check(x, innovations(under_test, softmax_ensemble(update, 12))));
  if (update == Update::em)
    for (std::size_t rung = 0; rung < x.ensemble.temperatures.size(); ++rung) {
      double sum = 0, variance = 0;
      for (std::size_t r = 0; r < x.replicas; ++r)
        if (x.ensemble.temperature_index(r) == rung) {
          sum += x.ito[r];
          variance += x.ito_variance[r];
        }
      checks.push_back({fmt::format("Ito balance at T = {}", x.ensemble.temperatures[rung]), sum, 0,
                        std::sqrt(variance), static_cast<double>(x.steps * x.replicas * x.weights) / 4});
    }
  return checks;
}

}  // namespace

Checks innovation_em(const UnderTest& under_test) { return innovation(under_test, Update::em); }
Checks innovation_lm(const UnderTest& under_test) { return innovation(under_test, Update::lm); }

}  // namespace replicas
