#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

namespace replicas {

/// How far a run is, on standard error. On a terminal one line, redrawn at most 5 times a second; otherwise a plain
/// line every 10 s, the first after 10 s, and a last one; nothing at all when quiet.
class Progress {
 public:
  /// Seconds since any moment; tests hand in their own.
  using Clock = std::function<double()>;

  /// `first_step`: where this process begins; what was done before it does not count for its speed.
  Progress(std::FILE* stream, bool terminal, bool quiet, Clock clock = steady_seconds, std::uint64_t first_step = 0);
  /// Ends a line that is still open, so that what follows (an error) starts on its own.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// After every chunk: `step` of `steps` are done by each of `replicas` replicas.
  void update(std::uint64_t step, std::uint64_t steps, std::size_t replicas);
  /// Before the first step: `work` ("pilot") has done `done` of at most `all` steps; what else there is to say of it.
  /// Its line goes away when they are equal.
  void prepare(std::string_view work, std::uint64_t done, std::uint64_t all, const std::string& detail);
  /// A text that stays at the end of the line from now on, such as "2 replicas diverged".
  void warn(const std::string& warning);
  /// The last line: what was done, in what time, how fast.
  void finish();

  static double steady_seconds();

 private:
  void write(const std::string& line);
  void put(const std::string& text);

  std::FILE* stream_;
  bool terminal_;
  bool silent_;
  Clock clock_;
  double start_;
  double last_;
  std::uint64_t first_step_;
  std::uint64_t step_ = first_step_;
  std::size_t replicas_ = 0;
  std::string warning_, work_;
  bool open_line_ = false;
};

/// "7 s", "4 min 05 s", "3 h 12 min", "2 d 03 h".
std::string duration(double seconds);

}  // namespace replicas
