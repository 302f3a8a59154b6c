#include <algorithm>

#include "model/error.h"
#include "observe/observables/blocks.h"
#include "observe/observables/curves.h"
#include "observe/observables/observable.h"

namespace replicas {

// Each file of observables, declared here alone. What is looked at anew adds its line here and one in a table below.
Family loss_observables();
Family dimension_observables();
Family slope_observables();
Family curvature_observables();
Family gauge_thermometer_observables();
Family weight_norm_observables();
Family labels_observables();
Family active_point_observables();
Family step_size_observables();
Family step_bias_observables();
Family relaxation_observables();
Family ground_loss_observables();
Family exact_law_observables();
Family stiff_direction_observables();
Family energy_ratio_observables();
Family two_starts_observables();
Family overlap_observables();
Family batch_noise_observables();
std::vector<Curve> overlap_curves(const CurveSources& from);
std::vector<Curve> training_curves(const CurveSources& from);

namespace {

using MakeFamily = Family (*)();
constexpr MakeFamily families[] = {
    loss_observables,       dimension_observables,         slope_observables,
    curvature_observables,  gauge_thermometer_observables, weight_norm_observables,
    labels_observables,     active_point_observables,      step_size_observables,
    step_bias_observables,  relaxation_observables,        ground_loss_observables,
    exact_law_observables,  stiff_direction_observables,   energy_ratio_observables,
    two_starts_observables, overlap_observables,           batch_noise_observables,
};

constexpr CurveMaker curves[] = {
    [](const CurveSources& from) { return autocorrelation_curves(from.digest); },
    [](const CurveSources& from) {
      const Column* const d_mean = from.results.column("d_mean");
      return d_mean == nullptr ? std::vector<Curve>() : loss_histogram_curves(from.digest, d_mean->values);
    },
    [](const CurveSources& from) { return covariance_curves(from.digest, from.engine); },
    [](const CurveSources& from) { return block_curves(from.digest); },
    [](const CurveSources& from) { return map_curves(from.digest); },
    [](const CurveSources& from) { return displacement_curves(from.digest, from.engine.threads()); },
    [](const CurveSources& from) { return cloud_curves(from.digest, from.engine); },
    [](const CurveSources& from) { return reweighting_curves(from.digest); },
    overlap_curves,
    training_curves,
};

}  // namespace

std::span<const Observable> observables() {
  static const Family table = [] {
    Family all;
    for (const MakeFamily make : families) {
      const Family family = make();
      all.insert(all.end(), family.begin(), family.end());
    }
    // What an instrument is new with, and no file above has a place for.
    for (const Observable& mean : recorded_mean_columns())
      if (std::ranges::find(all, mean.name, &Observable::name) == all.end()) all.push_back(mean);
    for (const std::string_view name : asked_columns)
      require(std::ranges::find(all, name, &Observable::name) != all.end(), ErrorKind::internal,
              "no observable makes the column {} that verdicts ask for", name);
    return all;
  }();
  return table;
}

std::span<const CurveMaker> curve_makers() { return curves; }

}  // namespace replicas
