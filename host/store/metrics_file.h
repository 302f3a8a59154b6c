#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

#include "observe/instruments/measurements.h"
#include "store/durable_file.h"

namespace replicas {

/// metrics.jsonl, the live view of a run: a line per sample (of a long run, per so many samples) with the step and,
/// per temperature, the loss and |w|^2 averaged over replicas. For people and dashboards; never read back. It is
/// written anew when a run goes on, so it has no line twice and none that was lost.
class MetricsFile {
 public:
  /// Writes the lines of the samples so far; later every `every`-th sample gets one.
  MetricsFile(const std::filesystem::path& path, const Measurements& measured, std::uint64_t every);
  /// Adds the lines of the samples since the last call.
  void follow(const Measurements& measured);

 private:
  std::string new_lines(const Measurements& measured);

  std::uint64_t every_;
  std::size_t warmup_ = 0, samples_ = 0;  ///< seen
  std::optional<AppendedFile> file_;
};

}  // namespace replicas
