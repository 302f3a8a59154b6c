#include "run/saved_data.h"

#include <spdlog/fmt/fmt.h>

#include "run/known_data.h"
#include "system/network/network_system.h"

namespace replicas {

namespace {

double bytes_of(const System& system) {
  double bytes = 0;
  for (const std::span<const std::byte> part : system.data()) bytes += static_cast<double>(part.size());
  return bytes;
}

SavedData arrays_of(const NetworkSystem& system, std::string group) {
  const std::vector<Dataset>& datasets = system.datasets();
  const Dataset& first = datasets.front();
  const ResultAxis dataset = counted_axis("dataset", "data set", datasets.size()),
                   example = counted_axis("example", "example", static_cast<std::size_t>(first.examples)),
                   input = counted_axis("input", "input of the network", static_cast<std::size_t>(first.inputs)),
                   output = counted_axis("output", "output of the network", static_cast<std::size_t>(first.outputs));
  SavedData saved{
      .group = std::move(group),
      .inputs = {.name = "inputs",
                 .unit = "1",
                 .long_name = "inputs as the network sees them, after scaling",
                 .axes = {dataset, example, input}},
      .targets = {.name = "targets",
                  .unit = "1",
                  .long_name = "targets of the squared loss",
                  .axes = {dataset, example, output}},
      .labels = {
          .name = "labels", .unit = "1", .long_name = "class of each example, from 0", .axes = {dataset, example}}};
  for (const Dataset& one : datasets) {
    saved.inputs.values.insert(saved.inputs.values.end(), one.values.begin(), one.values.end());
    saved.targets.values.insert(saved.targets.values.end(), one.targets.begin(), one.targets.end());
    saved.labels.values.insert(saved.labels.values.end(), one.labels.begin(), one.labels.end());
  }
  return saved;
}

}  // namespace

std::vector<SavedData> saved_data(const System& training, const System* test) {
  std::vector<SavedData> all;
  for (const auto& [system, group] : {std::pair{&training, "training_data"}, {test, "test_data"}})
    if (const NetworkSystem* const network = system == nullptr ? nullptr : as_network(*system);
        network != nullptr && bytes_of(*system) <= most_saved_bytes)
      all.push_back(arrays_of(*network, group));
  return all;
}

std::string not_saved(const System& training) {
  const double bytes = bytes_of(training);
  if (as_network(training) == nullptr || bytes <= most_saved_bytes) return "";
  return fmt::format("not stored, {:.0f} MB of at most {:.0f}: {}, XXH3 {:016x}", bytes / 1e6, most_saved_bytes / 1e6,
                     training.origin(), data_checksum(training));
}

}  // namespace replicas
