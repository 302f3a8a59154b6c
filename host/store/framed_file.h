#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "model/byte_stream.h"
#include "store/manifest.h"

namespace replicas {

/// What a binary file of a run says of itself before its contents.
struct Frame {
  enum class Kind : std::uint32_t { weights = 1, segment = 2, compacted = 3, notebook = 4, study = 5 };
  Kind kind;
  std::uint32_t number;  ///< of the block or the segment
  std::uint64_t step;
};

/// A writer that has the frame behind it; see ByteWriter for `memory`.
ByteWriter begin_frame(const Frame& frame, std::vector<std::byte> memory = {});

/// Writes directory/name durably; what the manifest has to say about it.
ListedFile write_framed(const std::filesystem::path& directory, const std::string& name, const ByteWriter& writer);

/// The bytes of a listed file. Error(bad_data, 65) when it is missing, or has another size or checksum.
std::vector<std::byte> read_listed(const std::filesystem::path& directory, const ListedFile& file);

/// A reader behind the frame; Error(bad_data, 65) when the frame is not this one.
ByteReader open_frame(const std::vector<std::byte>& bytes, const Frame& frame, const std::string& name);

}  // namespace replicas
