#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace replicas {

/// The directory of one run: config.toml (the resolved configuration, written before step 0 and never changed) and, at
/// the end, run.nc. Unless `keep` is called, the destructor removes what this object created: a run that failed leaves
/// nothing in the way of the next one. Other people's files, and a run.nc that exists, are never touched.
class RunDirectory {
 public:
  /// Makes the directory with its parents and writes config.toml. Error(cannot_create, 73) when something is there.
  RunDirectory(const std::filesystem::path& path, std::string_view configuration);
  RunDirectory(const RunDirectory&) = delete;
  RunDirectory& operator=(const RunDirectory&) = delete;
  ~RunDirectory();

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path result() const { return path_ / "run.nc"; }
  void keep() { kept_ = true; }

 private:
  void remove_what_was_made() noexcept;

  std::filesystem::path path_;
  std::vector<std::filesystem::path> made_;  ///< directories, outermost first
  bool kept_ = false;
};

/// "runs/<short hash>": where the run of this configuration goes unless --out says otherwise.
std::filesystem::path default_run_directory(std::string_view configuration);

/// The run.nc that a user means by a run directory or by the file itself.
std::filesystem::path result_file(const std::filesystem::path& run);

/// The same test as in the constructor, for use before anything is computed.
void refuse_occupied(const std::filesystem::path& path);

}  // namespace replicas
