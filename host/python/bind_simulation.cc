#include <nanobind/nanobind.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <span>

#include "python/arrays.h"
#include "python/bindings.h"
#include "python/held_simulation.h"
#include "run/merge_slices.h"
#include "store/durable_file.h"
#include "store/run_nc.h"
#include "system/network/network_system.h"

namespace replicas::python {

namespace nb = nanobind;

namespace {

/// (temperature, chain), or (replica) of a slice, and what follows.
Shape shape_over_replicas(const Simulation& simulation, std::size_t each) {
  const Ensemble& ensemble = simulation.ensemble();
  if (ensemble.owned) return {ensemble.replica_count(), each};
  return {ensemble.temperatures.size(), static_cast<std::size_t>(ensemble.replicas), each};
}

Array<float> weights(HeldSimulation& held) {
  std::vector<float> now = held.without_lock([](const Simulation& own) { return own.weights(); });
  return array_of(std::move(now),
                  held.look([](const Simulation& own) { return shape_over_replicas(own, own.ensemble().weights()); }));
}

void set_weights(HeldSimulation& held, const Floats& array) {
  held.without_lock([&](Simulation& own) { own.set_weights(numbers_of(array)); });
}

/// What a network is made of, for whoever builds the same one elsewhere.
nb::dict network(HeldSimulation& held) {
  return held.look([](const Simulation& own) {
    const Network& network = network_of(own).network();
    nb::dict facts;
    facts["widths"] = network.widths();
    facts["activation"] = std::string(name(network.activation()));
    facts["loss"] = std::string(name(network.loss()));
    facts["bias"] = network.bias();
    return facts;
  });
}

template <class Look>
auto getter(Look look) {
  return [look](HeldSimulation& held) { return held.look(look); };
}

void merge(const std::vector<std::string>& slices, const std::string& out, bool overwrite, const Texts& texts,
           const ArrayPairs& training, const ArrayPairs& test, nb::object listener) {
  PythonCaller caller(std::move(listener));
  const OwnData own = own_data_of(training, test, request_of(texts, "", false));
  {
    const nb::gil_scoped_release release;
    merge_slices({slices.begin(), slices.end()}, out, overwrite, caller.callbacks(), own);
  }
  if (caller.raised()) caller.rethrow();
}

void define_state(nb::class_<HeldSimulation>& bound) {
  bound.def_prop_ro("step", getter([](const Simulation& own) { return own.step(); }))
      .def_prop_ro("steps", getter([](const Simulation& own) { return own.steps(); }))
      .def_prop_ro("finished", getter([](const Simulation& own) { return own.finished(); }))
      .def_prop_ro("stopped", getter([](const Simulation& own) { return own.stopped(); }))
      .def_prop_ro("has_results", getter([](const Simulation& own) { return own.has_results(); }))
      .def_prop_ro("directory", getter([](const Simulation& own) { return own.directory().string(); }))
      .def_prop_ro("result", getter([](const Simulation& own) { return own.result().string(); }))
      .def_prop_ro("is_slice", getter([](const Simulation& own) { return !own.request().physics.shard.whole(); }))
      .def_prop_ro("sample_interval",
                   getter([](const Simulation& own) { return own.request().physics.sample_interval; }))
      .def_prop_ro("assumed", getter([](const Simulation& own) { return own.assumed(); }))
      .def_prop_ro("times", getter([](const Simulation& own) { return own.times(); }))
      .def_prop_ro("device", getter([](const Simulation& own) { return own.engine().name(); }))
      .def_prop_ro("temperatures", getter([](const Simulation& own) {
                     return std::vector<double>(own.ensemble().temperatures.begin(), own.ensemble().temperatures.end());
                   }))
      .def_prop_ro("step_sizes", getter([](const Simulation& own) { return own.ensemble().dynamics.step_sizes; }))
      .def_prop_ro("replicas", getter([](const Simulation& own) { return own.ensemble().replicas; }))
      .def_prop_ro("system", getter([](const Simulation& own) { return own.ensemble().system->text(); }))
      .def_prop_ro("weights_shape",
                   getter([](const Simulation& own) { return shape_over_replicas(own, own.ensemble().weights()); }))
      .def_prop_ro("closed", &HeldSimulation::closed)
      .def_prop_ro("network", &network);
}

}  // namespace

void bind_simulation(nb::module_& module) {
  nb::class_<HeldSimulation> bound(module, "HeldSimulation", "A run; replicas.Simulation is made of it.");
  bound
      .def(nb::init<const Texts&, const std::string&, bool, const ArrayPairs&, const ArrayPairs&, nb::object>(),
           nb::arg("texts"), nb::arg("history"), nb::arg("names_slice"), nb::arg("data"), nb::arg("test_data"),
           nb::arg("listener"))
      .def("prepare", [](HeldSimulation& held) { held.without_lock([](Simulation& own) { own.prepare(); }); })
      .def(
          "advance",
          [](HeldSimulation& held, std::uint64_t until) {
            return held.without_lock([&](Simulation& own) { return own.advance(until); });
          },
          nb::arg("until"), "Whole chunks of steps; False when the run had to stop before.")
      .def("checkpoint", [](HeldSimulation& held) { held.without_lock([](Simulation& own) { own.checkpoint(); }); })
      .def("complete", [](HeldSimulation& held) { held.without_lock([](Simulation& own) { own.complete(); }); })
      .def(
          "write_results",
          [](HeldSimulation& held, const std::string& path) {
            held.without_lock([&](Simulation& own) { write_run(path, own.results()); });
          },
          nb::arg("path"), "Of what was measured so far.")
      .def("weights", &weights)
      .def("set_weights", &set_weights, nb::arg("weights"))
      .def("close", &HeldSimulation::close);
  define_state(bound);
  bind_landscape(bound);
  module.def("merge", &merge, nb::arg("slices"), nb::arg("out"), nb::arg("overwrite"), nb::arg("texts"),
             nb::arg("data"), nb::arg("test_data"), nb::arg("listener"));
  module.def(
      "write_durably",
      [](const std::string& path, const nb::bytes& bytes) {
        write_durably(std::filesystem::path(path), std::as_bytes(std::span(bytes.c_str(), bytes.size())));
      },
      nb::arg("path"), nb::arg("bytes"), "The file holds what it held before or all of these bytes, whatever happens.");
}

}  // namespace replicas::python
