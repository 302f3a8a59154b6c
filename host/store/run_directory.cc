#include "store/run_directory.h"

#include <algorithm>

#include "model/error.h"
#include "model/printable.h"
#include "store/durable_file.h"
#include "store/short_hash.h"

namespace replicas {

namespace {

/// "config.toml, run.nc and 2 more", in alphabetical order.
std::string contents(std::vector<std::string> names) {
  constexpr std::size_t shown = 3;
  std::sort(names.begin(), names.end());
  std::string text;
  for (std::size_t i = 0; i < std::min(shown, names.size()); ++i) text += (i > 0 ? ", " : "") + printable(names[i]);
  return names.size() > shown ? fmt::format("{} and {} more", text, names.size() - shown) : text;
}

}  // namespace

void refuse_occupied(const std::filesystem::path& path) {
  namespace fs = std::filesystem;
  const std::string shown = printable(path.string());
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (status.type() == fs::file_type::not_found) return;
  require(!error, Exit::cannot_create, "{}: {}; choose another place with --out", shown, error.message());
  require(fs::is_directory(path, error), Exit::cannot_create,
          "{} is in the way: it is not a directory; remove it or choose another place with --out", shown);
  std::vector<std::string> names;
  fs::directory_iterator entry(path, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error))
    names.push_back(entry->path().filename().string());
  require(!error, Exit::cannot_create, "{}: cannot read this directory: {}; choose another place with --out", shown,
          error.message());
  if (names.empty()) return;
  const auto holds = [&names](const char* name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  const char* what = holds("run.nc")        ? "holds a finished run"
                     : holds("config.toml") ? "holds an unfinished run, or one that is still going on"
                                            : "is not empty";
  const char* look = holds("run.nc") ? "look at it with 'replicas plot', " : "";
  fail(Exit::cannot_create, "{} {} ({}) and nothing is overwritten; {}remove it, or choose another place with --out",
       shown, what, contents(names), look);
}

RunDirectory::RunDirectory(const std::filesystem::path& path, std::string_view configuration)
    : path_(path.lexically_normal()) {
  if (!path_.has_filename()) path_ = path_.parent_path();  // "out/" is "out"
  require(!path_.empty(), Exit::usage, "the name of the run directory is empty; write --out runs/NAME");
  refuse_occupied(path_);
  try {
    std::filesystem::path part;
    for (const std::filesystem::path& name : path_) {
      part /= name;
      std::error_code ignored;  // then mkdir says what is wrong
      if (!std::filesystem::is_directory(part, ignored) && create_directory_durably(part)) made_.push_back(part);
    }
    write_durably(path_ / "config.toml", configuration);
  } catch (...) {
    remove_what_was_made();
    throw;
  }
}

RunDirectory::~RunDirectory() {
  if (!kept_) remove_what_was_made();
}

void RunDirectory::remove_what_was_made() noexcept {
  std::error_code ignored;
  if (std::filesystem::exists(path_ / "run.nc", ignored)) return;
  for (const char* name : {"run.nc.tmp", "config.toml.tmp", "config.toml"}) remove_quietly(path_ / name);
  // Innermost first; a directory that is not empty stays.
  std::for_each(made_.rbegin(), made_.rend(), [](const auto& directory) { remove_quietly(directory); });
}

std::filesystem::path default_run_directory(std::string_view configuration) {
  return std::filesystem::path("runs") / short_hash(configuration);
}

std::filesystem::path result_file(const std::filesystem::path& run) {
  std::error_code ignored;
  return std::filesystem::is_directory(run, ignored) ? run / "run.nc" : run;
}

}  // namespace replicas
