#pragma once

#include <utility>
#include <vector>

#include "system/ensemble.h"
#include "system/network/network_system.h"
#include "system/potential/potential_system.h"

namespace replicas {

/// The network that an ensemble is of, and its data.
inline const Network& network_in(const Ensemble& ensemble) { return as_network(*ensemble.system)->network(); }
inline const std::vector<Dataset>& datasets_in(const Ensemble& ensemble) {
  return as_network(*ensemble.system)->datasets();
}

/// Another network on the same data.
inline void set_network(Ensemble& ensemble, Network network) {
  ensemble.system = network_system(std::move(network), datasets_in(ensemble));
}

/// The same network with its blocks treated as `layout` says.
inline void set_layout(Ensemble& ensemble, const Layout& layout) {
  set_network(ensemble, network_in(ensemble).with(layout));
}

/// The same network on data that `change(datasets)` has changed.
template <class Change>
void change_datasets(Ensemble& ensemble, const Change& change) {
  std::vector<Dataset> datasets = datasets_in(ensemble);
  change(datasets);
  ensemble.system = network_system(network_in(ensemble), std::move(datasets));
}

}  // namespace replicas
