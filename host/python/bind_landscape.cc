#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>

#include <algorithm>
#include <optional>

#include "data/dataset_file.h"
#include "python/arrays.h"
#include "python/bindings.h"

namespace replicas::python {

namespace {

/// Numbers of each of so many replicas.
template <class Number>
Array<Number> per_replica(std::vector<Number> values, std::size_t count) {
  const std::size_t each = values.size() / count;
  return array_of(std::move(values), {count, each});
}

/// The data set of each of `count` replicas: those of the run have their own; any other number of them needs a run that
/// has one.
std::vector<std::size_t> datasets_of(const Ensemble& ensemble, std::size_t count) {
  std::vector<std::size_t> datasets(count, 0);
  if (count == ensemble.replica_count())
    for (std::size_t r = 0; r < count; ++r) datasets[r] = ensemble.dataset_index(r);
  else
    require(
        ensemble.dataset_count() == 1, ErrorKind::bad_value,
        "weights of {} replicas were given; this run has {} data sets, so there must be {}, one for each of its own "
        "replicas",
        count, ensemble.dataset_count(), ensemble.replica_count());
  return datasets;
}

/// Calls ask(landscape, batch) at the weights of the run, or at others: nothing of the run is moved for it.
template <class Ask>
auto at(HeldSimulation& held, const std::optional<Floats>& weights, const Ask& ask) {
  return held.without_lock([&](const Simulation& own) {
    const Engine& engine = own.engine();
    if (!weights) return ask(engine.landscape(), engine.sampler().state());
    const std::size_t n = own.ensemble().weights();
    require(weights->size() > 0 && weights->size() % n == 0, ErrorKind::bad_value,
            "{} weights were given; a replica has {}", weights->size(), n);
    const std::unique_ptr<WeightBatch> placed =
        engine.landscape().place(numbers_of(*weights), datasets_of(own.ensemble(), weights->size() / n));
    return ask(engine.landscape(), *placed);
  });
}

/// Losses and wrong labels (replica, example), on the run's own data or on others.
nb::tuple losses(HeldSimulation& held, const std::optional<ArrayPair>& arrays, const std::optional<Floats>& weights) {
  const std::shared_ptr<const System> shown = held.look([&](const Simulation& own) -> std::shared_ptr<const System> {
    if (!arrays) return own.ensemble().system;
    const NetworkSystem& training = network_of(own);
    Dataset dataset =
        shown_data_of(*arrays, training.network(), own.request().physics.reading, training.datasets().front());
    return network_system(training.network(), {std::move(dataset)});
  });
  std::size_t count = 0;
  ExampleLosses found = at(held, weights, [&](const Landscape& landscape, const WeightBatch& batch) {
    count = batch.count();
    return landscape.example_losses(batch, *shown);
  });
  return nb::make_tuple(per_replica(std::move(found.losses), count), per_replica(std::move(found.wrong), count));
}

Array<float> gradients(HeldSimulation& held, const std::optional<Floats>& weights) {
  std::size_t count = 0;
  std::vector<float> found = at(held, weights, [&](const Landscape& landscape, const WeightBatch& batch) {
    count = batch.count();
    return landscape.gradients(batch);
  });
  return per_replica(std::move(found), count);
}

Array<float> hessian_products(HeldSimulation& held, const Floats& directions, const std::optional<Floats>& weights) {
  std::size_t count = 0;
  std::vector<float> found = at(held, weights, [&](const Landscape& landscape, const WeightBatch& batch) {
    count = batch.count();
    const std::size_t needed = count * landscape.system().weights();
    require(directions.size() == needed, ErrorKind::bad_value, "directions have {} numbers, {} replicas need {}",
            directions.size(), count, needed);
    return landscape.hessian_products(batch, numbers_of(directions));
  });
  return per_replica(std::move(found), count);
}

}  // namespace

void bind_landscape(nb::class_<HeldSimulation>& bound) {
  bound
      .def("losses", &losses, nb::arg("arrays") = nb::none(), nb::arg("weights") = nb::none(),
           "Losses and wrong labels, (replica, example).")
      .def("gradients", &gradients, nb::arg("weights") = nb::none(), "(replica, N)")
      .def("hessian_products", &hessian_products, nb::arg("directions"), nb::arg("weights") = nb::none(),
           "(replica, N)");
}

}  // namespace replicas::python
