#pragma once

#include <cstddef>
#include <vector>

namespace replicas {

/// How the global number of a replica splits into its temperature, its chain there, the group of this chain and the
/// data set that it is shown: number = temperature * chains + chain; `group` consecutive chains are one group, coupled
/// to each other and to nobody else; group g sees data set g % datasets. The one place that knows.
struct ReplicaMap {
  std::size_t temperatures = 1, chains = 1, datasets = 1;
  std::size_t group = 1;  ///< chains in a group; `chains` is a multiple of it

  constexpr std::size_t count() const { return temperatures * chains; }
  constexpr std::size_t number(std::size_t temperature, std::size_t chain) const {
    return temperature * chains + chain;
  }
  constexpr std::size_t temperature(std::size_t number) const { return number / chains; }
  constexpr std::size_t chain(std::size_t number) const { return number % chains; }
  constexpr std::size_t group_of_chain(std::size_t chain) const { return chain / group; }
  constexpr std::size_t dataset_of_chain(std::size_t chain) const { return group_of_chain(chain) % datasets; }
  constexpr std::size_t dataset(std::size_t number) const { return dataset_of_chain(chain(number)); }
  /// The chains that see a data set, at any temperature, in their order.
  std::vector<std::size_t> chains_of_dataset(std::size_t dataset) const {
    std::vector<std::size_t> result;
    for (std::size_t chain = 0; chain < chains; ++chain)
      if (dataset_of_chain(chain) == dataset) result.push_back(chain);
    return result;
  }
};

/// The replicas first, first + 1, ..., end - 1 by their global numbers: the part of an ensemble that one process owns.
/// A range may cut through a temperature. So slices are even to one replica for any number of them, also more slices
/// than temperatures; where that number divides the temperatures they are whole temperatures; and arrays over all
/// replicas are those of the slices one after the other.
struct ReplicaRange {
  std::size_t first = 0, count = 0;

  constexpr std::size_t end() const { return first + count; }
  constexpr bool holds(std::size_t number) const { return number >= first && number < end(); }
  constexpr bool operator==(const ReplicaRange&) const = default;
};

/// A run is computed in `parts` slices, counted from 1; 0 of 0 is the whole run. Slice `number` owns as many groups as
/// any other, or one less.
struct Shard {
  std::size_t number = 0, parts = 0;

  constexpr bool whole() const { return parts == 0; }
  constexpr ReplicaRange range(const ReplicaMap& map) const {
    const std::size_t groups = map.count() / map.group;
    if (whole()) return {0, map.count()};
    const std::size_t first = (number - 1) * groups / parts, end = number * groups / parts;
    return {first * map.group, (end - first) * map.group};
  }
  constexpr bool operator==(const Shard&) const = default;
};

}  // namespace replicas
