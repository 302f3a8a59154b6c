#include "run/stored_request.h"

#include <algorithm>
#include <utility>

#include "data/input_file.h"
#include "model/error.h"
#include "model/number_in.h"
#include "model/printable.h"
#include "run/field_values.h"
#include "run/fields.h"
#include "run/settle.h"
#include "store/checkpoints.h"
#include "store/run_files.h"
#include "store/toml.h"

namespace replicas {

namespace {

std::string configuration_text(const std::filesystem::path& run) {
  const std::vector<std::byte> bytes = read_input_file(run / "config.toml");
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

Request read_configuration(std::string_view text, std::string_view file) {
  try {
    Request request;
    for (const TomlEntry& entry : read_toml(text, file)) {
      const Field* const own = field(entry.key);
      require(own != nullptr && own->part == Field::Part::physics && entry.values.size() == 1, ErrorKind::bad_data,
              "{}:{}: {} is nothing that this program stores; another version wrote it", printable(file), entry.line,
              printable(entry.key));
      own->parse(request, entry.values[0]);
      request.given.insert(entry.key);
    }
    require(request.given.contains("steps"), ErrorKind::bad_data, "{}: it has no number of steps; it is damaged",
            printable(file));
    settle(request);
    return request;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::bad_data) throw;
    fail(ErrorKind::bad_data, "{}: {}; it is damaged", printable(file), error.what());
  }
}

Request stored_request(const std::filesystem::path& run) {
  return read_configuration(configuration_text(run), (run / "config.toml").string());
}

Shard stored_shard(const std::filesystem::path& run) {
  const std::filesystem::path file = run / "config.toml";
  if (!file_exists(file)) return {};
  for (const TomlEntry& entry : read_toml(configuration_text(run), file.string()))
    if (entry.key == "shard" && entry.values.size() == 1) return parse_shard(entry.values[0]);
  return {};
}

Request continued(const Request& asked_for, const Request& stored, std::uint64_t planned_steps,
                  const std::string& directory, std::vector<std::string>& assumed) {
  const std::uint64_t first_steps = stored.physics.steps;
  // Of files that were named anew their content decides, once there is a checksum to compare it with.
  Request asked = asked_for;
  const auto renamed = [&](std::string Physics::*name, std::string& place) {
    std::string& own = asked.physics.*name;
    if (planned_steps == 0 || own == stored.physics.*name || own.empty() || (stored.physics.*name).empty()) return;
    place = std::exchange(own, stored.physics.*name);
  };
  if (!asked.physics.in_memory() && !stored.physics.in_memory()) {
    DataPlaces& places = asked.physics.places;
    renamed(&Physics::data, places.data);
    renamed(&Physics::test_data, places.test_data);
  }
  std::string difference;
  Request request = asked;
  try {
    // With the first number of steps: what is derived from it comes out as it did then.
    request.physics.steps = first_steps;
    assumed = settle(request);
    difference = differences(stored, request);
  } catch (const Error& error) {
    difference = fmt::format("with its {} steps: {}", first_steps, error.what());
  }
  require(difference.empty(), ErrorKind::cannot_create,
          "{} holds another run: {}; choose another <out>, or replace that run with <overwrite>", directory,
          difference);
  Physics& physics = request.physics;
  const std::uint64_t interval = physics.sample_interval, wanted = asked.physics.steps;
  const std::uint64_t rounded = (wanted + interval - 1) / interval * interval;
  physics.first_steps = first_steps;
  physics.steps = std::max({rounded, planned_steps, first_steps});
  if (physics.steps == rounded && rounded != wanted)
    assumed.push_back(fmt::format("<steps> {} becomes {}: whole sample intervals of this run, of {} steps each", wanted,
                                  rounded, interval));
  return request;
}

std::optional<ContinuedSteps> continued_steps(const std::filesystem::path& run) {
  std::string ignored;
  if (!file_exists(run / "config.toml")) return std::nullopt;
  const std::optional<Manifest> manifest = read_manifest(run, manifest_name, false, ignored);
  if (!manifest) return std::nullopt;
  const std::string text = configuration_text(run);
  constexpr std::string_view key = "\nsteps = ";
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t place = at + key.size();
  const std::string first = text.substr(place, text.find('\n', place) - place);
  if (manifest->planned_steps <= number_in<std::uint64_t>(first)) return std::nullopt;
  return ContinuedSteps{.first = first, .place = place, .now = manifest->planned_steps};
}

}  // namespace replicas
