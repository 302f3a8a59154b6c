#include <spdlog/fmt/fmt.h>
#include <unistd.h>

#include <algorithm>

#include "store/durable_file.h"
#include "store/run_nc.h"
#include "verify/machine.h"

namespace replicas {

namespace {

/// A run of two temperatures with a column, a trace and texts, made of numbers without a short decimal form.
Results small_run() {
  Results results;
  results.temperature = {1e-5, 0.1 * 3};
  const ResultAxis temperature = temperature_axis(results.temperature);
  results.columns = {{"loss_mean", "1", "mean of the loss", {1.0 / 3, 0.7}, {1e-3 / 7, 0.01}, {}, {temperature}, {}}};
  results.chains = 2;
  results.dataset_of_chain = {0, 0};
  results.warmup_draw_steps = {50};
  results.draw_steps = {100, 5'000'000'000};
  Trace draws{.name = "loss",
              .unit = "1",
              .long_name = "loss",
              .axes = draws_axes(2, 2, results.temperature),
              .group = draws_group};
  Trace warmup{.name = "loss",
               .unit = "1",
               .long_name = "loss",
               .axes = draws_axes(2, 1, results.temperature),
               .group = warmup_group};
  for (int i = 0; i < 4; ++i) warmup.values.push_back(1.0f / static_cast<float>(3 + i));
  for (int i = 0; i < 8; ++i) draws.values.push_back(1.0f / static_cast<float>(7 + i));
  results.traces = {draws, warmup};
  results.diverging.assign(draws.values.size(), 0);
  results.attributes = {{"title", "replicas selftest"}, {"configuration", "seed = \"1\"\n"}};
  results.integers = {{"steps", 6'000'000'000}};
  results.seed = 0xFFFFFFFFFFFFFFFF;
  return results;
}

/// Numbers and texts of `a` that `b` does not have bit for bit.
double differences(const Results& a, const Results& b) {
  double count = 0;
  count += a.temperature != b.temperature;
  count +=
      b.columns.size() != 1 || a.columns[0].values != b.columns[0].values || a.columns[0].error != b.columns[0].error;
  count += b.traces.size() != a.traces.size();
  for (std::size_t i = 0; i < std::min(a.traces.size(), b.traces.size()); ++i)
    count += a.traces[i].values != b.traces[i].values;
  count += a.draw_steps != b.draw_steps;
  count += a.seed != b.seed;
  for (const auto& [name, text] : a.attributes) count += !b.attributes.contains(name) || b.attributes.at(name) != text;
  for (const auto& [name, number] : a.integers) count += !b.integers.contains(name) || b.integers.at(name) != number;
  return count;
}

}  // namespace

Checks results_file(const std::filesystem::path& directory) {
  namespace fs = std::filesystem;
  const fs::path folder = directory / fmt::format("replicas-selftest-{}", ::getpid());
  create_directory_durably(folder);
  struct Removal {
    fs::path folder;
    ~Removal() {
      remove_quietly(folder / "run.nc");
      remove_quietly(folder);
    }
  } const removal{folder};
  const Results written = small_run();
  write_run(folder / "run.nc", written);
  const double differing = differences(written, read_run(folder / "run.nc"));
  const double left = fs::exists(temporary_of(folder / "run.nc"));
  return {exact_check("run.nc written, fsynced, renamed and read again, what differs", differing, 0, 0.5),
          exact_check("temporary files that stay behind", left, 0, 0.5)};
}

}  // namespace replicas
