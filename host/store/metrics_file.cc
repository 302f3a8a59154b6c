#include "store/metrics_file.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "observe/instruments/instrument.h"

namespace replicas {

namespace {

/// Mean over the replicas of each temperature that the ensemble owns; null when it is not finite, or where it owns
/// none.
nlohmann::json means(const Ensemble& ensemble, const auto& values) {
  std::vector<double> owned(ensemble.temperatures.size(), 0.0), sums = owned;
  for (std::size_t r = 0; r < values.size(); ++r) owned[ensemble.temperature_index(r)] += 1;
  for (std::size_t r = 0; r < values.size(); ++r) {
    const std::size_t t = ensemble.temperature_index(r);
    sums[t] += static_cast<double>(values[r]) / owned[t];
  }
  for (std::size_t t = 0; t < sums.size(); ++t)
    if (owned[t] == 0) sums[t] = std::numeric_limits<double>::quiet_NaN();
  return sums;
}

std::string line(const Measurements& measured, const Sample& sample) {
  nlohmann::ordered_json entry;
  entry["step"] = sample.step;
  entry["burn_in"] = sample.step <= measured.burn_in;
  for (const RecordedArray& array : recorded_arrays(Occasion::sample))
    if (array.traced)
      visit_array(sample, array,
                  [&](const auto& values) { entry[std::string(array.name)] = means(measured.ensemble, values); });
  return entry.dump() + "\n";
}

}  // namespace

MetricsFile::MetricsFile(const std::filesystem::path& path, const Measurements& measured, std::uint64_t every)
    : every_(every) {
  const std::string lines = new_lines(measured);
  write_durably(path, lines);
  file_.emplace(path);
}

void MetricsFile::follow(const Measurements& measured) {
  const std::string lines = new_lines(measured);
  if (!lines.empty()) file_->append(lines);
}

std::string MetricsFile::new_lines(const Measurements& measured) {
  std::string lines;
  const auto add = [&](const std::vector<Sample>& samples, std::size_t& seen) {
    for (; seen < samples.size(); ++seen)
      if (samples[seen].step / measured.sample_interval % every_ == 0) lines += line(measured, samples[seen]);
  };
  add(measured.warmup, warmup_);
  add(measured.samples, samples_);
  return lines;
}

}  // namespace replicas
