#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace replicas {

// Names and sizes that the writer and the reader of run.nc share.

inline constexpr std::string_view conventions = "replicas-1";
inline constexpr std::string_view error_suffix = "_error";
inline constexpr std::string_view draw_axis = "draw";  ///< without limit, so that a file can grow
inline constexpr std::string_view spread_suffix = "_dataset_spread";

/// Groups of curves, beside those of the draws; others are not looked for.
inline constexpr std::array<std::string_view, 4> curve_groups = {"curvature_map", "dynamics", "reweighting",
                                                                 "training"};

/// By the number of Verdict::Kind, as in the JSON text of the root attribute `verdicts`.
inline constexpr std::array<std::string_view, 3> verdict_kinds = {"good", "note", "failure"};

/// Root attributes that belong to the file, not to the Results.
inline constexpr std::array<std::string_view, 10> file_attributes = {"Conventions",
                                                                     "output_schema_version",
                                                                     "seed",
                                                                     "verdicts",
                                                                     "created_at",
                                                                     "creation_library",
                                                                     "inference_library",
                                                                     "creation_library_version",
                                                                     "creation_library_language",
                                                                     "inference_library_version"};

constexpr bool is_file_attribute(std::string_view name) {
  return std::find(file_attributes.begin(), file_attributes.end(), name) != file_attributes.end();
}

/// Draws in a chunk: all chains, all temperatures, and about 1 MiB; at least one draw, at most all there are.
constexpr std::size_t draws_per_chunk(std::size_t chains, std::size_t draws, std::size_t temperatures,
                                      std::size_t bytes_each) {
  const std::size_t bytes_per_draw = std::max<std::size_t>(chains * temperatures * bytes_each, 1);
  return std::clamp<std::size_t>((std::size_t{1} << 20) / bytes_per_draw, 1, std::max<std::size_t>(draws, 1));
}

}  // namespace replicas
