#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "run/physics.h"

namespace replicas {

/// "slice 2 of 5", for messages.
std::string shown_slice(const Shard& shard);

/// Where a slice of the run `run` is kept: RUN.shard-2-of-5, or RUN itself where it is no slice.
std::filesystem::path slice_directory(const std::filesystem::path& run, const Shard& shard);

/// The run that a directory of that name is a slice of, by its name: what `slice_directory` was asked for.
std::filesystem::path run_of_slice(const std::filesystem::path& directory, const Shard& shard);

/// The request for all of the run that this one may be a slice of.
Request whole_run(Request request);

/// Of an array over `all` replicas, so many numbers each (or empty), what belongs to `owned`.
template <class Number>
void keep_owned(std::vector<Number>& array, const ReplicaRange& owned, std::size_t all) {
  const auto each = static_cast<std::ptrdiff_t>(array.size() / all);
  array.erase(array.begin() + static_cast<std::ptrdiff_t>(owned.end()) * each, array.end());
  array.erase(array.begin(), array.begin() + static_cast<std::ptrdiff_t>(owned.first) * each);
}

}  // namespace replicas
