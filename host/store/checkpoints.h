#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "observe/instruments/measurements.h"
#include "store/manifest.h"
#include "store/segment.h"

namespace replicas {

/// The saved states of a run directory. A commit writes the weights and what was measured since the last one as new
/// files, then the manifest that lists them; only then are files that neither manifest lists removed. So what was saved
/// is never rewritten, and a process that dies at any moment leaves the last commit whole.
class Checkpoints {
 public:
  /// Looks for the newest commit of which every file has its size and checksum: that of `manifest`, else of
  /// `manifest.prev` (then `warning` says so). Error(bad_data, 65) when there are commits and none is whole.
  explicit Checkpoints(std::filesystem::path directory);

  bool empty() const { return !last_; }
  const Manifest& last() const { return *last_; }
  const std::string& warning() const { return warning_; }
  bool result_is_whole() const;  ///< the run is finished, and run.nc is what it was then

  std::vector<float> weights(std::size_t count) const;        ///< replicas x N, at last().step
  std::vector<float> velocities(std::size_t count) const;     ///< the same of dynamics that have them
  std::vector<float> start_weights(std::size_t count) const;  ///< at step 0; kept for anchored ensembles only
  void read(Measurements& measured) const;  ///< adds what was measured; the ensemble and the lengths are there already
  void resume(const Measurements& measured) { saved_ = series_lengths(measured); }  ///< the next segment begins here

  /// Makes this state the one to go on from. `now` says all but the files. Error(io_error, 74): the last commit stands.
  void commit(Manifest now, std::span<const float> weights, const Measurements& measured,
              std::span<const float> velocities = {});
  /// Bytes of measurements that the next commit has to write.
  std::size_t pending_bytes(const Measurements& measured) const;
  /// The directory was moved, with all that is in it.
  void moved(std::filesystem::path directory) { directory_ = std::move(directory); }
  /// Lists run.nc, which has been written: the run is finished.
  void finish();
  /// Of a finished run: one segment without the weights of the weight samples takes the place of all; they are removed.
  void drop_weight_samples(Measurements measured);

 private:
  void write(Manifest manifest);
  void remove_leftovers() const;

  std::filesystem::path directory_;
  std::optional<Manifest> last_, previous_;  ///< what the files `manifest` and `manifest.prev` say
  bool manifest_is_bad_ = false;             ///< then it must not become manifest.prev
  SeriesLengths saved_;
  std::vector<std::byte> memory_;  // of the last segment, for the next: fresh memory costs more than its copy
  std::string warning_;
};

/// Where the files of a run lie.
inline constexpr const char* manifest_name = "manifest";
inline constexpr const char* previous_name = "manifest.prev";

/// The manifest in this file, if it can be read and, with `whole`, every file that it lists is whole; else why not.
std::optional<Manifest> read_manifest(const std::filesystem::path& directory, const char* name, bool whole,
                                      std::string& reason);
/// That of the last checkpoint, or of the one before it where that cannot be read; the files are not looked at.
std::optional<Manifest> last_manifest(const std::filesystem::path& directory);

}  // namespace replicas
