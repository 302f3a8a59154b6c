#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace replicas {

/// Whether the bytes begin as gzip does.
bool is_gzip(std::span<const std::byte> bytes);

/// The first `most` bytes of what is packed in a gzip file, or all of it when it is shorter.
std::vector<std::byte> gunzip_head(std::span<const std::byte> packed, std::size_t most, std::string_view file);

/// What is packed in a gzip file (RFC 1952) when it is exactly `size` bytes and its checksum holds. No memory is taken
/// when the file is too short to hold so much: deflate packs at most 1032 to 1. Error(bad_data, 65) otherwise.
std::vector<std::byte> gunzip(std::span<const std::byte> packed, std::size_t size, std::string_view file);

/// The same where nothing says how much it is: whole members one after the other, as gzip and pigz write them, at most
/// 4 GiB unpacked.
std::vector<std::byte> gunzip_all(std::span<const std::byte> packed, std::string_view file);

/// What is packed by deflate without a header (RFC 1951), as in ZIP archives, when it is exactly `size` bytes.
std::vector<std::byte> inflate_raw(std::span<const std::byte> packed, std::size_t size, std::string_view file);

}  // namespace replicas
