#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include "command/citation.h"
#include "model/version.h"
#include "python/bindings.h"

NB_MODULE(_core, module) {
  module.doc() = "The simulator in C++. What is meant for users stands in the package `replicas` around it.";
  module.attr("version") = replicas::version;
  module.attr("revision") = replicas::revision;
  module.def("citation", &replicas::citation, "How to cite replicas, in words and as BibTeX.");
  replicas::python::bind_errors(module);
  replicas::python::bind_fields(module);
  replicas::python::bind_simulation(module);
}
