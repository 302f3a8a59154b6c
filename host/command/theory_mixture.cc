#include <cmath>

#include "command/solve_model.h"
#include "command/theory_curves.h"
#include "engine/spread_tasks.h"
#include "model/error.h"
#include "run/field_values.h"
#include "solve/mixture_fits.h"
#include "theory/mixture.h"

namespace replicas {

namespace {

/// A mean over data sets and its standard error.
theory::Estimate mean_of(const std::vector<double>& values) {
  double sum = 0, squares = 0;
  for (const double value : values) sum += value;
  const auto count = static_cast<double>(values.size());
  for (const double value : values) squares += (value - sum / count) * (value - sum / count);
  return {sum / count, std::sqrt(squares / (count - 1) / count)};
}

/// What is measured on data sets: errors by data set, of Hebb and of ridge at each lambda.
struct MeasuredErrors {
  std::vector<double> hebb;
  std::vector<std::vector<double>> ridge;
};

MeasuredErrors measure(const theory::Mixture& mixture, theory::Bias bias, const solve::CloudData& data, int data_sets,
                       const std::vector<double>& lambdas) {
  const auto count = static_cast<std::size_t>(data_sets);
  MeasuredErrors errors{std::vector<double>(count),
                        std::vector<std::vector<double>>(lambdas.size(), std::vector<double>(count))};
  const auto error_of = [&](const solve::LinearFit& fit) {
    const theory::Classifier seen{fit.m, fit.s, fit.bias};
    return theory::error(mixture, bias == theory::Bias::optimal ? theory::with_optimal_bias(mixture, seen) : seen);
  };
  spread_tasks(count, 0, dear_task, [&](std::size_t d) {
    const solve::CloudFits fits = solve::fit_clouds(data, d, lambdas, bias != theory::Bias::none);
    errors.hebb[d] = error_of(fits.hebb);
    for (std::size_t l = 0; l < lambdas.size(); ++l) errors.ridge[l][d] = error_of(fits.ridge[l]);
  });
  return errors;
}

/// Adds the means over data sets beside the lines of theory.
void add_measured(const TheoryOptions& options, const theory::Mixture& mixture, theory::Bias bias,
                  const std::vector<double>& lambdas, NamedArrays& result) {
  const int data_sets = parse_whole("--datasets", options.text("--datasets"), 0, 1000000);
  if (data_sets == 0) return;
  require(data_sets > 1, ErrorKind::bad_value, "--datasets 1 gives no standard error; take 2 or more, or 0 for none");
  solve::CloudData data{.inputs = parse_whole("--inputs", options.text("--inputs"), 2, 100000),
                        .noise = mixture.noise,
                        .positive = mixture.positive,
                        .seed = parse_seed(options.text("--seed"))};
  data.examples = static_cast<int>(std::lround(mixture.load * data.inputs));
  require(data.examples >= 1, ErrorKind::bad_value, "--load {:g} x {} inputs is no example at all", mixture.load,
          data.inputs);
  const MeasuredErrors errors = measure(mixture, bias, data, data_sets, lambdas);
  result.numbers.emplace_back("inputs", data.inputs);
  result.numbers.emplace_back("datasets", data_sets);
  NamedArray ridge{"measured_ridge_error",
                   "1",
                   "test error of ridge regression, mean over data sets of finite size",
                   {"lambda"},
                   {}};
  for (const std::vector<double>& each : errors.ridge) {
    const theory::Estimate mean = mean_of(each);
    ridge.values.push_back(mean.value);
    ridge.errors.push_back(mean.error);
  }
  result.arrays.push_back(ridge);
  if (bias == theory::Bias::fitted) return;  // the Hebb vector has no fit
  const theory::Estimate hebb = mean_of(errors.hebb),
                         exact = hebb_mean_error({double(data.examples) / data.inputs, mixture.noise, mixture.positive},
                                                 data.inputs, bias);
  result.numbers.emplace_back("hebb_mean_error", exact.value);
  result.numbers.emplace_back("measured_hebb_error", hebb.value);
  result.numbers.emplace_back("measured_hebb_error_error", hebb.error);
  result.notes.push_back(
      fmt::format("hebb_mean_error is exact for N = {}; bayes_error, hebb_error and ridge_error are those of large N",
                  data.inputs));
}

}  // namespace

NamedArrays mixture_curve(const TheoryOptions& options) {
  const theory::Mixture mixture{.load = options.number("--load", {1e-3, 1e3}),
                                .noise = options.number("--noise", {1e-6, 1e6}),
                                .positive = options.number("--positive", {0.001, 0.999})};
  const std::string& text = options.text("--bias");
  require(text == "none" || text == "fitted" || text == "optimal", ErrorKind::bad_value,
          "--bias {}: choose none, fitted or optimal", text);
  const theory::Bias bias = text == "fitted"    ? theory::Bias::fitted
                            : text == "optimal" ? theory::Bias::optimal
                                                : theory::Bias::none;
  NamedArrays result = {.title = fmt::format("Two Gaussian clouds, load {:g}, noise {:g}, share of +1 {:g}, bias {}",
                                             mixture.load, mixture.noise, mixture.positive, text),
                        .texts = {{"bias", text}},
                        .numbers = {{"load", mixture.load}, {"noise", mixture.noise}, {"positive", mixture.positive}},
                        .axes = {},
                        .arrays = {},
                        .notes = {}};
  result.numbers.emplace_back("bayes_error", error(mixture, bayes(mixture)));
  if (bias != theory::Bias::fitted) result.numbers.emplace_back("hebb_error", error(mixture, hebb(mixture, bias)));
  const NamedAxis lambdas = {"lambda", "1", "strength of ridge", options.numbers("--lambdas", {1e-9, 1e9})};
  result.axes = {lambdas};
  NamedArray ridge = {"ridge_error", "1", "test error of ridge regression in high dimension", {"lambda"}, {}};
  for (const double lambda : lambdas.values) {
    ridge.values.push_back(error(mixture, theory::ridge(mixture, lambda, bias)));
    ridge.errors.push_back(1e-14);
  }
  result.arrays = {ridge};
  add_measured(options, mixture, bias, lambdas.values, result);
  return result;
}

}  // namespace replicas
