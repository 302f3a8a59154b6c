// Stationary law of ten quadratic modes: every average of the discrete chain is known at any step size.
#include <spdlog/fmt/fmt.h>

#include "oracle_rows.h"
#include "physics/known_answers.h"

namespace replicas {

namespace {

constexpr std::size_t modes = 10, copies = 4;

/// L = sum_i h_i x_i^2 / 2 over ten modes, `copies` times: one example sqrt(10 h_i) e_i -> 0 for each mode.
Ensemble ten_modes(const std::vector<double>& h) {
  const Network network({modes, copies}, Activation::linear, Loss::mse, false);
  std::vector<float> values(modes * modes, 0.0f);
  for (std::size_t i = 0; i < modes; ++i) values[i * modes + i] = static_cast<float>(std::sqrt(modes * h[i]));
  return ensemble_of(network, {modes, modes, copies, values, {}, std::vector<float>(modes * copies), "ten modes"});
}

/// Variance of the start that makes x_1, x_2, ... stationary (lm: x_n shares xi_n with the step that follows).
double start_variance(Update update, double h, double eta, double temperature) {
  if (update == Update::em) return temperature / (h * (1 - eta * h / 2));
  const double a = 1 - eta * h;
  return std::max(0.0, (temperature / h - eta * temperature) / (a * a));  // else the burn-in does it
}

struct Lagged {
  std::size_t lag;
  std::vector<double> loss;                   // per replica: mean of (L_t - <L>) (L_(t+lag) - <L>)
  std::vector<std::vector<double>> position;  // per mode and replica: mean of x_t x_(t+lag)
};

double loss_of(const float* x, const std::vector<double>& h) {
  double loss = 0;
  for (std::size_t i = 0; i < modes; ++i)
    for (std::size_t c = 0; c < copies; ++c)
      loss += h[i] / 2 * static_cast<double>(x[i * copies + c]) * static_cast<double>(x[i * copies + c]);
  return loss;
}

/// The means over replicas of one oracle row. Errors from replica means, which are independent.
void one_row(const UnderTest& under_test, const nlohmann::json& row, Checks& checks) {
  const auto& parameters = row.at("params");
  const auto& values = row.at("values");
  const std::vector<double> h = parameters.at("h");
  const double temperature = parameters.at("T"), eta = parameters.at("eta");
  const Update update = parameters.at("scheme") == "em" ? Update::em : Update::lm;
  Ensemble ensemble = ten_modes(h);
  ensemble.temperatures = {temperature};
  ensemble.dynamics.step_sizes = {eta};
  ensemble.dynamics.update = update;
  ensemble.replicas = under_test.scaled(512);
  ensemble.seed = 51;
  ensemble.measure_interval = 5;
  const auto replicas = static_cast<std::size_t>(ensemble.replicas), n = modes * copies;
  std::vector<float> state = normal_numbers(replicas * n, 52);
  for (std::size_t k = 0; k < state.size(); ++k)
    state[k] *= static_cast<float>(std::sqrt(start_variance(update, h[k % n / copies], eta, temperature)));
  const auto engine = under_test.make(ensemble);
  engine->load(state);
  engine->advance(0, 40);

  const double mean_loss = copies * values.at("mean_L").get<double>();
  const double loss_variance = copies * values.at("var_L").get<double>();
  std::vector<Lagged> lagged;
  for (const std::size_t lag : {0, 1, 10, 100})
    lagged.push_back({lag, std::vector<double>(replicas), std::vector(modes, std::vector<double>(replicas))});
  std::vector<double> loss(replicas), square(replicas), gradient2(replicas);
  constexpr std::uint64_t windows = 6, window = 100;
  for (std::uint64_t k = 0; k < windows; ++k) {
    const std::vector<float> origin = engine->weights();
    std::uint64_t step = 40 + k * window;
    const std::uint64_t first = step;
    for (Lagged& l : lagged) {
      const std::uint64_t last = first + l.lag;
      const std::vector<ReplicaSums> sums = engine->advance(step, last);
      step = last;
      const std::vector<float> now = engine->weights();
      for (std::size_t r = 0; r < replicas; ++r) {
        const auto measured = static_cast<double>(windows * window / ensemble.measure_interval);
        loss[r] += sums[r].loss / measured;
        square[r] += (sums[r].loss2 - 2 * mean_loss * sums[r].loss +
                      mean_loss * mean_loss * static_cast<double>(sums[r].count)) /
                     measured;
        gradient2[r] += sums[r].gradient2 / measured;
        l.loss[r] += (loss_of(&origin[r * n], h) - mean_loss) * (loss_of(&now[r * n], h) - mean_loss) / windows;
        for (std::size_t i = 0; i < n; ++i)
          l.position[i / copies][r] +=
              static_cast<double>(origin[r * n + i]) * static_cast<double>(now[r * n + i]) / (windows * copies);
      }
    }
  }

  const std::string label = fmt::format("{} eta={}", name(update), eta);
  checks.push_back(mean_check("mean loss, " + label, loss, mean_loss));
  checks.push_back(mean_check("loss variance, " + label, square, loss_variance));
  const double trace = copies * 7.9921875;
  checks.push_back(
      mean_check("|grad L|^2, " + label, gradient2, temperature * trace * values.at("tconf_over_T").get<double>()));
  for (const Lagged& l : lagged) {
    const std::string lag = std::to_string(l.lag);
    const double correlation = l.lag == 0 ? 1 : values.at("acf_L").at(lag).get<double>();
    checks.push_back(mean_check("loss at lag " + lag + ", " + label, l.loss, correlation * loss_variance));
    for (std::size_t i = 0; i < modes; ++i) {
      const double a = 1 - eta * h[i], k = static_cast<double>(l.lag);
      const double variance = update == Update::em ? temperature / (h[i] * (1 - eta * h[i] / 2)) : temperature / h[i];
      const double decay = l.lag == 0             ? 1
                           : update == Update::em ? std::pow(a, k)
                                                  : (1 - eta * h[i] / 2) * std::pow(a, k - 1);
      checks.push_back(
          mean_check(fmt::format("mode {} at lag {}, {}", i, l.lag, label), l.position[i], variance * decay));
    }
  }
}

}  // namespace

Checks quadratic_law(const UnderTest& under_test) {
  Checks checks;
  for (const std::string table : {"quadratic_em", "quadratic_lm"})
    for (const auto& row : oracle_rows(table)) one_row(under_test, row, checks);
  return checks;
}

}  // namespace replicas
