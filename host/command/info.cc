#include "command/verbs.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>

#include "command/field_words.h"
#include "command/read_words.h"
#include "command/results_of_run.h"
#include "model/error.h"
#include "model/printable.h"
#include "run/slices.h"
#include "run/stored_request.h"
#include "show/report.h"
#include "show/table.h"
#include "show/terminal.h"
#include "store/checkpoints.h"
#include "store/directory_lock.h"
#include "store/notebook_file.h"
#include "store/run_directory.h"
#include "store/run_files.h"
#include "store/run_nc.h"

namespace replicas {

namespace {

namespace fs = std::filesystem;

std::string size_text(double bytes) {
  return bytes < 1e6 ? fmt::format("{:.1f} kB", bytes / 1e3) : fmt::format("{:.1f} MB", bytes / 1e6);
}

std::string state(const fs::path& path, const Checkpoints& checkpoints) {
  const Manifest& last = checkpoints.last();
  const Shard shard = stored_shard(path);
  if (checkpoints.result_is_whole()) return "finished";
  if (!shard.whole() && last.step == last.planned_steps)
    return fmt::format("{}, finished ({} steps); replicas merge joins it with the others", shown_slice(shard),
                       last.step);
  const std::string done =
      fmt::format("{}step {} of {} saved ({:.0f} %)", shard.whole() ? "" : shown_slice(shard) + ", ", last.step,
                  last.planned_steps, 100.0 * static_cast<double>(last.step) / static_cast<double>(last.planned_steps));
  if (is_locked(path)) return done + ", going on now";
  return fmt::format("{}, stopped; 'replicas resume {}' goes on", done, printable(path.string()));
}

}  // namespace

int info(const std::vector<std::string>& words) {
  CLI::App app(
      "How far the run in the directory RUN is, whether it goes on now, and its results so far. Every saved file is "
      "checked: exit 65 when one is damaged.",
      "replicas info");
  std::string run;
  app.add_option("RUN", run, "The directory of a run")->required();
  if (!read_words(app, words)) return 0;
  const fs::path path = run;
  require_run_directory(path);
  const Checkpoints checkpoints(path);
  const std::string shown = printable(path.string());
  if (checkpoints.empty()) {
    const bool begun = file_exists(path / notebook_name);
    std::cout << fmt::format(
        "{}: {}{}\n", shown,
        begun ? "before its first step, the descent and pilot so far are saved" : "nothing saved yet",
        is_locked(path) ? ", going on now" : "");
    return 0;
  }
  if (!checkpoints.warning().empty()) std::cout << checkpoints.warning() << "\n";
  double bytes = 0;
  for (const ListedFile& file : checkpoints.last().files) bytes += static_cast<double>(file.size);
  std::cout << fmt::format("{}: {}\n", shown, state(path, checkpoints));
  std::cout << fmt::format("{} in {} saved files, each as its checksum says; seed {}, replicas {}\n", size_text(bytes),
                           checkpoints.last().files.size(), checkpoints.last().seed,
                           printable(checkpoints.last().program));
  if (!file_exists(path / "run.nc")) {
    const bool slice = !stored_shard(path).whole();
    std::cout << "no results yet" << (slice ? "; a slice has none" : until_results(path, checkpoints.last().step))
              << "\n";
    return 0;
  }
  const Results results = as_options(read_run(path / "run.nc"));
  std::cout << headline(results) << "\n\n" << table(results, terminal_width());
  return 0;
}

}  // namespace replicas
