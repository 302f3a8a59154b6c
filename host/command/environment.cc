#include "command/environment.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "command/field_words.h"
#include "engine/engine.h"
#include "model/error.h"
#include "model/printable.h"
#include "run/field_values.h"

namespace replicas {

namespace {

std::optional<std::string> variable(const char* name) {
  const char* const text = std::getenv(name);
  if (text == nullptr || *text == '\0') return std::nullopt;
  return std::string(text);
}

/// A whole number from 0 on that a scheduler has set.
std::optional<std::int64_t> number_in_variable(const char* name) {
  const std::optional<std::string> text = variable(name);
  if (!text) return std::nullopt;
  const std::optional<std::int64_t> value = signed_whole_number(*text);
  require(value && *value >= 0, ErrorKind::bad_value, "{} is '{}' in the environment, no whole number; write I/N", name,
          printable(*text));
  return value;
}

/// The tasks of an array may begin anywhere and lie some steps apart; where they are a list with gaps of its own,
/// nobody says which place a task has in it.
std::string place_in_array(std::int64_t task) {
  const auto first = number_in_variable("SLURM_ARRAY_TASK_MIN"), count = number_in_variable("SLURM_ARRAY_TASK_COUNT"),
             last = number_in_variable("SLURM_ARRAY_TASK_MAX");
  require(
      first && count && *count > 0 && task >= *first, ErrorKind::bad_value,
      "<shard> auto: SLURM_ARRAY_TASK_ID is {}, but the array has no SLURM_ARRAY_TASK_MIN and _COUNT that fit; write "
      "auto/N or I/N",
      task);
  const std::int64_t reach = last.value_or(*first + *count - 1) - *first, gaps = *count - 1;
  const std::int64_t step = gaps > 0 ? std::max<std::int64_t>(reach / gaps, 1) : 1;
  require(
      step * gaps == reach && (task - *first) % step == 0 && (task - *first) / step < *count, ErrorKind::bad_value,
      "<shard> auto: the {} tasks of this array, {} to {}, do not lie equally far apart, so nothing says which slice "
      "task {} is; write auto/N, and task I is slice I of N",
      *count, *first, *first + reach, task);
  return fmt::format("{}/{}", (task - *first) / step + 1, *count);
}

std::string shard_text(const std::string& text) {
  if (text != "auto" && !text.starts_with("auto/")) return text;
  const std::string parts = text.size() > 5 ? text.substr(5) : "";
  const auto task = number_in_variable("SLURM_ARRAY_TASK_ID"), pod = number_in_variable("JOB_COMPLETION_INDEX");
  require(task || pod, ErrorKind::bad_value,
          "<shard> {}: this is no task of a Slurm array (SLURM_ARRAY_TASK_ID) and no pod of an Indexed Job "
          "(JOB_COMPLETION_INDEX); write I/N",
          text);
  if (task && text == "auto") return place_in_array(*task);
  require(!parts.empty(), ErrorKind::bad_value,
          "<shard> {}: JOB_COMPLETION_INDEX {} does not say of how many; write auto/N", text, pod.value_or(0));
  if (!task) return fmt::format("{}/{}", *pod + 1, parts);
  require(*task >= 1, ErrorKind::bad_value,
          "<shard> {}: SLURM_ARRAY_TASK_ID is 0, and with a number of slices task I is slice I; submit --array=1-{}",
          text, parts);
  return fmt::format("{}/{}", *task, parts);
}

std::string gpu_text(const std::string& text) {
  if (text != "auto") return text;
  std::optional<std::int64_t> rank = number_in_variable("SLURM_LOCALID");
  if (!rank) rank = number_in_variable("OMPI_COMM_WORLD_LOCAL_RANK");
  const auto gpus = static_cast<std::int64_t>(gpu_report().devices.size());
  return std::to_string(gpus > 0 ? rank.value_or(0) % gpus : 0);
}

}  // namespace

std::string text_from_environment(std::string_view key, const std::string& text) {
  if (key == "shard") return shard_text(text);
  if (key == "gpu") return gpu_text(text);
  return text;
}

std::string said_of_environment() {
  for (const char* const name : {"SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"})
    if (const std::optional<std::string> text = variable(name))
      return fmt::format("{} is {}: this process does all of the run none the less; <shard> auto would make it a slice",
                         name, printable(*text));
  return "";
}

}  // namespace replicas
