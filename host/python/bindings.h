#pragma once

#include <nanobind/nanobind.h>

#include "python/held_simulation.h"

namespace replicas::python {

// The parts of the extension module, a file each.
void bind_errors(nanobind::module_& module);
void bind_fields(nanobind::module_& module);
void bind_simulation(nanobind::module_& module);
void bind_landscape(nanobind::class_<HeldSimulation>& bound);

}  // namespace replicas::python
