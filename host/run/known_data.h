#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "run/physics.h"
#include "store/manifest.h"
#include "system/ensemble.h"

namespace replicas {

/// What the replicas of a run are shown, read from where the physics says.
struct KnownData {
  std::optional<Ensemble> ensemble;           ///< none when the data are missing
  std::shared_ptr<const System> test_system;  ///< on the test data, or null
  std::uint64_t data = 0, test = 0;           ///< checksums of all values; `data` also of the weights of a file
  DataPlaces places = {};                     ///< where their files were
  std::string missing;                        ///< why the data of a finished run cannot be compared any more
};

/// XXH3 of all that the replicas are shown.
std::uint64_t data_checksum(const System& system);

/// Reads the data. Where a run has begun (`begun`, shown to people as `source`) they have to be those it began with:
/// Error(cannot_create, 73) names what changed. Data that are not there any more end it, too (66), unless the run is
/// finished and needs them no more; then `missing` says so. Files that have relative names and are not the same in the
/// working directory are looked for from `begun_in` (data_places.h), too.
KnownData read_data(const Physics& physics, const OwnData& own, const Manifest* begun, bool finished,
                    const std::string& source, const std::string& begun_in = {});

}  // namespace replicas
