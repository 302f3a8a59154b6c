#pragma once

#include <spdlog/fmt/fmt.h>

#include <stdexcept>
#include <string>
#include <utility>

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

/// The one error type: thrown where the problem is seen, caught once in `main`. The message says what is wrong with
/// which value, why it matters, and what to do.
class Error : public std::runtime_error {
 public:
  Error(Exit status, const std::string& message) : std::runtime_error(message), status_(status) {}
  Exit status() const { return status_; }

 private:
  Exit status_;
};

template <class... Arguments>
[[noreturn]] void fail(Exit status, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  throw Error(status, fmt::format(format, std::forward<Arguments>(arguments)...));
}

template <class... Arguments>
void require(bool condition, Exit status, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  if (!condition) fail(status, format, std::forward<Arguments>(arguments)...);
}

}  // namespace replicas
