#include "command/make_ensemble.h"

#include "model/dataset_file.h"
#include "model/error.h"

namespace replicas {

Ensemble make_ensemble(const RunOptions& options) {
  Ensemble ensemble{.network = options.potential
                                   ? network_of(*options.potential)
                                   : Network(options.widths, options.activation, options.loss, options.bias)};
  ensemble.potential = options.potential;
  ensemble.temperatures = options.temperatures;
  ensemble.replicas = options.replicas;
  ensemble.dynamics.update = options.update;
  ensemble.confinement = options.confinement;
  ensemble.seed = options.seed;
  ensemble.measure_interval = options.measure_interval;
  if (ensemble.potential) {
    ensemble.datasets = {terms_of(*ensemble.potential)};
  } else if (!options.data.empty()) {
    ensemble.datasets = {read_dataset(options.data, ensemble.network, options.reading)};
  } else {
    for (int k = 0; k < options.datasets; ++k)
      ensemble.datasets.push_back(
          random_dataset(ensemble.network, options.examples, options.data_seed, static_cast<std::uint64_t>(k)));
  }
  const std::size_t rungs = ensemble.temperatures.size();
  const std::vector<double>& given = options.step_size.values;
  for (std::size_t t = 0; t < rungs; ++t) {
    switch (options.step_size.kind) {
      case StepSizeOption::Kind::automatic: ensemble.dynamics.step_sizes.push_back(0); break;
      case StepSizeOption::Kind::constant: ensemble.dynamics.step_sizes.push_back(given[0]); break;
      case StepSizeOption::Kind::over_temperature:
        require(ensemble.temperatures[t] > 0, Exit::usage, "--step-size c/T has no meaning at T = 0; give a number");
        ensemble.dynamics.step_sizes.push_back(given[0] / ensemble.temperatures[t]);
        break;
      case StepSizeOption::Kind::list:
        require(given.size() == rungs, Exit::usage,
                "--step-size: {} numbers for {} temperatures; give one, or one each", given.size(), rungs);
        ensemble.dynamics.step_sizes.push_back(given[t]);
        break;
    }
  }
  return ensemble;
}

std::vector<Dataset> test_data_of(const RunOptions& options, const Ensemble& ensemble) {
  if (options.test_data.empty()) return {};
  Reading reading = options.reading;
  reading.examples = 0;
  return {read_dataset(options.test_data, ensemble.network, reading, "--test-data", &ensemble.datasets.front())};
}

std::string no_equilibrium(const Ensemble& ensemble) {
  if (ensemble.has_equilibrium() || ensemble.temperatures.front() <= 0) return "";
  return "no confinement was asked for: exp(-L/T) cannot be normalised (flat directions diffuse for ever and separable "
         "data push the weights outwards), so what follows is a window of a drifting run, not an equilibrium; use "
         "--prior, --weight-decay or --anchor";
}

}  // namespace replicas
