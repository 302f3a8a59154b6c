#include "run/slices.h"

#include <spdlog/fmt/fmt.h>

namespace replicas {

namespace {

std::string suffix(const Shard& shard) {
  return shard.whole() ? "" : fmt::format(".shard-{}-of-{}", shard.number, shard.parts);
}

}  // namespace

std::string shown_slice(const Shard& shard) { return fmt::format("slice {} of {}", shard.number, shard.parts); }

std::filesystem::path slice_directory(const std::filesystem::path& run, const Shard& shard) {
  std::filesystem::path directory = run.lexically_normal();
  if (!directory.has_filename()) directory = directory.parent_path();  // "out/" is "out"
  return directory += suffix(shard);
}

std::filesystem::path run_of_slice(const std::filesystem::path& directory, const Shard& shard) {
  const std::string name = directory.string(), own = suffix(shard);
  return name.size() > own.size() && name.ends_with(own) ? name.substr(0, name.size() - own.size()) : name;
}

Request whole_run(Request request) {
  request.physics.shard = {};
  request.given.erase("shard");
  return request;
}

}  // namespace replicas
