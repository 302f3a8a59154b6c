#pragma once

#include <spdlog/fmt/fmt.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace replicas {

/// What kind of thing went wrong. Callers decide what that means for them: the program has an exit status for each
/// (command/exit_status.h), a library of another language an exception type.
enum class ErrorKind {
  bad_value,  ///< a value that was asked for is not possible, or does not fit the others
  bad_data,   ///< a file exists and its content is not what it has to be
  no_input,   ///< a file or run that was named does not exist or cannot be read
  no_device,  ///< the hardware that was asked for is not there
  internal,   ///< a fault of this program
  out_of_memory,
  cannot_create,  ///< a place where something was to be written, or a run that is there already
  io_error,       ///< a write that failed
  stopped,        ///< stopped from outside with all saved; the same call goes on
  diverged,       ///< a replica left the finite numbers
  bad_config,     ///< a configuration file holds what no option is, or what it cannot be
};

/// The one error type: thrown where the problem is seen, caught by the caller of the library. The text says what is
/// wrong with which value, why it matters, and what to do, on one line. Where it speaks of something that the user can
/// choose it has that field's key in angle brackets, "<replicas> 0 is not at least 1; use fewer <steps>", and whoever
/// shows it writes what its users type: --replicas, replicas = or replicas=.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& text) : std::runtime_error(text), kind_(kind) {}
  ErrorKind kind() const { return kind_; }

  /// The keys in angle brackets in their order: the field that is at fault comes first in most texts, then those that
  /// would help.
  std::vector<std::string> fields() const;

 private:
  ErrorKind kind_;
};

/// Calls `replace(key)` for each key in angle brackets of a text, and returns the text with what that returns in the
/// place of "<key>". A key has small letters, digits and inner hyphens; all else stays as it is.
template <class Replace>
std::string replace_fields(std::string_view text, const Replace& replace) {
  const auto in_key = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  std::string result;
  while (!text.empty()) {
    const std::size_t open = text.find('<');
    result += text.substr(0, open);
    if (open == text.npos) break;
    text.remove_prefix(open);
    std::size_t end = 1;
    while (end < text.size() && in_key(text[end])) ++end;
    const bool key = end > 1 && end < text.size() && text[end] == '>' && text[1] != '-' && text[end - 1] != '-';
    const std::size_t taken = key ? end + 1 : 1;
    result += key ? replace(std::string(text.substr(1, end - 1))) : std::string(text.substr(0, 1));
    text.remove_prefix(taken);
  }
  return result;
}

/// The keys in angle brackets of a text, in their order.
inline std::vector<std::string> fields_of(std::string_view text) {
  std::vector<std::string> keys;
  replace_fields(text, [&keys](const std::string& key) { return keys.emplace_back(key); });
  return keys;
}

inline std::vector<std::string> Error::fields() const { return fields_of(what()); }

template <class... Arguments>
[[noreturn]] void fail(ErrorKind kind, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  throw Error(kind, fmt::format(format, std::forward<Arguments>(arguments)...));
}

template <class... Arguments>
void require(bool condition, ErrorKind kind, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  if (!condition) fail(kind, format, std::forward<Arguments>(arguments)...);
}

/// A device that failed under the program (70): what was saved is sound, and another try may well succeed. Any other
/// internal error would come again.
class DeviceFailure : public Error {
 public:
  explicit DeviceFailure(const std::string& message) : Error(ErrorKind::internal, message) {}
};

}  // namespace replicas
