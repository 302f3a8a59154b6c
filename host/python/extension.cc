#include <nanobind/nanobind.h>

#include "model/version.h"
#include "python/bindings.h"

NB_MODULE(_core, module) {
  module.doc() = "The simulator in C++. What is meant for users stands in the package `replicas` around it.";
  module.attr("version") = replicas::version;
  module.attr("revision") = replicas::revision;
  replicas::python::bind_errors(module);
  replicas::python::bind_fields(module);
  replicas::python::bind_simulation(module);
}
