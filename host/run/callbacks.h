#pragma once

#include <spdlog/fmt/fmt.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace replicas {

/// How far a run is: `step` of `steps` are done by each of `replicas` replicas.
struct ProgressReport {
  std::uint64_t step, steps;
  std::size_t replicas;
};

/// How far work before the first step is: `done` of at most `all` steps (a descent may be over sooner), and what else
/// there is to say. Done when they are equal.
struct PreparationReport {
  std::string_view work;  ///< "descent" or "pilot"
  std::uint64_t done, all;
  std::string detail = {};
};

/// What a run says and asks while it goes on. Every function may be missing; all are called by the thread that called
/// the run. A run prints nothing and knows no signal.
struct Callbacks {
  enum class Level { information, warning };

  /// A sentence to be shown; fields stand in angle brackets (model/error.h).
  std::function<void(Level, const std::string& text)> log = {};
  /// After every chunk of steps; `finished_steps` when the last of them is done.
  std::function<void(const ProgressReport&)> progress = {};
  std::function<void()> finished_steps = {};
  /// The same for what is done before the first step.
  std::function<void(const PreparationReport&)> preparation = {};
  /// The stop token: why the run has to stop ("by a signal"), or nothing. Asked between two pieces of work.
  std::function<std::string()> stop = {};
  /// Before every commit of a state, which is after `step` steps: what somebody else keeps beside a run can be saved
  /// here, so that it is there wherever the run may go on from.
  std::function<void(std::uint64_t step)> before_commit = {};
  /// Held during work that is not interrupted while all is saved already: who holds it may end the process, after
  /// `patience` seconds if that is not 0, saying `message`. It may throw Error(stopped).
  std::function<std::shared_ptr<void>(const std::string& message, unsigned patience)> while_saved = {};

  template <class... Arguments>
  void info(fmt::format_string<Arguments...> format, Arguments&&... arguments) const {
    if (log) log(Level::information, fmt::format(format, std::forward<Arguments>(arguments)...));
  }
  template <class... Arguments>
  void warn(fmt::format_string<Arguments...> format, Arguments&&... arguments) const {
    if (log) log(Level::warning, fmt::format(format, std::forward<Arguments>(arguments)...));
  }
  void report(const PreparationReport& now) const {
    if (preparation) preparation(now);
  }
  std::string stop_reason() const { return stop ? stop() : std::string(); }
};

}  // namespace replicas
