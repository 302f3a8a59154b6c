#pragma once

#include <cstddef>

namespace replicas {

/// How the global number of a replica splits into its temperature, its chain there and the data set that this chain is
/// shown: number = temperature * chains + chain, and chain c sees data set c % datasets. The one place that knows.
struct ReplicaMap {
  std::size_t temperatures = 1, chains = 1, datasets = 1;

  constexpr std::size_t count() const { return temperatures * chains; }
  constexpr std::size_t number(std::size_t temperature, std::size_t chain) const {
    return temperature * chains + chain;
  }
  constexpr std::size_t temperature(std::size_t number) const { return number / chains; }
  constexpr std::size_t chain(std::size_t number) const { return number % chains; }
  constexpr std::size_t dataset_of_chain(std::size_t chain) const { return chain % datasets; }
  constexpr std::size_t dataset(std::size_t number) const { return dataset_of_chain(chain(number)); }
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

/// A run is computed in `parts` slices, counted from 1; 0 of 0 is the whole run. Slice `number` owns as many replicas
/// as any other, or one less.
struct Shard {
  std::size_t number = 0, parts = 0;

  constexpr bool whole() const { return parts == 0; }
  constexpr ReplicaRange range(std::size_t replicas) const {
    if (whole()) return {0, replicas};
    const std::size_t first = (number - 1) * replicas / parts;
    return {first, number * replicas / parts - first};
  }
  constexpr bool operator==(const Shard&) const = default;
};

}  // namespace replicas
