#include <cstdlib>
#include <string_view>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "store/checksum.h"

namespace replicas {

namespace {

/// What the bytes are of, by how they begin: state and start blocks, segments, manifests, results, configurations.
std::string_view kind_of(std::string_view bytes) {
  constexpr std::size_t kind_at = 16;  // in a frame, see store/framed_file.cc
  if (bytes.starts_with("replicas manifest")) return "manifest";
  if (bytes.starts_with("replicas") && bytes.size() > kind_at) return bytes[kind_at] == 1 ? "state" : "segments";
  if (bytes.starts_with("\x89HDF")) return "run.nc";
  return bytes.find("temps = ") != std::string_view::npos ? "config" : "data";
}

}  // namespace

// Takes the place of store/checksum.cc in replicas_without_checksums alone: the checksum of one kind, named by
// REPLICAS_MUTANT, checks nothing; "all": none does.
std::uint64_t checksum(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const char* const asked = std::getenv("REPLICAS_MUTANT");
  const std::string_view mutant = asked ? asked : "all";
  return mutant == "all" || mutant == kind_of(text) ? 0 : XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace replicas
