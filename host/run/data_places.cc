#include "run/data_places.h"

#include "data/input_file.h"
#include "store/run_files.h"

namespace replicas {

namespace fs = std::filesystem;

namespace {

/// Each name between commas.
template <class Change>
std::string each_name(const std::string& names, Change change) {
  std::string result;
  for (std::size_t at = 0; at <= names.size() && !names.empty();) {
    const std::size_t comma = std::min(names.find(',', at), names.size());
    result += (at > 0 ? "," : "") + change(names.substr(at, comma - at));
    at = comma + 1;
  }
  return result;
}

bool any_relative(const std::string& names) {
  bool any = false;
  each_name(names, [&](const std::string& name) {
    any |= fs::path(name).is_relative();
    return name;
  });
  return any;
}

}  // namespace

std::string begun_in(const fs::path& run) {
  if (!file_exists(run / begun_in_file)) return "";
  const std::vector<std::byte> bytes = read_input_file(run / begun_in_file);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string place_to_remember(const Physics& physics) {
  const bool named = !physics.in_memory() && any_relative(physics.data);
  if (!named && !any_relative(physics.test_data) && !any_relative(physics.start.file)) return "";
  std::error_code error;
  const fs::path here = fs::current_path(error);
  return error ? "" : here.string();
}

DataPlaces places_from(const std::string& directory, const Physics& physics) {
  const auto from = [&](const std::string& name) { return (fs::path(directory) / name).string(); };
  return {.data = each_name(physics.data, from),
          .test_data = each_name(physics.test_data, from),
          .weights = physics.start.file.empty() ? "" : from(physics.start.file)};
}

}  // namespace replicas
