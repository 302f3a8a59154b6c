#pragma once

#include "model/error.h"

namespace replicas {

/// Exit statuses of the program (sysexits where one fits). README has the table.
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
