#include "run/systems.h"

#include "data/dataset_file.h"
#include "data/teacher.h"
#include "model/error.h"
#include "model/parametrisation.h"
#include "model/printable.h"
#include "system/network/network_system.h"
#include "system/particles/particle_system.h"
#include "system/potential/potential_system.h"

namespace replicas {

namespace {

std::shared_ptr<const System> callers(const Physics& physics, const OwnData& own) {
  require(
      own.system != nullptr, ErrorKind::no_input,
      "the system of this run ({}) was in the memory of the program that began it; only that program goes on with it",
      printable(physics.data.substr(system_in_memory.size())));
  require(own.training.empty() && own.test.empty(), ErrorKind::bad_value,
          "a system of one's own and data of one's own exclude each other");
  return own.system;
}

std::shared_ptr<const System> potential(const Physics& physics, const OwnData& own) {
  require(own.training.empty(), ErrorKind::bad_value, "<potential> and <data> exclude each other");
  return potential_system(*physics.potential);
}

std::shared_ptr<const System> particles(const Physics& physics, const OwnData& own) {
  require(own.training.empty() && own.test.empty(), ErrorKind::bad_value, "<particles> and <data> exclude each other");
  return particle_system(physics.particles);
}

std::shared_ptr<const System> network(const Physics& physics, const OwnData& own) {
  const Network plain(physics.widths, physics.activation, physics.loss, physics.bias);
  const Network network =
      plain.with(parametrised(plain, parse_parametrisation(physics.parametrisation, plain.layers().size()),
                              physics.confinement.kind == Confinement::Kind::decay));
  std::vector<Dataset> datasets;
  if (!own.training.empty()) {
    for (const Dataset& dataset : own.training) check(dataset, network);
    datasets = own.training;
  } else if (physics.data.starts_with(data_in_memory)) {
    fail(ErrorKind::no_input,
         "the data of this run ({}) were in the memory of the program that began it; only that program goes on with it",
         printable(physics.data));
  } else if (!physics.data.empty()) {
    Reading reading = physics.reading;
    reading.opened = physics.places.data;
    datasets = {read_dataset(physics.data, network, reading)};
  } else if (!physics.teacher.empty()) {
    const Teacher teacher = parse_teacher(physics.teacher);
    for (int k = 0; k < physics.datasets; ++k)
      datasets.push_back(taught_dataset(teacher, network,
                                        {.examples = physics.examples,
                                         .seed = physics.data_seed(),
                                         .number = static_cast<std::uint64_t>(k),
                                         .label_noise = physics.label_noise}));
  } else {
    for (int k = 0; k < physics.datasets; ++k)
      datasets.push_back(random_dataset(network, physics.examples, physics.data_seed(), static_cast<std::uint64_t>(k)));
  }
  return network_system(network, std::move(datasets));
}

}  // namespace

const std::vector<SystemRow>& system_rows() {
  static const std::vector<SystemRow> rows = {
      {"the caller's", [](const Physics& p, const OwnData& own) { return own.system != nullptr || p.own_system(); },
       callers},
      {"potential", [](const Physics& p, const OwnData&) { return p.potential.has_value(); }, potential},
      {"particles", [](const Physics& p, const OwnData&) { return p.particles > 0; }, particles},
      {"network", [](const Physics&, const OwnData&) { return true; }, network},
  };
  return rows;
}

std::shared_ptr<const System> make_system(const Physics& physics, const OwnData& own) {
  for (const SystemRow& row : system_rows())
    if (row.meant(physics, own)) return row.make(physics, own);
  fail(ErrorKind::internal, "no row of the registry of systems is meant by this request");
}

}  // namespace replicas
