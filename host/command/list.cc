#include <spdlog/fmt/fmt.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "command/read_words.h"
#include "command/verbs.h"
#include "model/error.h"
#include "model/printable.h"
#include "run/chosen_fields.h"
#include "run/slices.h"
#include "run/stored_request.h"
#include "show/terminal.h"
#include "store/checkpoints.h"
#include "store/directory_lock.h"
#include "store/run_files.h"
#include "store/run_nc.h"

namespace replicas {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// One run as it lies there. Files are not checked, which `info` does: a list of many runs has to come at once.
struct ListedRun {
  std::string directory, state, damage;
  std::uint64_t step = 0, planned_steps = 0, bytes = 0;
  std::size_t failures = 0, notes = 0;
  bool judged = false;
  std::vector<std::pair<std::string, std::string>> chosen;
};

/// Bytes of everything below a directory; what vanishes meanwhile, or cannot be read, counts nothing.
std::uint64_t bytes_below(const fs::path& directory) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(directory, fs::directory_options::skip_permission_denied, error), end;
       !error && entry != end; entry.increment(error)) {
    std::error_code none;
    if (entry->is_regular_file(none) && !entry->is_symlink(none))
      if (const std::uintmax_t size = entry->file_size(none); !none) bytes += size;
  }
  return bytes;
}

std::string state_of(const fs::path& run, const std::optional<Manifest>& last) {
  const bool going_on = is_locked(run);
  if (!last) return going_on ? "starting" : "not begun";
  if (going_on) return "going on";
  if (last->result) return "finished";
  if (last->step < last->planned_steps) return "stopped";
  return stored_shard(run).whole() ? "no results" : "slice done";
}

ListedRun listed_run(const fs::path& directory) {
  ListedRun run;
  run.directory = directory.string();
  run.bytes = bytes_below(directory);
  try {
    run.chosen = chosen_fields(stored_request(directory));
    const std::optional<Manifest> last = last_manifest(directory);
    require(last || !file_exists(directory / "run.nc"), ErrorKind::bad_data,
            "there are results, but no manifest that can be read");
    if (last) run.step = last->step, run.planned_steps = last->planned_steps;
    run.state = state_of(directory, last);
    if (file_exists(directory / "run.nc")) {
      const Results results = read_run(directory / "run.nc");
      const auto count = [&results](Verdict::Kind kind) {
        return static_cast<std::size_t>(std::ranges::count(results.verdicts, kind, &Verdict::kind));
      };
      run.failures = count(Verdict::Kind::failure), run.notes = count(Verdict::Kind::note), run.judged = true;
    }
  } catch (const Error& error) {
    run.state = "damaged";
    run.damage = error.what();
  }
  return run;
}

/// Other programs have files of that name, too: without a manifest it has to be what a run of this program stores.
bool holds_run(const fs::path& directory) {
  if (!file_exists(directory / "config.toml")) return false;
  if (file_exists(directory / manifest_name) || file_exists(directory / previous_name)) return true;
  try {
    stored_request(directory);
    return true;
  } catch (const Error&) {
    return false;
  }
}

/// The runs at `root` and at most three folders below it, by name. A run holds no others: what lies in it is passed
/// over, and so is what cannot be opened.
void find_runs(const fs::path& root, int depth, std::vector<fs::path>& found) {
  if (holds_run(root)) {
    found.push_back(root);
    return;
  }
  std::vector<fs::path> folders;
  std::error_code error;
  for (fs::directory_iterator entry(root, fs::directory_options::skip_permission_denied, error), end;
       depth > 0 && !error && entry != end; entry.increment(error)) {
    std::error_code none;
    if (entry->is_directory(none) && !entry->is_symlink(none)) folders.push_back(entry->path());
  }
  std::ranges::sort(folders);
  for (const fs::path& folder : folders) find_runs(folder, depth - 1, found);
}

std::string size_text(std::uint64_t bytes) {
  const auto size = static_cast<double>(bytes);
  return size < 1e6   ? fmt::format("{:.0f} kB", size / 1e3)
         : size < 1e9 ? fmt::format("{:.1f} MB", size / 1e6)
                      : fmt::format("{:.1f} GB", size / 1e9);
}

std::string verdict_text(const ListedRun& run) {
  if (!run.judged) return "-";
  if (run.failures > 0) return fmt::format("{} failed", run.failures);
  return run.notes > 0 ? fmt::format("ok, {} note{}", run.notes, run.notes > 1 ? "s" : "") : "ok";
}

std::string progress_text(const ListedRun& run) {
  if (run.planned_steps == 0) return "-";
  return fmt::format("{} ({:.0f} %)", run.step,
                     100.0 * static_cast<double>(run.step) / static_cast<double>(run.planned_steps));
}

/// What was chosen, as options; a damaged run has the reason in its place.
std::string what_text(const ListedRun& run) {
  if (!run.damage.empty()) return run.damage;
  std::string text;
  for (const auto& [key, value] : run.chosen)
    text += fmt::format("{}--{}{}", text.empty() ? "" : " ", key, value == "true" ? "" : " " + value);
  return printable(text);
}

std::string table_of(const std::vector<ListedRun>& runs, std::size_t width) {
  std::vector<std::array<std::string, 6>> rows = {{"run", "state", "step", "verdict", "size", "what"}};
  for (const ListedRun& run : runs)
    rows.push_back({printable(run.directory), run.state, progress_text(run), verdict_text(run), size_text(run.bytes),
                    what_text(run)});
  std::array<std::size_t, 5> widths{};
  for (const auto& row : rows)
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i)
      line += row[i] + std::string(widths[i] - display_width(row[i]) + 2, ' ');
    // What does not fit beside the columns stands below them, whole: a run is chosen by it.
    const std::size_t indent = display_width(line) + 20 < width ? display_width(line) : 4;
    bool first = indent != 4;
    if (!first) text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    for (const std::string& part : wrap(row[5], std::max<std::size_t>(width - indent, 20))) {
      text += (first ? line : std::string(indent, ' ')) + part + "\n";
      first = false;
    }
    if (first) text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string json_of(const std::vector<ListedRun>& runs) {
  Json document = Json::array();
  for (const ListedRun& run : runs) {
    Json entry = {{"directory", run.directory},
                  {"state", run.state},
                  {"step", run.step},
                  {"planned_steps", run.planned_steps},
                  {"bytes", run.bytes}};
    if (run.judged) entry["failures"] = run.failures, entry["notes"] = run.notes;
    if (!run.damage.empty()) entry["damage"] = run.damage;
    entry["chosen"] = Json::object();
    for (const auto& [key, text] : run.chosen) entry["chosen"][key] = text;
    document.push_back(std::move(entry));
  }
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

int list(const std::vector<std::string>& words) {
  CLI::App app(
      "The runs in a directory and at most three folders below it: how far each is, whether it goes on now, how many "
      "of its verdicts failed, its size, and what of it was chosen (all else is by default). Saved files are not "
      "checked, "
      "which 'replicas info RUN' does.",
      "replicas list");
  std::vector<std::string> roots;
  bool as_json = false;
  app.add_option("DIR", roots, "Where to look; runs unless given");
  app.add_flag("--json", as_json, "The list as JSON");
  if (!read_words(app, words)) return 0;
  if (roots.empty()) roots = {"runs"};
  std::vector<fs::path> found;
  for (const std::string& root : roots) {
    std::error_code error;
    require(fs::is_directory(root, error), ErrorKind::no_input, "{} is not a directory; say where the runs lie",
            printable(root));
    find_runs(root, 3, found);
  }
  std::vector<ListedRun> runs;
  for (const fs::path& directory : found) runs.push_back(listed_run(directory));
  if (as_json)
    std::cout << json_of(runs);
  else if (runs.empty())
    std::cout << "no runs there\n";
  else
    std::cout << table_of(runs, static_cast<std::size_t>(terminal_width()));
  return 0;
}

}  // namespace replicas
