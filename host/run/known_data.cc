#include "run/known_data.h"

#include "data/dataset_file.h"
#include "model/error.h"
#include "model/printable.h"
#include "model/version.h"
#include "run/make_ensemble.h"
#include "run/weights_file.h"
#include "store/checksum.h"

namespace replicas {

namespace {

/// Of all that the replicas are shown.
std::uint64_t data_checksum(const System& system) {
  std::uint64_t sum = 0;
  for (const std::span<const std::byte> part : system.data()) {
    const std::uint64_t both[] = {sum, checksum(part)};
    sum = checksum(std::as_bytes(std::span(both)));
  }
  return sum;
}

void read(const Physics& physics, const OwnData& own, KnownData& known) {
  known.ensemble = make_ensemble(physics, own);
  known.data = data_checksum(*known.ensemble->system);
  if (!physics.start.file.empty()) {
    const std::uint64_t both[] = {known.data, weights_file_checksum(physics.start.file)};
    known.data = checksum(std::as_bytes(std::span(both)));
  }
  known.test_system = test_system_of(physics, own, *known.ensemble);
  if (known.test_system != nullptr) known.test = data_checksum(*known.test_system);
}

}  // namespace

KnownData read_data(const Physics& physics, const OwnData& own, const Manifest* begun, bool finished,
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
    // The options are those of the run, so what does not fit them is not what it began with.
    if (error.kind() != ErrorKind::bad_data && error.kind() != ErrorKind::bad_value) throw;
    fail(ErrorKind::cannot_create, "{} holds a run with other data: {}; {}", source, error.what(), advice);
  }
  const std::string weights =
      physics.start.file.empty() ? "" : fmt::format(" or the weights of {}", printable(physics.start.file));
  require(begun->data == known.data, ErrorKind::cannot_create,
          "{} holds a run with other data: {}{} changed since it began{}; {}", source, known.ensemble->system->origin(),
          weights, otherwise, advice);
  require(begun->test_data == known.test, ErrorKind::cannot_create,
          "{} holds a run with other test data: {} changed since it began{}; {}", source, printable(physics.test_data),
          otherwise, advice);
  return known;
}

}  // namespace replicas
