#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace replicas {

/// A whole number from 0 to 2^64 - 1 as people write it: 10000000, 1e7, 2.5e6. Nothing when the text is anything else,
/// or no whole number (1.5, 1e-3). Exact: no digit passes through floating point.
std::optional<std::uint64_t> whole_number(std::string_view text);

}  // namespace replicas
