#pragma once

#include <array>
#include <string_view>

#include "model/error.h"

namespace replicas {

/// Exit statuses of the program (sysexits where one fits).
enum class Exit : int {
  ok = 0,
  check_failed = 1,
  usage = 64,
  bad_data = 65,
  no_input = 66,
  no_device = 69,
  internal = 70,
  out_of_memory = 71,
  cannot_create = 73,
  io_error = 74,
  stopped = 75,
  diverged = 76,
  bad_config = 78,
};

struct ExitMeaning {
  Exit status;
  std::string_view words;
};
/// What each of them says to a script: for the manual page and the site.
inline constexpr std::array exit_meanings = std::to_array<ExitMeaning>({
    {Exit::ok, "done"},
    {Exit::check_failed, "a check of diagnose or selftest failed"},
    {Exit::usage, "wrong usage: an option, a value or a word"},
    {Exit::bad_data, "bad data: the content of a file"},
    {Exit::no_input, "cannot open the input"},
    {Exit::no_device, "no such device or instructions, or no Python with matplotlib and netCDF4"},
    {Exit::internal, "an internal error, or a GPU that failed"},
    {Exit::out_of_memory, "out of memory: what the run needs is more than there is"},
    {Exit::cannot_create, "cannot create, or would overwrite"},
    {Exit::io_error, "input or output failed: a full disk, a lost standard output"},
    {Exit::stopped, "stopped by a signal or a limit of time, all saved: run again to go on"},
    {Exit::diverged, "a replica diverged"},
    {Exit::bad_config, "bad configuration"},
});

/// How the program ends after an error of this kind.
constexpr Exit exit_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::bad_value: return Exit::usage;
    case ErrorKind::bad_data: return Exit::bad_data;
    case ErrorKind::no_input: return Exit::no_input;
    case ErrorKind::no_device: return Exit::no_device;
    case ErrorKind::internal: return Exit::internal;
    case ErrorKind::out_of_memory: return Exit::out_of_memory;
    case ErrorKind::cannot_create: return Exit::cannot_create;
    case ErrorKind::io_error: return Exit::io_error;
    case ErrorKind::stopped: return Exit::stopped;
    case ErrorKind::diverged: return Exit::diverged;
    case ErrorKind::bad_config: return Exit::bad_config;
  }
  return Exit::internal;
}

}  // namespace replicas
