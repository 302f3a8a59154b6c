#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/directory_lock.h"

namespace replicas {

/// The directory of one run, locked: config.toml (the resolved configuration, written before step 0 and never changed),
/// the saved states (see Checkpoints), metrics.jsonl and run.nc. Until `keep` or `keep_begun` is called, the destructor
/// removes what this object created: a run that failed before its first step leaves nothing in the way of the next one.
///
/// A run that takes the place of another one begins in a folder of its own below it, "next". The old run and its
/// figures go when the new one has its first commit there: `keep` then removes them and moves the new one up, and a
/// process that dies in the middle leaves to the next one what is left to do.
class RunDirectory {
 public:
  /// Makes the directory with its parents, or takes the one that is there when it is empty or holds a run of this
  /// program. Error(cannot_create, 73) when something else is there, when it cannot be written, or when another process
  /// works in it. With `overwrite`, a run that is there will be replaced.
  RunDirectory(const std::filesystem::path& path, bool overwrite);
  RunDirectory(const RunDirectory&) = delete;
  RunDirectory& operator=(const RunDirectory&) = delete;
  ~RunDirectory();

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path work() const { return replaces_ ? path_ / "next" : path_; }  ///< where the run is saved now
  bool replaces() const { return replaces_; }                                        ///< another run, until `keep`
  double replaced_bytes() const;                                                     ///< of that run
  std::filesystem::path result() const { return path_ / "run.nc"; }
  std::string warning() const { return lock_->warning(); }
  /// What config.toml in `work` says; nothing when no run has begun there.
  std::optional<std::string> configuration() const;
  /// Writes config.toml, and before it, where it is not empty, what `begun_in` says (begun_in_file).
  void begin(std::string_view configuration, std::string_view begun_in = {});
  void require_writable() const;       ///< Error(cannot_create, 73) when nothing can be written here
  void keep();                         ///< the first commit is there
  void keep_begun() { kept_ = true; }  ///< there is none yet, but something to go on from
  void discard() { kept_ = false; }    ///< after all, nothing here is worth keeping
  void clear();                        ///< forgets what another process began in "next"

 private:
  void make();
  void remove_what_was_made() noexcept;

  std::filesystem::path path_;
  std::vector<std::filesystem::path> made_;  ///< directories, outermost first
  std::optional<DirectoryLock> lock_;
  bool replaces_ = false;
  bool begun_ = false;  ///< config.toml is of this object
  bool kept_ = false;
};

/// Ends a replacement in which a process died, if there was one: of a run directory that nobody works in.
void finish_replacement(const std::filesystem::path& run);

/// "runs/<label>_<short hash>": where the run of this configuration goes unless --out says otherwise.
std::filesystem::path default_run_directory(std::string_view label, std::string_view configuration);

/// The run.nc that a user means by a run directory or by the file itself.
std::filesystem::path result_file(const std::filesystem::path& run);

}  // namespace replicas
