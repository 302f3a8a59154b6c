#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace replicas {

/// Refuses (65) formats that people try, by their first bytes: each is named and answered with what to do instead.
/// `packed`: the bytes come out of a gzip file.
void refuse_known_formats(std::span<const std::byte> bytes, std::string_view file, bool packed = false);

}  // namespace replicas
