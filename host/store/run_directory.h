#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/directory_lock.h"

namespace replicas {

/// The directory of one run, locked: config.toml (the resolved configuration, written before step 0 and never changed),
/// the saved states (see Checkpoints), metrics.jsonl and run.nc. Until `keep` is called, the destructor removes what
/// this object created: a run that failed before its first step leaves nothing in the way of the next one.
class RunDirectory {
 public:
  /// Makes the directory with its parents, or takes the one that is there when it is empty or holds a run of this
  /// program. Error(cannot_create, 73) when something else is there, when it cannot be written, or when another process
  /// works in it. With `overwrite`, a run that is there is removed.
  RunDirectory(const std::filesystem::path& path, bool overwrite);
  RunDirectory(const RunDirectory&) = delete;
  RunDirectory& operator=(const RunDirectory&) = delete;
  ~RunDirectory();

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path result() const { return path_ / "run.nc"; }
  /// What config.toml says; nothing when no run has begun here.
  std::optional<std::string> configuration() const;
  void begin(std::string_view configuration);  ///< writes config.toml
  void require_writable() const;               ///< Error(cannot_create, 73) when nothing can be written here
  void keep() { kept_ = true; }
  void discard() { kept_ = false; }  ///< after all, nothing here is worth keeping

 private:
  void make();
  void remove_what_was_made() noexcept;

  std::filesystem::path path_;
  std::vector<std::filesystem::path> made_;  ///< directories, outermost first
  std::optional<DirectoryLock> lock_;
  bool begun_ = false;  ///< config.toml is of this object
  bool kept_ = false;
};

/// "runs/<short hash>": where the run of this configuration goes unless --out says otherwise.
std::filesystem::path default_run_directory(std::string_view configuration);

/// The run.nc that a user means by a run directory or by the file itself.
std::filesystem::path result_file(const std::filesystem::path& run);

}  // namespace replicas
