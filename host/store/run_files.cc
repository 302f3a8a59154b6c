#include "store/run_files.h"

#include <algorithm>
#include <array>

#include "data/input_file.h"
#include "model/error.h"
#include "model/printable.h"
#include "store/checksum.h"

namespace replicas {

bool is_state_of_a_step(std::string_view name) { return name.starts_with("state.") || name.starts_with("velocities."); }

namespace {

constexpr std::array<std::string_view, 8> fixed_names = {"manifest",           "manifest.prev", "metrics.jsonl",
                                                         "notebook",           "run.nc",        "config.toml",
                                                         own_instruments_file, begun_in_file};

std::string_view without_tmp(std::string_view name) {
  if (name.ends_with(".tmp")) name.remove_suffix(4);
  return name;
}

/// "stem.<digits>.<digits>": the last number, else nothing.
std::string_view step_in(std::string_view name) {
  name = without_tmp(name);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || !(is_state_of_a_step(name) || name.starts_with("start."))) return {};
  const std::string_view digits = name.substr(dot + 1);
  return digits.find_first_not_of("0123456789") == std::string_view::npos ? digits : std::string_view();
}

bool is_segment_name(std::string_view bare) {
  return !bare.empty() && without_tmp(bare).find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

bool is_saved_state(std::string_view name) { return name.starts_with("segments/") || !step_in(name).empty(); }

bool is_late_file(std::string_view name) {
  return name == "run.nc" || (is_state_of_a_step(name) && step_in(name) != "0");
}

bool file_exists(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::symlink_status(path, ignored).type() != std::filesystem::file_type::not_found;
}

void require_run_directory(const std::filesystem::path& directory) {
  require(file_exists(directory / "config.toml"), ErrorKind::no_input,
          "{} is not the directory of a run: it has no config.toml", printable(directory.string()));
}

std::vector<std::string> run_files(const std::filesystem::path& directory) {
  std::vector<std::string> names;
  const auto add = [&](const std::filesystem::path& folder, const std::string& prefix, auto belongs) {
    std::error_code ignored;
    std::filesystem::directory_iterator entry(folder, ignored);
    for (; !ignored && entry != std::filesystem::directory_iterator(); entry.increment(ignored))
      if (const std::string name = entry->path().filename().string(); belongs(name)) names.push_back(prefix + name);
  };
  const auto fixed = [](const std::string& name) {
    return std::ranges::find(fixed_names, without_tmp(name)) != fixed_names.end();
  };
  add(directory, "", [&](const std::string& name) { return fixed(name) || !step_in(name).empty(); });
  add(directory / "segments", "segments/", is_segment_name);
  std::stable_partition(names.begin(), names.end(),
                        [](const std::string& name) { return name.starts_with("manifest"); });
  return names;
}

std::vector<std::string> drawn_figures(const std::filesystem::path& directory) {
  std::vector<std::string> names;
  std::error_code ignored;
  std::filesystem::directory_iterator entry(directory / "figures", ignored);
  for (; !ignored && entry != std::filesystem::directory_iterator(); entry.increment(ignored)) {
    const std::string name = entry->path().filename().string();
    const std::string_view kind = without_tmp(name);
    if (!(kind.ends_with(".png") || kind.ends_with(".svg")) || !entry->is_regular_file(ignored)) continue;
    try {
      constexpr std::size_t head = 4096;  // both kinds say who drew them before what they draw
      const std::vector<std::byte> bytes = read_input_file(entry->path());
      const std::string_view text(reinterpret_cast<const char*>(bytes.data()), std::min(head, bytes.size()));
      if (text.find("replicas") != std::string_view::npos) names.push_back("figures/" + name);
    } catch (const Error&) {
      continue;  // what cannot be read is not known to be ours
    }
  }
  return names;
}

ListedFile listed(const std::filesystem::path& directory, const std::string& name) {
  try {
    const std::vector<std::byte> bytes = read_input_file(directory / name);
    return {name, bytes.size(), checksum(bytes)};
  } catch (const Error& error) {
    fail(ErrorKind::io_error, "{}", error.what());
  }
}

}  // namespace replicas
