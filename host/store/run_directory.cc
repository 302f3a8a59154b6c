#include "store/run_directory.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "data/input_file.h"
#include "model/error.h"
#include "model/printable.h"
#include "store/checkpoints.h"
#include "store/durable_file.h"
#include "store/run_files.h"
#include "store/short_hash.h"

namespace replicas {

namespace {

namespace fs = std::filesystem;

/// "config.toml, run.nc and 2 more", in alphabetical order.
std::string contents(std::vector<std::string> names) {
  constexpr std::size_t shown = 3;
  std::sort(names.begin(), names.end());
  std::string text;
  for (std::size_t i = 0; i < std::min(shown, names.size()); ++i) text += (i > 0 ? ", " : "") + printable(names[i]);
  return names.size() > shown ? fmt::format("{} and {} more", text, names.size() - shown) : text;
}

/// What is written before config.toml, whole or not.
bool is_place(const std::string& name) { return name.starts_with(begun_in_file); }

/// Refuses a directory that is neither empty nor a run: what a killed process left half written is no obstacle.
void refuse_strangers(const fs::path& path) {
  if (file_exists(path / "config.toml")) return;
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator entry(path, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error))
    if (const std::string name = entry->path().filename().string(); name != "config.toml.tmp" && !is_place(name))
      names.push_back(name);
  const std::string shown = printable(path.string());
  require(
      !file_exists(path / "manifest"), ErrorKind::bad_data,
      "{}: config.toml is missing, so the run saved here cannot go on; bring it back, or begin anew with <overwrite>",
      shown);
  require(!error, ErrorKind::cannot_create, "{}: cannot read this directory: {}; choose another place with <out>",
          shown, error.message());
  require(
      names.empty(), ErrorKind::cannot_create,
      "{} is not empty ({}) and holds no run that could go on; nothing is overwritten; remove it, or choose another "
      "place with <out>",
      shown, contents(names));
}

/// A run is known by its configuration, so that goes last: what is left after an interruption can be removed again.
void remove_run(const fs::path& path) {
  for (const std::string& name : run_files(path))
    if (name != "config.toml") remove_quietly(path / name);
  remove_quietly(path / "segments");
  remove_quietly(path / "config.toml");
}

void remove_figures(const fs::path& path) {
  for (const std::string& name : drawn_figures(path)) remove_quietly(path / name);
  remove_quietly(path / "figures");
}

/// The run in `from` moves up into `to`, where none is. A process that dies in the middle leaves the rest in `from`.
void move_run(const fs::path& from, const fs::path& to) {
  std::vector<std::string> names = run_files(from);
  std::ranges::reverse(names);  // the manifest last
  for (const std::string& name : names) {
    if (name.starts_with("segments/")) create_directory_durably(to / "segments");
    move_durably(from / name, to / name);
  }
  remove_quietly(from / "segments");
}

}  // namespace

// "next" with a manifest is a run that takes the place of the one above it, which may be gone in part. It becomes
// "arrived" when nothing is left of that, and is then moved up.
void finish_replacement(const fs::path& run) {
  const fs::path next = run / "next", arrived = run / "arrived";
  std::string ignored;
  if (!file_exists(arrived)) {
    if (!read_manifest(next, manifest_name, true, ignored)) return;
    remove_figures(run);
    remove_run(run);
    sync_directory(run);
    move_durably(next, arrived);
  }
  if (read_manifest(arrived, manifest_name, false, ignored)) move_run(arrived, run);
  remove_quietly(arrived);
}

RunDirectory::RunDirectory(const fs::path& path, bool overwrite) : path_(path.lexically_normal()) {
  if (!path_.has_filename()) path_ = path_.parent_path();  // "out/" is "out"
  require(!path_.empty(), ErrorKind::bad_value, "the name of the run directory is empty; write <out> runs/NAME");
  try {
    make();
    lock_.emplace(path_);
    finish_replacement(path_);
    replaces_ = overwrite && (file_exists(path_ / "config.toml") || file_exists(path_ / "manifest"));
    if (!replaces_) refuse_strangers(path_);
    if (file_exists(work() / "manifest") && replaces_) clear();  // damaged, or it would have taken the place
  } catch (...) {
    remove_what_was_made();
    throw;
  }
}

RunDirectory::~RunDirectory() {
  if (!kept_) remove_what_was_made();
}

void RunDirectory::keep() {
  if (replaces_) finish_replacement(path_);
  replaces_ = false;
  kept_ = true;
}

void RunDirectory::clear() {
  if (!replaces_) return;
  remove_run(work());
  remove_quietly(work());
}

double RunDirectory::replaced_bytes() const {
  double bytes = 0;
  for (const std::string& name : replaces_ ? run_files(path_) : std::vector<std::string>()) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path_ / name, error);
    if (!error) bytes += static_cast<double>(size);
  }
  return bytes;
}

void RunDirectory::make() {
  const std::string shown = printable(path_.string());
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path_, error);
  if (status.type() != fs::file_type::not_found) {
    require(!error, ErrorKind::cannot_create, "{}: {}; choose another place with <out>", shown, error.message());
    require(fs::is_directory(path_, error), ErrorKind::cannot_create,
            "{} is in the way: it is not a directory; remove it or choose another place with <out>", shown);
    return;
  }
  fs::path part;
  for (const fs::path& name : path_) {
    part /= name;
    std::error_code ignored;  // then mkdir says what is wrong
    if (!fs::is_directory(part, ignored) && create_directory_durably(part)) made_.push_back(part);
  }
}

std::optional<std::string> RunDirectory::configuration() const {
  if (!file_exists(work() / "config.toml")) return std::nullopt;
  const std::vector<std::byte> bytes = read_input_file(work() / "config.toml");
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

void RunDirectory::begin(std::string_view configuration, std::string_view begun_in) {
  require_writable();
  begun_ = true;
  if (replaces_) create_directory_durably(work());
  if (!begun_in.empty()) write_durably(work() / begun_in_file, std::as_bytes(std::span(begun_in)));
  write_durably(work() / "config.toml", std::as_bytes(std::span(configuration)));
}

void RunDirectory::require_writable() const {
  if (::access(path_.c_str(), W_OK | X_OK) == 0) return;
  const int reason = errno;  // before the arguments of `fail`, which are evaluated in any order
  fail(ErrorKind::cannot_create, "{}: cannot write here: {}", printable(path_.string()), no_access(reason));
}

void RunDirectory::remove_what_was_made() noexcept {
  if (begun_) remove_run(work());
  if (begun_ && replaces_) remove_quietly(work());
  // Innermost first; a directory that is not empty stays.
  std::for_each(made_.rbegin(), made_.rend(), [](const auto& directory) { remove_quietly(directory); });
}

std::filesystem::path default_run_directory(std::string_view label, std::string_view configuration) {
  return std::filesystem::path("runs") / fmt::format("{}_{}", label, short_hash(configuration));
}

std::filesystem::path result_file(const std::filesystem::path& run) {
  std::error_code ignored;
  return std::filesystem::is_directory(run, ignored) ? run / "run.nc" : run;
}

}  // namespace replicas
