#include "command/run_texts.h"

#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "model/printable.h"
#include "run/slices.h"
#include "show/progress.h"

namespace replicas {

void say_in_log(Callbacks::Level level, const std::string& text) {
  spdlog::log(level == Callbacks::Level::warning ? spdlog::level::warn : spdlog::level::info, "{}", text);
}

std::string where_time_went(const Simulation& simulation) {
  std::string text;
  for (const auto& [what, seconds] : simulation.times())
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what,
                        seconds < 99.5 ? fmt::format("{:.2g} s", seconds) : duration(seconds));
  return text;
}

std::string slice_line(const Simulation& simulation, bool as_json) {
  const Shard& shard = simulation.request().physics.shard;
  const std::string directory = simulation.directory().string();
  if (as_json)
    return nlohmann::ordered_json{{"slice", shard.number},
                                  {"slices", shard.parts},
                                  {"directory", directory},
                                  {"steps", simulation.steps()}}
               .dump() +
           "\n";
  const std::string run = printable(run_of_slice(directory, shard).string());
  return fmt::format("{}: {} is finished, {} steps; when all are: replicas merge --out {} {}.shard-*-of-{}\n",
                     printable(directory), shown_slice(shard), simulation.steps(), run, run, shard.parts);
}

}  // namespace replicas
