#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace replicas {

/// FNV-1a with 64 bits (Fowler, Noll, Vo): the same for the same bytes on every machine and in every version.
std::uint64_t fnv1a(std::string_view text);

/// The first 10 hexadecimal digits of `fnv1a`: the name of a run directory after its configuration.
std::string short_hash(std::string_view text);

}  // namespace replicas
