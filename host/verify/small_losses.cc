// Losses and gradients of well classified examples keep their digits: at T = 1e-6 such losses are all there is.
#include <spdlog/fmt/fmt.h>

#include "verify/known_answers.h"
#include "verify/under_test.h"

namespace replicas {

Checks small_losses(const UnderTest& under_test) {
  Checks checks;
  constexpr double tolerance = 1e-6;
  for (const Loss loss : {Loss::softmax, Loss::logistic}) {
    // One weight per output and one example with input 1, so the first logit is the margin itself.
    const int outputs = loss == Loss::softmax ? 3 : 1;
    const Network network({1, outputs}, Activation::linear, loss, false);
    const std::int32_t label = loss == Loss::softmax ? 0 : 1;
    Ensemble ensemble = ensemble_of(network, {1, 1, outputs, {1.0f}, {label}, {}, "one example"});
    std::vector<float> margins, weights;
    for (int half = -80; half <= 120; ++half) {
      const float margin = 0.5f * static_cast<float>(half);
      margins.push_back(margin);
      weights.push_back(margin);
      if (outputs == 3) weights.insert(weights.end(), {0.0f, -1.0f});
    }
    ensemble.replicas = static_cast<int>(margins.size());
    const auto engine = under_test.make(ensemble);
    engine->load(weights);
    const std::vector<float> losses = engine->example_losses().losses;
    const std::vector<float> gradients = engine->loss_gradients();
    double worst_loss = 0, worst_gradient = 0;
    for (std::size_t i = 0; i < margins.size(); ++i) {
      // S = sum over the other classes of exp(z_c - z_y); l = log(1 + S), dl/dz_y = -S / (1 + S).
      const double others = outputs == 3 ? 1 + std::exp(-1.0) : 1;
      const double s = others * std::exp(-static_cast<double>(margins[i]));
      const double exact_loss = std::log1p(s), exact_gradient = -s / (1 + s);
      const double got = gradients[i * static_cast<std::size_t>(outputs)];
      worst_loss = std::max(worst_loss, std::fabs(static_cast<double>(losses[i]) / exact_loss - 1));
      worst_gradient = std::max(worst_gradient, std::fabs(got / exact_gradient - 1));
    }
    const std::string_view label_of_loss = name(loss);
    checks.push_back(
        exact_check(fmt::format("relative error of the loss, {}", label_of_loss), worst_loss, 0, tolerance));
    checks.push_back(
        exact_check(fmt::format("relative error of the gradient, {}", label_of_loss), worst_gradient, 0, tolerance));
  }
  return checks;
}

}  // namespace replicas
