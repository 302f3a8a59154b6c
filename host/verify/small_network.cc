// Networks of two or three weights whose averages are known by quadrature. em: the value at eta -> 0 plus eta times its
// slope, with eta so small that the next order is below the error; lm: the value itself (its bias is of order eta^2).
#include "verify/small_network.h"

#include <spdlog/fmt/fmt.h>

#include "verify/under_test.h"

namespace replicas {

namespace {

struct Quantity {
  std::string name;  ///< in oracles.json: mean_NAME and em_slope_mean_NAME
  double (*value)(const float* w, double total_loss);
};

struct SmallNetwork {
  Network network;
  Dataset dataset;
  std::vector<float> start;
  std::vector<Quantity> quantities;
};

double square(float x) { return static_cast<double>(x) * static_cast<double>(x); }
double product(float x, float y) { return static_cast<double>(x) * static_cast<double>(y); }

SmallNetwork network_of(const std::string& table, const nlohmann::json& parameters) {
  const std::vector<float> x = parameters.at("x"), y = parameters.at("y");
  const int examples = static_cast<int>(x.size());
  const std::vector<std::int32_t> labels(y.begin(), y.end());
  if (table == "net_n1")  // p = sigmoid(w x + b)
    return {Network({1, 1}, Activation::linear, Loss::logistic),
            {examples, 1, 1, x, labels, {}, table},
            {1.0f, 0.0f},
            {{"w", [](const float* w, double) { return static_cast<double>(w[0]); }},
             {"w2", [](const float* w, double) { return square(w[0]); }},
             {"b2", [](const float* w, double) { return square(w[1]); }},
             {"U", [](const float*, double u) { return u; }}}};
  if (table == "net_n2")  // f = v tanh(u x)
    return {Network({1, 1, 1}, Activation::tanh, Loss::mse, false),
            {examples, 1, 1, x, {}, y, table},
            {1.0f, 1.0f},
            {{"uv", [](const float* w, double) { return product(w[0], w[1]); }},
             {"u2", [](const float* w, double) { return square(w[0]); }},
             {"v2", [](const float* w, double) { return square(w[1]); }},
             {"U", [](const float*, double u) { return u; }}}};
  return {Network({1, 1, 2}, Activation::tanh, Loss::softmax, false),  // logits v0 h, v1 h with h = tanh(u x)
          {examples, 1, 2, x, labels, {}, table},
          {0.6f, -0.8f, 0.8f},
          {{"minus_ud", [](const float* w, double) { return product(w[0], w[2] - w[1]) / std::sqrt(2.0); }},
           {"u2", [](const float* w, double) { return square(w[0]); }},
           {"d2", [](const float* w, double) { return square(w[1] - w[2]) / 2; }},
           {"gauge2", [](const float* w, double) { return square(w[1] + w[2]) / 2; }},
           {"U", [](const float*, double u) { return u; }}}};
}

/// The value that the run should give, or not a number where the table has none for this rule.
double expectation(const SmallNetworkRun& run, const std::string& quantity, const nlohmann::json& parameters,
                   const nlohmann::json& values) {
  const double temperature = parameters.at("T"), decay = parameters.at("weight_decay"), eta = run.step_size;
  const bool em = run.update == Update::em;
  // The gauge mode s = (v0 + v1) / sqrt 2 feels only the decay, and the table leaves its share out of U.
  const double gauge2 = temperature / (decay * (em ? 1 - eta * decay / 2 : 1));
  if (quantity == "gauge2") return gauge2;
  const bool without_gauge = run.table == "net_n3" && quantity == "U";
  const std::string key = without_gauge ? "U_ud" : quantity;
  const double mean = values.at("mean_" + key), slope = values.at("em_slope_mean_" + key);
  return mean + (em ? eta * slope : 0) + (without_gauge ? decay / 2 * gauge2 : 0);
}

}  // namespace

Checks small_network(const UnderTest& under_test, const SmallNetworkRun& run, const nlohmann::json& row) {
  Checks checks;
  const auto &parameters = row.at("params"), &values = row.at("values");
  const double decay = parameters.at("weight_decay"), temperature = parameters.at("T");
  const SmallNetwork small = network_of(run.table, parameters);
  Ensemble ensemble = ensemble_of(small.network, small.dataset);
  ensemble.temperatures = {temperature};
  ensemble.dynamics.step_sizes = {run.step_size};
  ensemble.dynamics.update = run.update;
  ensemble.confinement = {Confinement::Kind::decay, decay};
  ensemble.replicas = under_test.scaled(640);
  ensemble.seed = 91;
  const auto replicas = static_cast<std::size_t>(ensemble.replicas), n = small.network.weights();
  const auto engine = under_test.make(ensemble);
  std::vector<float> start;
  for (std::size_t r = 0; r < replicas; ++r) start.insert(start.end(), small.start.begin(), small.start.end());
  engine->load(start);
  std::uint64_t step = static_cast<std::uint64_t>(run.burn_in);
  engine->advance(0, step);

  std::vector<std::vector<double>> means(small.quantities.size(), std::vector<double>(replicas));
  std::vector<double> curvature(replicas);
  for (int sample = 0; sample < run.samples; ++sample) {
    const std::vector<ReplicaSums> sums = engine->advance(step, step + 50);
    step += 50;
    const std::vector<float> weights = engine->weights();
    for (std::size_t r = 0; r < replicas; ++r) {
      const double count = static_cast<double>(sums[r].count);
      double total = sums[r].loss / count;  // U of the same stretch: both shares are stationary averages
      for (std::size_t i = 0; i < n; ++i) total += decay / 2 * square(weights[r * n + i]);
      for (std::size_t q = 0; q < means.size(); ++q)
        means[q][r] += small.quantities[q].value(&weights[r * n], total) / run.samples;
      curvature[r] += sums[r].gradient_product / count / run.samples;
    }
  }
  const std::string label = fmt::format("{} {} eta={}", run.id, name(run.update), run.step_size);
  for (std::size_t q = 0; q < means.size(); ++q)
    checks.push_back(mean_check(fmt::format("{}, {}", small.quantities[q].name, label), means[q],
                                expectation(run, small.quantities[q].name, parameters, values)));
  if (run.update == Update::lm) {
    // Cross identity <grad L . grad U> = T <tr H_L>; the table has the trace of U, for net_n3 without the gauge mode.
    const double trace = run.table == "net_n3" ? values.at("mean_trH_ud").get<double>() - 2 * decay
                                               : values.at("mean_trH_U").get<double>() - 2 * decay;
    checks.push_back(mean_check("grad L . grad U, " + label, curvature, temperature * trace));
  }
  return checks;
}

}  // namespace replicas
