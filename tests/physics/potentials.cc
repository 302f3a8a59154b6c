// Channels and walls at finite step size: averages of the discrete em chain by transfer matrix, or Gibbs plus the first
// order in eta. Modes are independent copies, replicas start from the exact law.
#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "oracle_rows.h"
#include "physics/known_answers.h"
#include "system/potential/gibbs_law.h"
#include "system/potential/potential_system.h"
#include "verify/under_test.h"

namespace replicas {

namespace {

constexpr std::size_t modes = 20;  // not a whole number of packs

struct Seen {
  std::vector<double> loss, variance, gradient2, square, trace;  // per replica
};

/// Averages per mode over 60 moments, 20 steps apart; `mean` is that of L of one mode.
Seen look(const UnderTest& under_test, PotentialKind kind, double parameter, double temperature, double eta,
          double mean) {
  Ensemble ensemble{.system =
                        potential_system({.kind = kind,
                                          .text = "under test",
                                          .parameters = std::vector<float>(modes, static_cast<float>(parameter))})};
  ensemble.temperatures = {temperature};
  ensemble.dynamics.step_sizes = {eta};
  ensemble.confinement = {.kind = Confinement::Kind::none, .strength = 0};
  ensemble.replicas = under_test.scaled(256);
  ensemble.seed = 61;
  ensemble.measure_interval = 4;
  const auto engine = under_test.make(ensemble);
  engine->load(ensemble.system->equilibrium_weights(ensemble));
  engine->advance(0, 400);  // from the law of small steps to that of this step
  const auto replicas = static_cast<std::size_t>(ensemble.replicas);
  Seen seen{std::vector<double>(replicas), std::vector<double>(replicas), std::vector<double>(replicas),
            std::vector<double>(replicas), std::vector<double>(replicas)};
  constexpr int moments = 60;
  for (int k = 0; k < moments; ++k) {
    const auto first = static_cast<std::uint64_t>(400 + 20 * k);
    const std::vector<ReplicaSums> sums = engine->advance(first, first + 20);
    const std::vector<float> weights = engine->weights();
    const std::vector<float> bends = engine->loss_hessian_products(std::vector<float>(weights.size(), 1.0f));
    constexpr auto total = static_cast<double>(modes);
    for (std::size_t r = 0; r < replicas; ++r) {
      const double count = static_cast<double>(sums[r].count), whole = mean * total;
      seen.loss[r] += sums[r].loss / count / total / moments;
      seen.variance[r] += (sums[r].loss2 - 2 * whole * sums[r].loss + whole * whole * count) / count / total / moments;
      seen.gradient2[r] += sums[r].gradient2 / count / total / moments;
      for (std::size_t i = r * modes; i < (r + 1) * modes; ++i) {
        seen.square[r] += std::pow(static_cast<double>(weights[i]), 2) / total / moments;
        seen.trace[r] += static_cast<double>(bends[i]) / total / moments;
      }
    }
  }
  return seen;
}

}  // namespace

Checks potentials(const UnderTest& under_test) {
  Checks checks;
  const auto compare = [&](const char* what, const std::string& where, const std::vector<double>& seen,
                           const nlohmann::json& values, const char* key) {
    if (values.contains(key)) checks.push_back(mean_check(what + (", " + where), seen, values.at(key)));
  };
  const auto row = [&](PotentialKind kind, const nlohmann::json& oracle) {
    const auto& parameters = oracle.at("params");
    const auto& values = oracle.at("values");
    const Seen seen = look(under_test, kind, parameters.value("a", 0.0), parameters.at("T"), parameters.at("eta"),
                           values.at("mean_L"));
    const std::string where = oracle.at("id");
    compare("mean loss", where, seen.loss, values, "mean_L");
    compare("loss variance", where, seen.variance, values, "var_L");
    compare("|grad L|^2", where, seen.gradient2, values, "mean_grad2");
    compare("trace of the Hessian", where, seen.trace, values, "mean_h");
    compare("square of x", where, seen.square, values, "var_x");
    compare("square of x", where, seen.square, values, "mean_x2");
  };
  for (const auto& oracle : oracle_rows("pair_em_exact"))
    row(oracle.at("params").at("model") == "exp" ? PotentialKind::channel : PotentialKind::logistic_channel, oracle);
  for (const auto& oracle : oracle_rows("wall_w1_em"))
    if (oracle.at("params").at("eta") == 0.1) row(PotentialKind::channel, oracle);
  for (const auto& oracle : oracle_rows("wall_w3")) {
    constexpr double eta = 0.02;  // the second order is a hundredth of the first
    const auto& values = oracle.at("values");
    const double mean = values.at("mean_L").get<double>() + eta * values.at("em_slope_mean_L").get<double>();
    const Seen seen = look(under_test, PotentialKind::wall, 0, oracle.at("params").at("T"), eta, mean);
    checks.push_back(mean_check("mean loss, " + oracle.at("id").get<std::string>(), seen.loss, mean));
  }
  return checks;
}

}  // namespace replicas
