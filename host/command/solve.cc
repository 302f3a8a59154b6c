#include "command/solve.h"
#include "command/field_words.h"

#include <spdlog/fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <optional>

#include "command/output_lock.h"
#include "command/signals.h"
#include "command/solve_arguments.h"
#include "command/solve_checkpoint.h"
#include "command/solve_results.h"
#include "model/error.h"
#include "show/arrays_table.h"
#include "show/log.h"
#include "solve/study_run.h"
#include "store/arrays_file.h"
#include "store/durable_file.h"
#include "theory/replica_symmetric.h"

namespace replicas {

namespace {

namespace fs = std::filesystem;

/// Loads at which theory expects no solution are allowed, and said.
void warn_above_capacity(const solve::Study& study) {
  if (study.law != solve::PatternLaw::random) return;
  if (study.machine.units > 1) {
    // Exact at every size, since each of the 2^weights networks is right on a random pattern with probability 1/2.
    if (study.loads.back() > 1)
      spdlog::warn("load {:g} is above 1: the mean number of solutions, 2^(weights - P), is below one",
                   study.loads.back());
    return;
  }
  const double capacity = theory::capacity({.margin = study.margin}).value;
  if (study.loads.back() > capacity)
    spdlog::warn("load {:g} is above the capacity {:.4f} at margin {:g}: few instances have a solution at all",
                 study.loads.back(), capacity, study.margin);
}

std::string shard_suffix(int shard, int shards) { return fmt::format(".shard-{}-of-{}", shard, shards); }

std::string identity_of(const SolveOptions& options, int shard, int shards) {
  return options.identity + (shards > 1 ? fmt::format(" --shard {}/{}", shard, shards) : "");
}

/// Takes up what an earlier process has saved of this study.
void take_up(solve::StudyRun& run, const std::string& identity, const fs::path& checkpoint, bool overwrite) {
  if (!fs::exists(checkpoint)) return;
  const std::vector<std::byte> state = read_study_state(checkpoint);
  const std::string theirs = solve::StudyRun::identity_of(state);
  if (theirs != identity && overwrite) return;
  require(theirs == identity, ErrorKind::cannot_create,
          "{} holds another study ({}); remove it, name another --out, or --overwrite", checkpoint.string(), theirs);
  run.restore(state);
  spdlog::info("going on from {}: {} of {} instances are finished", checkpoint.string(), run.finished(), run.tasks());
}

/// Works until all is finished; Error(stopped, 75) when a signal came before, with everything saved.
void finish(solve::StudyRun& run, const SolveOptions& options, const solve::Kernels& kernels,
            const fs::path& checkpoint) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::seconds between_lines{10};
  Clock::time_point last = Clock::now();
  solve::StudyRun::Watch watch;
  watch.stop = signalled;
  watch.save_seconds = options.checkpoint_seconds;
  watch.save = [&](const std::vector<std::byte>& state) { write_study_state(checkpoint, state); };
  watch.finished = [&](std::size_t finished, std::size_t all) {
    if (Clock::now() - last < between_lines) return;
    last = Clock::now();
    spdlog::info("{} of {} instances are finished", finished, all);
  };
  catch_signals();
  require(run.go_on(kernels, watch), ErrorKind::stopped,
          "stopped by a signal with {} of {} instances finished; the same command goes on from {}", run.finished(),
          run.tasks(), checkpoint.string());
}

void gather(solve::StudyRun& run, const SolveOptions& options) {
  for (int shard = 1; shard <= options.join; ++shard) {
    const fs::path path = options.out + shard_suffix(shard, options.join);
    const std::vector<std::byte> state = read_study_state(path);
    const std::string identity = identity_of(options, shard, options.join);
    require(solve::StudyRun::identity_of(state) == identity, ErrorKind::bad_data, "{} is a shard of another study ({})",
            path.string(), solve::StudyRun::identity_of(state));
    solve::StudyRun part(options.study, identity, shard - 1, options.join);
    part.restore(state);
    run.join(part);
  }
  require(run.finished() == run.tasks(), ErrorKind::bad_data, "the shards hold {} of {} instances", run.finished(),
          run.tasks());
}

void say(const SolveOptions& options, const std::vector<std::vector<solve::Solved>>& by_load,
         const solve::Kernels& kernels) {
  const solve::Study& study = options.study;
  for (std::size_t l = 0; l < by_load.size(); ++l) {
    int solved = 0;
    for (const solve::Solved& each : by_load[l]) solved += each.outcome.solved ? 1 : 0;
    spdlog::info("load {:g}: {} patterns, {} weights, {} of {} instances solved ({} kernels)", study.loads[l],
                 solve::patterns_of(study, study.loads[l]), study.machine.weights(), solved, by_load[l].size(),
                 kernels.name);
  }
}

/// Solves, or takes up, or joins; writes the file. Nothing comes back of a shard, whose file is its state.
std::optional<NamedArrays> solve_study(const SolveOptions& options, const std::vector<std::string>& words) {
  const solve::Kernels& kernels = solve::kernels_for(options.instructions);
  const bool part = options.shards > 1;
  const fs::path out = options.out + (part ? shard_suffix(options.shard, options.shards) : "");
  const fs::path checkpoint = out.string() + ".checkpoint";
  require_room_for(out, options.overwrite);
  set_up_log(options.quiet, as_options);
  const OutputLock lock(out);
  require_room_for(out, options.overwrite);  // again: who had the lock may have written it
  if (!lock.warning().empty()) spdlog::warn("{}", lock.warning());
  for (const Remark& remark : options.remarks)
    spdlog::log(remark.doubt ? spdlog::level::warn : spdlog::level::info, "{}", remark.sentence);
  warn_above_capacity(options.study);
  const std::string identity = identity_of(options, options.shard, options.shards);
  solve::StudyRun run(options.study, identity, options.shard - 1, options.shards);
  if (options.join > 0) {
    gather(run, options);
  } else {
    take_up(run, identity, checkpoint, options.overwrite);
    finish(run, options, kernels, checkpoint);
  }
  std::optional<NamedArrays> result;
  if (part) {
    write_study_state(out, run.state());
  } else {
    const auto by_load = run.by_load();
    say(options, by_load, kernels);
    result = solve_results(options, by_load);
    write_arrays(out, *result, fmt::format("replicas solve {}", fmt::join(words, " ")));
  }
  remove_quietly(checkpoint);
  return result;
}

}  // namespace

int solve_words(const std::vector<std::string>& words) {
  SolveOptions options;
  if (!parse_solve_arguments(words, options)) return 0;
  if (const auto result = solve_study(options, words))
    std::cout << (options.json ? arrays_json(*result) : arrays_table(*result));
  return 0;
}

void solve_silently(const std::vector<std::string>& words) {
  SolveOptions options;
  if (parse_solve_arguments(words, options)) solve_study(options, words);
}

}  // namespace replicas
