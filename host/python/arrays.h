#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <memory>
#include <span>
#include <vector>

#include "model/error.h"
#include "run/simulation.h"
#include "system/network/network_system.h"

namespace replicas::python {

namespace nb = nanobind;

using Shape = std::vector<std::size_t>;
template <class Number>
using Array = nb::ndarray<nb::numpy, Number, nb::c_contig>;
using Floats = nb::ndarray<const float, nb::c_contig, nb::device::cpu>;

/// The numbers become the array's memory; nothing is copied.
template <class Number>
Array<Number> array_of(std::vector<Number> values, const Shape& shape) {
  auto memory = std::make_unique<std::vector<Number>>(std::move(values));
  Number* const first = memory->data();
  const nb::capsule owner(memory.get(), [](void* own) noexcept { delete static_cast<std::vector<Number>*>(own); });
  memory.release();  // NOLINT: the capsule has it
  return Array<Number>(first, shape.size(), shape.data(), owner);
}

inline std::span<const float> numbers_of(const Floats& array) { return {array.data(), array.size()}; }

/// The network of a run; Error(bad_value) when it has none.
inline const NetworkSystem& network_of(const Simulation& simulation) {
  const NetworkSystem* const network = as_network(*simulation.ensemble().system);
  require(network != nullptr, ErrorKind::bad_value, "this is for networks, and the run is of a {}",
          simulation.ensemble().system->kind());
  return *network;
}

}  // namespace replicas::python
