#include "model/ensemble.h"

#include <cmath>

#include "model/error.h"

namespace replicas {

bool Ensemble::has_equilibrium() const {
  return confinement.kind != Confinement::Kind::none || (potential && potential->normalisable());
}

bool Ensemble::one_measure() const { return has_equilibrium() && confinement.kind != Confinement::Kind::decay; }

double Ensemble::decay(std::size_t temperature_index, const Layer& layer) const {
  const double temperature = temperatures[temperature_index];
  switch (confinement.kind) {
    case Confinement::Kind::none: return 0;
    case Confinement::Kind::decay: return confinement.strength;
    case Confinement::Kind::anchor: return confinement.strength * temperature;
    case Confinement::Kind::prior: {
      const double variance = confinement.strength * confinement.strength / (confinement.per_fan_in ? layer.inputs : 1);
      return temperature / variance;
    }
  }
  return 0;
}

double Ensemble::noise_amplitude(std::size_t temperature_index) const {
  const double product = step_sizes[temperature_index] * temperatures[temperature_index];
  return std::sqrt(update == Update::em ? 2 * product : product / 2);
}

void check(const Ensemble& ensemble) {
  require(ensemble.replicas >= 1, ErrorKind::bad_value, "<replicas> {} is not at least 1", ensemble.replicas);
  require(!ensemble.temperatures.empty(), ErrorKind::bad_value, "no temperatures; try <temps> 1e-5:1e-2");
  require(!ensemble.datasets.empty(), ErrorKind::bad_value, "no data set");
  require(ensemble.step_sizes.size() == ensemble.temperatures.size(), ErrorKind::bad_value,
          "{} step sizes for {} temperatures; give one, or one for each", ensemble.step_sizes.size(),
          ensemble.temperatures.size());
  for (const double step_size : ensemble.step_sizes)
    require(std::isfinite(step_size) && step_size > 0, ErrorKind::bad_value,
            "step size {} is not positive (the replicas would not move); try <step-size> auto", step_size);
  require(ensemble.measure_interval >= 1, ErrorKind::bad_value, "<measure-interval> must be at least 1");
  if (ensemble.potential)
    require(ensemble.network.widths() == network_of(*ensemble.potential).widths() &&
                ensemble.datasets.front().examples == terms_of(*ensemble.potential).examples,
            ErrorKind::internal, "the network and data of an ensemble are not those of its potential");
  for (const Dataset& dataset : ensemble.datasets) {
    if (!ensemble.potential) check(dataset, ensemble.network);
    require(dataset.examples == ensemble.datasets.front().examples, ErrorKind::bad_value, "data sets differ in size");
  }
  require(ensemble.confinement.kind != Confinement::Kind::anchor ||
              ensemble.anchor.size() == ensemble.replica_count() * ensemble.network.weights(),
          ErrorKind::bad_value, "an anchored ensemble needs the anchor of every replica");
}

std::string_view name(Update update) { return update == Update::em ? "em" : "lm"; }

std::string_view name(Confinement::Kind kind) {
  switch (kind) {
    case Confinement::Kind::none: return "none";
    case Confinement::Kind::prior: return "prior";
    case Confinement::Kind::decay: return "weight decay";
    case Confinement::Kind::anchor: return "anchor";
  }
  return "?";
}

}  // namespace replicas
