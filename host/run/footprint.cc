#include "run/footprint.h"

#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "model/control_groups.h"
#include "model/error.h"
#include "model/number_in.h"
#include "model/printable.h"
#include "observe/instruments/curvature_map.h"
#include "observe/instruments/instrument.h"
#include "run/saved_data.h"

namespace replicas {

namespace {

std::string size_text(double bytes) {
  return bytes < 1e9 ? fmt::format("{:.1f} MB", bytes / 1e6) : fmt::format("{:.1f} GB", bytes / 1e9);
}

/// A file of the kernel, which has no size to be read by; empty when there is none.
std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Data sets: the system's own and the one that the kernels read, padded; that of run.nc; and the losses of all
/// examples that measurements hold. Measured on ten kinds of runs (bench/memory.py).
double data_memory(const Ensemble& ensemble) {
  double bytes = 0;
  for (const std::span<const std::byte> part : ensemble.system->data()) bytes += static_cast<double>(part.size());
  const double copies = bytes <= most_saved_bytes ? 3.2 : 2.1;
  return copies * bytes + static_cast<double>(ensemble.replica_count()) * ensemble.examples() * sizeof(float);
}

/// Of this machine, of the control group (a container, a batch job) where one says it, or of `ulimit -v`.
double most_memory() {
  double most = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
  most = std::min(most, granted_memory(text_of("/proc/self/cgroup"), "/sys/fs/cgroup"));
  rlimit limit{};
  if (::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
    most = std::min(most, static_cast<double>(limit.rlim_cur));
  return most;
}

/// Of looking at the curvature: Krylov bases of all replicas, some vectors of each, and those that the map keeps.
double curvature_memory(double state, const Schedule& schedule, const Request& request) {
  constexpr double a_few = 4;
  int most_vectors = 0;
  for (const Instrument& instrument : instruments()) most_vectors = std::max(most_vectors, instrument.cost.vectors);
  // A GPU plans fewer products, and so no more memory.
  const MapPlan plan =
      plan_map(request.physics.steps, request.physics.map_share / 100, steps_per_product_of_processors);
  if (!schedule.weights_fit || plan.axes_moments == 0) return (most_vectors + a_few) * state;
  const int basis = std::min(plan.axes_iterations, most_iterations(state));
  return (basis + static_cast<double>(mapped_directions) + a_few) * state;
}

}  // namespace

double granted_memory(const std::string& groups, const std::string& root) {
  double least = HUGE_VAL;
  for (const std::string& folder : control_group_folders(groups, root, "memory"))
    for (const char* name : {"/memory.max", "/memory.limit_in_bytes"})  // of version 2 and 1
      if (const double bytes = number_in(text_of(folder + name)); bytes > 0) least = std::min(least, bytes);
  return least;
}

Footprint footprint(const Ensemble& ensemble, const Schedule& schedule, const Request& request, bool has_test_data) {
  const auto replicas = static_cast<double>(ensemble.replica_count());
  const double state = replicas * 4.0 * static_cast<double>(ensemble.weights());
  // Also a slice computes start and pilot of all.
  const double everyone = static_cast<double>(ensemble.map().count()) * 4.0 * static_cast<double>(ensemble.weights());
  const auto interval = static_cast<double>(schedule.sample_interval);
  const double after_burn_in = static_cast<double>(request.physics.steps - schedule.burn_in) / interval;
  const double samples = static_cast<double>(request.physics.steps) / interval;
  const bool keeps_weights = schedule.weights_fit || request.physics.save_weights;
  const double weight_samples = after_burn_in / static_cast<double>(schedule.weight_every);
  const auto recorded = [&](Occasion occasion, double records) {
    return records * replicas * recorded_bytes(ensemble, occasion, keeps_weights, has_test_data);
  };
  const double measured =
      recorded(Occasion::sample, samples) + recorded(Occasion::weight_sample, weight_samples) +
      recorded(Occasion::curvature_check, after_burn_in / static_cast<double>(schedule.curvature_every)) +
      after_burn_in / static_cast<double>(schedule.cell_samples) * replicas * sizeof(ReplicaSums);
  const auto traces =
      static_cast<double>(std::ranges::count_if(recorded_arrays(Occasion::sample), &RecordedArray::traced));
  const double result =
      samples * replicas * sizeof(float) * traces + (request.physics.save_weights ? weight_samples * state : 0);
  // On disk the states of two manifests and, anchored, the start; in memory weights, gradients and their like.
  const double velocities = ensemble.dynamics.has_velocities() ? 1 : 0;
  const double states = (request.physics.confinement.kind == Confinement::Kind::anchor ? 3 : 2) + 2 * velocities;
  constexpr double program = 4.2e7;  // itself and its libraries
  // The segment of a checkpoint, 64 MB in a vector that grows by doubling, and 64 MB of clouds whose spectra are asked.
  const double buffers = std::min(measured, 2e8);
  return {.disk = measured + result + states * state,
          .memory = program + data_memory(ensemble) + buffers + measured + result + 4 * everyone + velocities * state +
                    curvature_memory(state, schedule, request)};
}

std::string require_room(const Footprint& needed, const std::filesystem::path& directory, double part_left,
                         double replaced_bytes, const Request& request) {
  const double most = most_memory() * request.control.max_memory / 100;
  require(
      needed.memory <= most, ErrorKind::out_of_memory,
      "this run needs {} of memory, more than {}, <max-memory> {} % of what there is; use fewer <replicas>, a larger "
      "<sample-interval>, or another <max-memory>",
      size_text(needed.memory), size_text(most), request.control.max_memory);
  struct statvfs disk {};
  const double disk_needed = needed.disk * part_left;
  if (::statvfs(directory.c_str(), &disk) == 0 && disk.f_blocks > 0) {  // some file systems do not say
    const double free = static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize) + replaced_bytes;
    require(
        disk_needed <= free, ErrorKind::io_error,
        "{}: this run will write {}, but only {} are free on this disk; make room or choose another place with <out>",
        printable(directory.string()), size_text(disk_needed), size_text(free));
  }
  return fmt::format("about {} to write, {} of memory", size_text(disk_needed), size_text(needed.memory));
}

}  // namespace replicas
