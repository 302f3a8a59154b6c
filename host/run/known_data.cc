#include "run/known_data.h"

#include "data/dataset_file.h"
#include "model/error.h"
#include "model/printable.h"
#include "model/version.h"
#include "run/data_places.h"
#include "run/make_ensemble.h"
#include "run/weights_file.h"
#include "store/checksum.h"

namespace replicas {

std::uint64_t data_checksum(const System& system) {
  std::uint64_t sum = 0;
  for (const std::span<const std::byte> part : system.data()) {
    const std::uint64_t both[] = {sum, checksum(part)};
    sum = checksum(std::as_bytes(std::span(both)));
  }
  return sum;
}

namespace {

void read(const Physics& physics, const OwnData& own, KnownData& known) {
  known.ensemble = make_ensemble(physics, own);
  known.data = data_checksum(*known.ensemble->system);
  if (!physics.start.file.empty()) {
    const std::string& file = physics.places.weights.empty() ? physics.start.file : physics.places.weights;
    const std::uint64_t both[] = {known.data, weights_file_checksum(file)};
    known.data = checksum(std::as_bytes(std::span(both)));
  }
  known.places = physics.places;
  known.test_system = test_system_of(physics, own, *known.ensemble);
  if (known.test_system != nullptr) known.test = data_checksum(*known.test_system);
}

KnownData read_as_named(const Physics& physics, const OwnData& own, const Manifest* begun, bool finished,
                        const std::string& source) {
  KnownData known;
  if (begun == nullptr) {
    read(physics, own, known);
    return known;
  }
  const std::string ours = std::string(version) + (*revision ? fmt::format(" ({})", revision) : "");
  const std::string otherwise =
      begun->program == ours ? "" : fmt::format(", or replicas {} read it otherwise", printable(begun->program));
  constexpr const char* advice = "bring back those it began with, or choose another <out>";
  try {
    read(physics, own, known);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::no_input && finished) {
      known.missing = error.what();
      known.ensemble.reset();
      return known;
    }
    const bool can_be_named = !physics.data.empty() && !physics.in_memory() && physics.start.file.empty();
    if (error.kind() == ErrorKind::no_input && physics.places.data.empty() && can_be_named)
      fail(ErrorKind::no_input, "{}; say with <data> where it is now", error.what());
    // The options are those of the run, so what does not fit them is not what it began with.
    if (error.kind() != ErrorKind::bad_data && error.kind() != ErrorKind::bad_value) throw;
    fail(ErrorKind::cannot_create, "{} holds a run with other data: {}; {}", source, error.what(), advice);
  }
  const std::string weights =
      physics.start.file.empty() ? "" : fmt::format(" or the weights of {}", printable(physics.start.file));
  const bool moved = !physics.places.data.empty();
  require(begun->data == known.data, ErrorKind::cannot_create, "{} holds a run with other data: {}{} {}{}; {}", source,
          moved ? printable(physics.places.data) : known.ensemble->system->origin(), weights,
          moved ? "holds others" : "changed since it began", otherwise, advice);
  require(begun->test_data == known.test, ErrorKind::cannot_create, "{} holds a run with other test data: {} {}{}; {}",
          source, printable(physics.places.test_data.empty() ? physics.test_data : physics.places.test_data),
          physics.places.test_data.empty() ? "changed since it began" : "holds others", otherwise, advice);
  return known;
}

}  // namespace

KnownData read_data(const Physics& physics, const OwnData& own, const Manifest* begun, bool finished,
                    const std::string& source, const std::string& begun_in) {
  if (begun_in.empty()) return read_as_named(physics, own, begun, finished, source);
  // Before the first checkpoint there is no checksum to compare with: then where the run was begun counts more.
  if (begun != nullptr) {
    try {
      KnownData known = read_as_named(physics, own, begun, finished, source);
      if (known.ensemble) return known;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::no_input && error.kind() != ErrorKind::cannot_create) throw;
    }
  }
  Physics elsewhere = physics;
  const DataPlaces found = places_from(begun_in, physics);
  DataPlaces& places = elsewhere.places;
  // What was named anew for this call is where that name says.
  if (places.data.empty()) places.data = found.data;
  if (places.test_data.empty()) places.test_data = found.test_data;
  if (places.weights.empty()) places.weights = found.weights;
  try {
    return read_as_named(elsewhere, own, begun, false, source);
  } catch (const Error&) {
    return read_as_named(physics, own, begun, finished, source);  // and that is what people are told
  }
}

}  // namespace replicas
