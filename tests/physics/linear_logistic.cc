// The linear logistic model: P orthonormal inputs make the margins m_i = w . x_i independent, each with the density
//   proportional to exp(-log(1 + exp(-m)) / (P T) - m^2 / (2 sigma^2)).
// The inputs are a random rotation of the unit vectors, the labels random signs; the margins start from this law.
#include <spdlog/fmt/fmt.h>

#include <Eigen/QR>
#include <algorithm>

#include "model/error.h"
#include "oracle_rows.h"
#include "physics/known_answers.h"

namespace replicas {

namespace {

constexpr int examples = 100;
constexpr double sigma = 10;

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Example i times its label's sign: row i. Margins are this matrix times the weights, and its transpose is its
/// inverse.
Rows signed_examples(const std::vector<float>& labels) {
  const std::vector<float> entries = normal_numbers(examples * examples, 120);
  const Rows normal = Eigen::Map<const Rows>(entries.data(), examples, examples);
  const Eigen::MatrixXf rotation = Eigen::HouseholderQR<Eigen::MatrixXf>(normal).householderQ();
  return Eigen::Map<const Eigen::VectorXf>(labels.data(), examples).asDiagonal() * rotation;
}

/// Share of one margin in L.
double loss_of(double m) { return (std::max(-m, 0.0) + std::log1p(std::exp(-std::fabs(m)))) / examples; }

/// The law of one margin on a grid: averages, and samples by inversion.
class MarginLaw {
 public:
  explicit MarginLaw(double temperature) : temperature_(temperature) {
    double sum = 0;
    for (double m = -10; m < 70; m += 0.002) {
      const double weight = std::exp(-loss_of(m) / temperature - m * m / (2 * sigma * sigma));
      margin_.push_back(m);
      share_.push_back(weight);
      below_.push_back(sum += weight);
    }
    for (double& p : share_) p /= sum;
    for (double& p : below_) p /= sum;
  }

  float quantile(double p) const {
    const auto at = std::lower_bound(below_.begin(), below_.end(), p) - below_.begin();
    return static_cast<float>(margin_[static_cast<std::size_t>(at)]);
  }

  template <class Function>
  double mean(const Function& function) const {
    double sum = 0;
    for (std::size_t i = 0; i < margin_.size(); ++i) sum += share_[i] * function(margin_[i]);
    return sum;
  }

  /// d<a>/d eta at 0 under em: Cov(a, f) with f = (dU/dm)^2 / (4 T) - (d^2 U/dm^2) / 2, the margins being independent.
  template <class Function>
  double em_slope(const Function& function) const {
    const auto f = [this](double m) {
      const double miss = 1 / (1 + std::exp(m)), decay = temperature_ / (sigma * sigma);
      const double gradient = -miss / examples + decay * m, curvature = miss * (1 - miss) / examples + decay;
      return gradient * gradient / (4 * temperature_) - curvature / 2;
    };
    return mean([&](double m) { return function(m) * f(m); }) - mean(function) * mean(f);
  }

 private:
  double temperature_;
  std::vector<double> margin_, share_, below_;
};

void one_row(const UnderTest& under_test, const nlohmann::json& row, std::uint64_t seed, Checks& checks) {
  const double temperature = row.at("params").at("T");
  const auto& exact = row.at("values");
  const Network network({examples, 1}, Activation::linear, Loss::logistic, false);
  std::vector<float> signs = normal_numbers(examples, seed + 2);
  for (float& sign : signs) sign = sign < 0 ? -1.0f : 1.0f;
  const Rows signed_inputs = signed_examples(signs);
  const Rows inputs = Eigen::Map<const Eigen::VectorXf>(signs.data(), examples).asDiagonal() * signed_inputs;
  std::vector<std::int32_t> labels;
  for (const float sign : signs) labels.push_back(sign > 0 ? 1 : 0);
  Ensemble ensemble = ensemble_of(
      network, {examples, examples, 1, {inputs.data(), inputs.data() + inputs.size()}, labels, {}, "orthonormal"});
  ensemble.temperatures = {temperature};
  // A wall carries a loss l / P of about T and a curvature of as much, so eta h is about 0.1, rarely above 1; where it
  // would be unstable (m near 0 at the low rungs) a margin never comes.
  const double eta = 0.1 / temperature;
  ensemble.dynamics.step_sizes = {eta};
  ensemble.confinement = {Confinement::Kind::prior, sigma};
  ensemble.replicas = under_test.scaled(192);
  ensemble.seed = seed;
  ensemble.measure_interval = 5;
  const auto replicas = static_cast<std::size_t>(ensemble.replicas);
  const MarginLaw law(temperature);
  std::vector<float> start = normal_numbers(replicas * examples, seed + 1);
  for (float& m : start) m = law.quantile(std::erfc(-static_cast<double>(m) / std::sqrt(2.0)) / 2);
  const Rows weights = Eigen::Map<const Rows>(start.data(), ensemble.replicas, examples) * signed_inputs;
  const auto engine = under_test.make(ensemble);
  engine->load({weights.data(), static_cast<std::size_t>(weights.size())});

  const double gibbs_loss = exact.at("mean_L"), share = gibbs_loss / examples;
  const auto fluctuation = [&](double m) { return (loss_of(m) - share) * (loss_of(m) - share); };
  const double mean_loss = gibbs_loss + eta * exact.at("em_slope_mean_L").get<double>();
  require(std::fabs(examples * law.em_slope(loss_of) / exact.at("em_slope_mean_L").get<double>() - 1) < 1e-3,
          ErrorKind::internal, "the slopes computed here are not those of the table");
  const double loss_variance = exact.at("var_L").get<double>() + eta * examples * law.em_slope(fluctuation);
  const double mean_margin = exact.at("mean_margin").get<double>() + eta * law.em_slope([](double m) { return m; });
  constexpr int samples = 8, spacing = 50;
  constexpr double threshold = 0.0823720;
  const auto active_at = [&](double m) { return loss_of(m) > threshold * temperature ? 1.0 : 0.0; };
  const double mean_active = exact.at("n_act_c0p0823720").get<double>() + eta * examples * law.em_slope(active_at);
  std::vector<double> loss(replicas), variance(replicas), margin(replicas), active(replicas);
  for (int sample = 0; sample < samples; ++sample) {
    const auto step = static_cast<std::uint64_t>(sample) * spacing;
    const std::vector<ReplicaSums> sums = engine->advance(step, step + spacing);
    const std::vector<float> now = engine->weights();
    const Rows margins = Eigen::Map<const Rows>(now.data(), ensemble.replicas, examples) * signed_inputs.transpose();
    for (std::size_t r = 0; r < replicas; ++r) {
      const double count = static_cast<double>(sums[r].count);
      loss[r] += sums[r].loss / count / samples;
      variance[r] += ((sums[r].loss2 - 2 * mean_loss * sums[r].loss) / count + mean_loss * mean_loss) / samples;
      for (Eigen::Index i = 0; i < examples; ++i) {
        const double m = margins(static_cast<Eigen::Index>(r), i);
        margin[r] += m / examples / samples;
        active[r] += active_at(m) / samples;
      }
    }
  }
  const std::string label = fmt::format("T = {}", temperature);
  checks.push_back(mean_check("mean loss, " + label, loss, mean_loss));
  checks.push_back(mean_check("loss variance, " + label, variance, loss_variance));
  checks.push_back(mean_check("mean margin, " + label, margin, mean_margin));
  checks.push_back(mean_check("active points, " + label, active, mean_active));
}

}  // namespace

Checks linear_logistic(const UnderTest& under_test) {
  Checks checks;
  std::uint64_t seed = 121;
  for (const auto& row : oracle_rows("linear_logistic")) one_row(under_test, row, seed += 10, checks);
  return checks;
}

}  // namespace replicas
