#include "run/make_ensemble.h"

#include "data/dataset_file.h"
#include "data/teacher.h"
#include "model/error.h"
#include "run/systems.h"
#include "system/batch_check.h"
#include "system/network/network_system.h"

namespace replicas {

namespace {

/// Of the data set that test examples are: beyond all that replicas are shown.
constexpr std::uint64_t number_of_test_data = std::uint64_t{1} << 40;

/// What online batches are drawn from: the law of the stored examples, drawn by the seed of the run. Data sets differ
/// in their examples and not in their law.
std::shared_ptr<const ExampleSource> fresh_examples(const Physics& physics, const Ensemble& ensemble) {
  const NetworkSystem* const network = as_network(*ensemble.system);
  if (!physics.batch.online() || network == nullptr || physics.in_memory()) return {};
  if (physics.teacher.empty()) return std::make_shared<RandomExamples>(network->network());
  return std::make_shared<TaughtExamples>(parse_teacher(physics.teacher), network->network(), physics.data_seed(),
                                          physics.label_noise);
}

}  // namespace

Ensemble make_ensemble(const Physics& physics, const OwnData& own) {
  Ensemble ensemble{.system = make_system(physics, own)};
  check_batch(*ensemble.system, physics.batch);
  ensemble.temperatures = physics.temperatures;
  ensemble.replicas = physics.replicas;
  ensemble.dynamics.update = physics.update;
  ensemble.dynamics.momentum = physics.momentum;
  ensemble.dynamics.friction = physics.friction;
  if (physics.temperature_schedule) ensemble.dynamics.temperature_schedule = physics.temperature_schedule->factor();
  if (physics.step_size_schedule) ensemble.dynamics.step_size_schedule = physics.step_size_schedule->factor();
  ensemble.dynamics.batch = physics.batch;
  ensemble.fresh = fresh_examples(physics, ensemble);
  ensemble.confinement = physics.confinement;
  ensemble.seed = physics.seed;
  ensemble.measure_interval = physics.measure_interval;
  const std::size_t rungs = ensemble.temperatures.size();
  const std::vector<double>& given = physics.step_size.values;
  for (std::size_t t = 0; t < rungs; ++t) {
    switch (physics.step_size.kind) {
      case StepSizeRule::Kind::automatic: ensemble.dynamics.step_sizes.push_back(0); break;
      case StepSizeRule::Kind::constant: ensemble.dynamics.step_sizes.push_back(given[0]); break;
      case StepSizeRule::Kind::over_temperature:
        require(ensemble.temperatures[t] > 0, ErrorKind::bad_value,
                "<step-size> c/T has no meaning at T = 0; give a number");
        ensemble.dynamics.step_sizes.push_back(given[0] / ensemble.temperatures[t]);
        break;
      case StepSizeRule::Kind::list:
        require(given.size() == rungs, ErrorKind::bad_value,
                "<step-size>: {} numbers for {} temperatures; give one, or one each", given.size(), rungs);
        ensemble.dynamics.step_sizes.push_back(given[t]);
        break;
    }
  }
  return ensemble;
}

Measurements nothing_measured(const Physics& physics, Ensemble ensemble) {
  Measurements measured{.ensemble = std::move(ensemble)};
  if (!physics.shard.whole()) measured.ensemble.owned = physics.shard.range(measured.ensemble.map());
  measured.burn_in = physics.burn_in;
  measured.sample_interval = physics.sample_interval;
  measured.two_starts = physics.start.both;
  measured.gradient_descent = physics.gradient_descent;
  measured.automatic_step_size = physics.step_size.kind == StepSizeRule::Kind::automatic;
  measured.planned_steps = physics.steps;
  return measured;
}

std::shared_ptr<const System> test_system_of(const Physics& physics, const OwnData& own, const Ensemble& ensemble) {
  const NetworkSystem* const training = as_network(*ensemble.system);
  require(own.test.empty() || training != nullptr, ErrorKind::bad_value,
          "test data are of networks alone, and this run is of a {}", ensemble.system->kind());
  if (!own.test.empty()) return network_system(training->network(), own.test);
  if (physics.test_examples > 0)
    return network_system(
        training->network(),
        {taught_dataset(
            parse_teacher(physics.teacher), training->network(),
            {.examples = physics.test_examples, .seed = physics.data_seed(), .number = number_of_test_data})});
  if (physics.test_data.empty()) return {};
  Reading reading = physics.reading;
  reading.examples = 0;
  reading.opened = physics.places.test_data;
  return network_system(training->network(), {read_dataset(physics.test_data, training->network(), reading,
                                                           "<test-data>", &training->datasets().front())});
}

std::string no_equilibrium(const Ensemble& ensemble) {
  if (ensemble.has_equilibrium() || ensemble.temperatures.front() <= 0) return "";
  return "no confinement was asked for: exp(-L/T) cannot be normalised (flat directions diffuse for ever and separable "
         "data push the weights outwards), so what follows is a window of a drifting run, not an equilibrium; use "
         "<prior>, <weight-decay> or <anchor>";
}

}  // namespace replicas
