#include "run/merge_slices.h"
#include "run/data_places.h"

#include <spdlog/fmt/ranges.h>

#include <algorithm>

#include "model/error.h"
#include "model/printable.h"
#include "observe/instruments/measurement_fields.h"
#include "run/fields.h"
#include "run/known_data.h"
#include "run/make_ensemble.h"
#include "run/schedule.h"
#include "run/slices.h"
#include "run/stored_request.h"
#include "store/checkpoints.h"
#include "store/durable_file.h"
#include "store/run_directory.h"
#include "store/run_files.h"

namespace replicas {

namespace {

namespace fs = std::filesystem;

struct Slice {
  fs::path directory;
  std::string name;  ///< of its directory, for messages
  Request request;
  Shard shard() const { return request.physics.shard; }
};

Slice read_slice(const fs::path& directory) {
  const std::string directory_name = printable(directory.string());
  const fs::path file = directory / "config.toml";
  require(file_exists(file), ErrorKind::no_input, "{} is not the directory of a slice: it has no config.toml",
          directory_name);
  Slice slice{.directory = directory, .name = directory_name, .request = stored_request(directory)};
  require(!slice.shard().whole(), ErrorKind::bad_value, "{} is a whole run; what is joined are slices, made by <shard>",
          directory_name);
  require(!file_exists(directory / own_instruments_file), ErrorKind::bad_value,
          "{} has records of instruments of its caller's own ({}), and nobody here knows how those of several slices "
          "are joined; take the file away to join the rest",
          directory_name, own_instruments_file);
  return slice;
}

/// The slices in their order; all of one run, each of them once.
std::vector<Slice> read_slices(const std::vector<fs::path>& directories) {
  std::vector<Slice> slices;
  for (const fs::path& directory : directories) {
    Slice slice = read_slice(directory);
    if (!slices.empty()) {
      const Slice& first = slices.front();
      const std::string difference = differences(whole_run(first.request), whole_run(slice.request));
      require(difference.empty(), ErrorKind::bad_data, "{} is a slice of another run than {}: {}", slice.name,
              first.name, difference);
      require(slice.shard().parts == first.shard().parts, ErrorKind::bad_data, "{} is {}, but {} is {}", slice.name,
              shown_slice(slice.shard()), first.name, shown_slice(first.shard()));
      const auto same = std::ranges::find(slices, slice.shard(), &Slice::shard);
      require(same == slices.end(), ErrorKind::bad_value, "{} and {} are both {}; give each slice once",
              same == slices.end() ? "" : same->name, slice.name, shown_slice(slice.shard()));
    }
    slices.push_back(std::move(slice));
  }
  std::ranges::sort(slices, {}, [](const Slice& slice) { return slice.shard().number; });
  const Slice& one = slices.front();
  std::vector<std::size_t> missing;
  for (std::size_t number = 1; number <= one.shard().parts; ++number)
    if (std::ranges::none_of(slices, [&](const Slice& slice) { return slice.shard().number == number; }))
      missing.push_back(number);
  constexpr std::size_t most_named = 5;
  if (!missing.empty()) {
    const std::vector<std::size_t> some(
        missing.begin(), missing.begin() + static_cast<std::ptrdiff_t>(std::min(most_named, missing.size())));
    fail(ErrorKind::no_input, "of the {} slices of this run {} {} missing: {}{}", one.shard().parts, missing.size(),
         missing.size() == 1 ? "is" : "are", fmt::join(some, ", "), missing.size() > most_named ? ", ..." : "");
  }
  return slices;
}

/// The last commit of a slice; all of it is whole, and nothing of the run is left to do.
Checkpoints finished(const Slice& slice) {
  Checkpoints checkpoints(slice.directory);
  const std::string what = shown_slice(slice.shard());
  require(!checkpoints.empty(), ErrorKind::no_input, "{} ({}) has saved nothing yet; 'replicas resume {}' begins it",
          slice.name, what, slice.name);
  const Manifest& last = checkpoints.last();
  require(last.step == last.planned_steps, ErrorKind::no_input,
          "{} ({}) is at step {} of {}; 'replicas resume {}' goes on", slice.name, what, last.step, last.planned_steps,
          slice.name);
  return checkpoints;
}

/// Two slices that were computed apart from each other come from one start, one pilot and the same data.
void check_same_run(const Slice& first, const Manifest& expected, const Slice& slice, const Manifest& found) {
  require(found.planned_steps == expected.planned_steps, ErrorKind::no_input,
          "{} has {} steps, {} has {}; let both go on to the same <steps>", slice.name, found.planned_steps, first.name,
          expected.planned_steps);
  require(found.data == expected.data && found.test_data == expected.test_data, ErrorKind::bad_data,
          "{} is a slice of another run than {}: their data differ", slice.name, first.name);
  require(found.step_sizes == expected.step_sizes, ErrorKind::bad_data,
          "{} is a slice of another run than {}: their step sizes are {} and {}; slices of one run are made by one "
          "program on one kind of <device>",
          slice.name, first.name, fmt::join(found.step_sizes, " "), fmt::join(expected.step_sizes, " "));
}

void append(std::vector<float>& all, const std::vector<float>& part) {
  all.insert(all.end(), part.begin(), part.end());
}

/// What the run has to be saved as.
struct Joined {
  Measurements measured;
  std::vector<float> weights = {}, velocities = {};
  Manifest facts;
};

/// What the slices have in common, and nothing measured yet.
Joined begun(const Slice& slice, const Manifest& last, const OwnData& own) {
  Physics physics = whole_run(slice.request).physics;
  physics.steps = last.planned_steps;
  KnownData known = read_data(physics, own, &last, false, slice.name, begun_in(slice.directory));
  Joined joined{.measured = nothing_measured(physics, std::move(*known.ensemble)), .facts = last};
  joined.measured.ensemble.dynamics.step_sizes = last.step_sizes;
  joined.facts.files.clear();
  return joined;
}

void add(Joined& joined, const Slice& first, const Slice& slice, const Checkpoints& checkpoints,
         const Callbacks& callbacks) {
  const Manifest& last = checkpoints.last();
  if (last.program != joined.facts.program)
    callbacks.warn("{} was made by replicas {}, {} by {}; equal bits are promised for one program only", slice.name,
                   printable(last.program), first.name, printable(joined.facts.program));
  const Physics& physics = slice.request.physics;
  Ensemble& whole = joined.measured.ensemble;
  Measurements part = nothing_measured(physics, whole);
  checkpoints.read(part);
  // Slices that went on to more steps at other moments than others keep what those never took.
  thin_out(part, make_schedule(whole, physics.steps, last.planned_steps, physics.burn_in, physics.sample_interval));
  const std::size_t count = part.ensemble.replica_count() * whole.weights();
  require(join_measurements(joined.measured, std::move(part)), ErrorKind::bad_data,
          "{} and {} did not look at the same steps; one of them is damaged", first.name, slice.name);
  append(joined.weights, checkpoints.weights(count));
  if (whole.dynamics.has_velocities()) append(joined.velocities, checkpoints.velocities(count));
  if (whole.confinement.kind == Confinement::Kind::anchor) append(whole.anchor, checkpoints.start_weights(count));
}

Joined join(const std::vector<Slice>& slices, const Callbacks& callbacks, const OwnData& own) {
  std::vector<Checkpoints> checkpoints;  // of all, before anything is read at length
  for (const Slice& slice : slices) checkpoints.push_back(finished(slice));
  for (std::size_t i = 1; i < slices.size(); ++i)
    check_same_run(slices.front(), checkpoints.front().last(), slices[i], checkpoints[i].last());
  Joined joined = begun(slices.front(), checkpoints.front().last(), own);
  for (std::size_t i = 0; i < slices.size(); ++i) add(joined, slices.front(), slices[i], checkpoints[i], callbacks);
  return joined;
}

/// Whether `directory` holds, from an earlier call, the run that is to be made.
bool is_there(const RunDirectory& directory, const std::string& configuration, const Manifest& facts) {
  const std::optional<std::string> stored = directory.configuration();
  if (!stored) return false;
  const std::string directory_name = printable(directory.path().string());
  require(*stored == configuration, ErrorKind::cannot_create,
          "{} holds another run than these slices are of; choose another <out>, or replace it with <overwrite>",
          directory_name);
  if (!file_exists(directory.path() / manifest_name) && !file_exists(directory.path() / previous_name)) return false;
  const Checkpoints there(directory.path());
  const Manifest& last = there.last();
  require(last.step == facts.step && last.data == facts.data && last.step_sizes == facts.step_sizes,
          ErrorKind::cannot_create,
          "{} holds this run at step {}, the slices are at {}; choose another <out>, or replace it with <overwrite>",
          directory_name, last.step, facts.step);
  return true;
}

}  // namespace

void merge_slices(const std::vector<fs::path>& directories, const fs::path& out, bool overwrite,
                  const Callbacks& callbacks, const OwnData& own) {
  require(!directories.empty(), ErrorKind::bad_value, "no slice is given; name their directories");
  const std::vector<Slice> slices = read_slices(directories);
  for (const Slice& slice : slices) {
    std::error_code none;
    require(!fs::equivalent(slice.directory, out, none), ErrorKind::bad_value,
            "<out> {} is one of the slices; give the run another directory", printable(out.string()));
  }
  const Joined joined = join(slices, callbacks, own);
  const std::string configuration = replicas::configuration(whole_run(slices.front().request));
  RunDirectory directory(out, overwrite);
  if (!directory.warning().empty()) callbacks.warn("{}", directory.warning());
  directory.clear();
  if (!directory.replaces() && is_there(directory, configuration, joined.facts)) {
    callbacks.info("{} holds the {} slices already", printable(out.string()), slices.size());
    return;
  }
  // A merge that was killed in its commit leaves files that nothing lists, and slices to make them anew from.
  for (const std::string& name : run_files(directory.work()))
    if (is_saved_state(name)) remove_quietly(directory.work() / name);
  directory.begin(configuration);
  Checkpoints checkpoints(directory.work());
  checkpoints.commit(joined.facts, joined.weights, joined.measured, joined.velocities);
  directory.keep();
  callbacks.info("{}: {} slices joined, {} replicas at step {}", printable(out.string()), slices.size(),
                 joined.measured.ensemble.replica_count(), joined.measured.steps);
}

}  // namespace replicas
