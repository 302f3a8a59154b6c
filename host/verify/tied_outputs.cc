// Outputs that name no class alone say nothing of the label: an example counts as right only where the logit of its
// label exceeds every other. All-zero weights would else fit any data.
#include <spdlog/fmt/fmt.h>

#include "verify/known_answers.h"
#include "verify/under_test.h"

namespace replicas {

namespace {

/// One input of 1, so that the weights are the logits; examples that differ in their labels alone.
Dataset labelled(Loss loss, int outputs, int classes) {
  Dataset dataset{2 * classes, 1, outputs, {}, {}, {}, "one input"};
  for (std::int32_t n = 0; n < 2 * classes; ++n) {
    dataset.values.push_back(1);
    dataset.labels.push_back(n % classes);
    for (int c = 0; loss == Loss::mse && c < outputs; ++c)
      dataset.targets.push_back(outputs == 1 ? static_cast<float>(n % classes) : (c == n % classes ? 1.0f : 0.0f));
  }
  return dataset;
}

}  // namespace

Checks tied_outputs(const UnderTest& under_test) {
  Checks checks;
  struct Case {
    Loss loss;
    int outputs;
  };
  for (const Case& c :
       {Case{Loss::softmax, 3}, {Loss::softmax, 10}, {Loss::logistic, 1}, {Loss::mse, 1}, {Loss::mse, 3}}) {
    const int classes = std::max(c.outputs, 2);
    const Network network({1, c.outputs}, Activation::linear, c.loss, false);
    Ensemble ensemble = ensemble_of(network, labelled(c.loss, c.outputs, classes));
    // Replicas: nothing said; the first two classes said alike (one logit: its sign); one class alone, by little.
    ensemble.replicas = 3;
    const auto n = static_cast<std::size_t>(c.outputs);
    std::vector<float> weights(3 * n, 0.0f);
    if (c.outputs > 1) weights[n] = weights[n + 1] = 1;
    if (c.outputs == 1) weights[n] = 1e-6f;
    for (std::size_t k = 0; k < n; ++k) weights[2 * n + k] = -1;
    weights[3 * n - 1] = -0.9999999f;
    // Of the two examples of each class: all are wrong; all (one logit: those of label 0); all but those of one class.
    const double all = 2.0 * classes;
    const std::vector<double> expected = {all, c.outputs > 1 ? all : 2, all - 2};
    const auto engine = under_test.make(ensemble);
    engine->load(weights);
    const std::vector<std::uint8_t> wrong = engine->example_losses().wrong;
    const std::vector<ReplicaSums> sums = engine->advance(0, 1);
    double example = 0, counted = 0;
    for (std::size_t r = 0; r < expected.size(); ++r) {
      const auto first = wrong.begin() + static_cast<std::ptrdiff_t>(r) * 2 * classes;
      example += std::fabs(static_cast<double>(std::count(first, first + 2 * classes, 1)) - expected[r]);
      counted += std::fabs(sums[r].wrong - expected[r]);
    }
    const std::string what = fmt::format("{} of {} outputs", name(c.loss), c.outputs);
    checks.push_back(exact_check("wrong labels missed by example, " + what, example, 0, 0.5));
    checks.push_back(exact_check("wrong labels missed in a step, " + what, counted, 0, 0.5));
  }
  return checks;
}

}  // namespace replicas
