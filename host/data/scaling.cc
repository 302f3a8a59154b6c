#include "data/scaling.h"

#include <algorithm>
#include <cmath>

#include "model/error.h"

namespace replicas {

namespace {

using Scale = Reading::Scale;

// Priors and starts are made for inputs of about 1: a random layer of variance 1/fan-in then gives outputs of about 1.
constexpr double small_rms = 0.05, large_rms = 5;

double rms(const Dataset& dataset) {
  double sum = 0;
  for (const float x : dataset.values) sum += static_cast<double>(x) * x;
  return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(dataset.values.size(), 1)));
}

bool all_finite(const Dataset& dataset) {
  return std::ranges::all_of(dataset.values, [](float x) { return std::isfinite(x); });
}

void divide_by_255(Dataset& dataset) {
  for (float& x : dataset.values) x /= 255;
}

void check_unit(const Dataset& dataset, const Dataset* training, const std::string& source) {
  const auto inputs = static_cast<std::size_t>(dataset.inputs);
  for (std::size_t i = 0; i < dataset.values.size(); ++i)
    require(dataset.values[i] >= 0 && dataset.values[i] <= 255, ErrorKind::bad_data,
            "{}: input {} of example {} is {}: <scale> unit divides 0..255 by 255; use <scale> standard", source,
            i % inputs, i / inputs, dataset.values[i]);
  require(training != nullptr || std::ranges::any_of(dataset.values, [](float x) { return x > 1; }),
          ErrorKind::bad_data,
          "{}: no input is above 1, so <scale> unit would divide again what is in 0..1; leave it out", source);
}

/// Mean and standard deviation of each input, as numpy.std: divided by the number of examples. A constant gets 1.
void measure(Dataset& dataset, const std::string& source) {
  const auto inputs = static_cast<std::size_t>(dataset.inputs), examples = static_cast<std::size_t>(dataset.examples);
  dataset.input_mean.assign(inputs, 0);
  dataset.input_scale.assign(inputs, 0);
  std::string constant;
  std::size_t constants = 0;
  for (std::size_t k = 0; k < inputs; ++k) {
    bool same = true;
    double sum = 0, squares = 0;
    for (std::size_t n = 0; n < examples; ++n) {
      sum += dataset.values[n * inputs + k];
      same = same && dataset.values[n * inputs + k] == dataset.values[k];
    }
    const double mean = same ? dataset.values[k] : sum / static_cast<double>(examples);
    for (std::size_t n = 0; n < examples; ++n) squares += std::pow(dataset.values[n * inputs + k] - mean, 2);
    dataset.input_mean[k] = mean;
    dataset.input_scale[k] = same ? 1 : std::sqrt(squares / static_cast<double>(examples));
    if (same && ++constants <= 5) constant += fmt::format("{}{}", constants > 1 ? ", " : "", k);
  }
  if (constants > 0)
    dataset.remarks.push_back({fmt::format("{}: {} of {} inputs {} constant and now 0: {}{}", source, constants, inputs,
                                           constants == 1 ? "is" : "are", constant, constants > 5 ? ", ..." : "")});
}

void standardise(Dataset& dataset) {
  const auto inputs = static_cast<std::size_t>(dataset.inputs);
  for (std::size_t i = 0; i < dataset.values.size(); ++i)
    dataset.values[i] =
        static_cast<float>((dataset.values[i] - dataset.input_mean[i % inputs]) / dataset.input_scale[i % inputs]);
}

/// "; --scale unit divides by 255" for what looks like pixels.
std::string advice(const Dataset& dataset) {
  const bool pixels =
      std::ranges::all_of(dataset.values, [](float x) { return x >= 0 && x <= 255 && x == std::rint(x); });
  return pixels ? "<scale> unit divides 0..255 by 255, <scale> standard sets mean 0 and deviation 1"
                : "<scale> standard sets mean 0 and deviation 1";
}

void remark_size(Dataset& dataset, const Dataset* training, const std::string& source) {
  const double size = rms(dataset);
  const auto [low, high] = std::ranges::minmax(dataset.values);
  if (training != nullptr) {
    const double ratio = size / rms(*training);
    if (!(ratio > small_rms && ratio < large_rms))
      dataset.remarks.push_back({fmt::format("{}: inputs have an RMS of {:.3g}, those of the training data {:.3g}: are "
                                             "both on one scale? <scale> applies to both",
                                             source, size, rms(*training)),
                                 true});
  } else if (size == 0) {
    dataset.remarks.push_back({fmt::format("{}: all inputs are 0", source), true});
  } else if (size < small_rms || size > large_rms) {
    dataset.remarks.push_back(
        {fmt::format("{}: inputs are not scaled: {:g} to {:g}, RMS {:.3g}, where priors and starts are made for about "
                     "1; {}",
                     source, low, high, size, advice(dataset)),
         true});
  }
}

}  // namespace

void scale_inputs(Dataset& dataset, bool bytes, Scale scale, const Dataset* training, const std::string& source) {
  if (dataset.values.empty() || !all_finite(dataset)) return;  // refused by check(dataset)
  const auto remark = [&](const std::string& what) { dataset.remarks.push_back({source + ": " + what}); };
  switch (scale) {
    case Scale::automatic:
      if (bytes) {
        divide_by_255(dataset);
        remark("inputs are bytes, divided by 255 (<scale> says otherwise)");
      }
      remark_size(dataset, training, source);
      break;
    case Scale::unit:
      check_unit(dataset, training, source);
      divide_by_255(dataset);
      remark("inputs divided by 255 (<scale> unit)");
      break;
    case Scale::standard:
      if (training == nullptr) {
        measure(dataset, source);
      } else {
        dataset.input_mean = training->input_mean;
        dataset.input_scale = training->input_scale;
      }
      standardise(dataset);
      remark(training == nullptr ? "each input has mean 0 and deviation 1 now (<scale> standard)"
                                 : "inputs scaled by mean and deviation of the training data (<scale> standard)");
      break;
    case Scale::none: remark("inputs are left as they are (<scale> none)"); break;
  }
}

}  // namespace replicas
