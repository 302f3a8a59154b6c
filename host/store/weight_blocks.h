#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "store/framed_file.h"
#include "store/manifest.h"

namespace replicas {

/// Replicas in one file of weights: a constant, so that files do not depend on who computes.
inline constexpr std::size_t replicas_per_block = 256;

/// Writes the weights (replicas x N) as <stem>.<block>.<step>, a block of replicas each.
std::vector<ListedFile> write_weights(const std::filesystem::path& directory, const std::string& stem,
                                      std::uint64_t step, std::span<const float> weights, std::size_t replicas);

/// The weights back. Error(bad_data, 65) when a file is damaged or they are not `replicas` x N in all.
std::vector<float> read_weights(const std::filesystem::path& directory, const std::string& stem, std::uint64_t step,
                                const std::vector<ListedFile>& files, std::size_t count);

/// The weights in one such file, one at least. Error(bad_data, 65) when it is not this block, or holds more than
/// `most`.
std::vector<float> parse_block(const std::vector<std::byte>& bytes, const Frame& frame, const std::string& name,
                               std::size_t most);

}  // namespace replicas
