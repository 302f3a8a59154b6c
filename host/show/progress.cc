#include "show/progress.h"

#include <spdlog/fmt/fmt.h>

#include <chrono>
#include <cmath>

#include "show/number.h"
#include "show/terminal.h"

namespace replicas {

namespace {

constexpr double redraw_interval = 0.2;  // s
constexpr double plain_interval = 10;    // s: a batch job of a day leaves 8640 lines at most

std::string rate(double replica_steps, double seconds) {
  return number(replica_steps / seconds, 3, Notation::scientific) + " replica-steps/s";
}

}  // namespace

double Progress::steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Progress::Progress(std::FILE* stream, bool terminal, bool quiet, Clock clock, std::uint64_t first_step)
    : stream_(stream),
      terminal_(terminal),
      silent_(quiet),
      clock_(std::move(clock)),
      start_(clock_()),
      last_(start_),
      first_step_(first_step) {
  if (terminal_) last_ -= redraw_interval;  // the first line at once
}

Progress::~Progress() {
  if (open_line_) std::fputc('\n', stream_);
}

void Progress::update(std::uint64_t step, std::uint64_t steps, std::size_t replicas) {
  step_ = step;
  replicas_ = replicas;
  const double now = clock_();
  if (now - last_ < (terminal_ ? redraw_interval : plain_interval)) return;
  last_ = now;
  const double done = static_cast<double>(step - first_step_), seconds = now - start_;
  const double left = done > 0 ? seconds * static_cast<double>(steps - step) / done : NAN;
  const double percent = std::floor(100 * static_cast<double>(step) / static_cast<double>(steps));
  write(fmt::format("{:.0f} %, step {} of {}, {}, {} left{}", percent, step, steps,
                    rate(done * static_cast<double>(replicas), seconds), duration(left),
                    warning_.empty() ? "" : "; " + warning_));
}

void Progress::prepare(std::string_view work, std::uint64_t done, std::uint64_t all, const std::string& detail) {
  const double now = clock_();
  if (work != work_) {
    work_ = work;
    first_step_ = done;  // of another process, where it goes on from one
    start_ = now;
  }
  if (done == all) {
    if (open_line_) put("\r\x1b[K");
    open_line_ = false;
    return;
  }
  if (now - last_ < (terminal_ ? redraw_interval : plain_interval)) return;
  last_ = now;
  const double made = static_cast<double>(done) - static_cast<double>(first_step_);
  const double left = made > 0 ? (now - start_) * static_cast<double>(all - done) / made : NAN;
  write(fmt::format("{}: step {} of {}{}, {}, {}{} left", work_, done, detail.empty() ? "" : "at most ", all,
                    detail.empty() ? duration(now - start_) : detail, detail.empty() ? "" : "at most ",
                    duration(left)));
}

void Progress::warn(const std::string& warning) { warning_ = warning; }

void Progress::finish() {
  const double seconds = clock_() - start_;
  const std::uint64_t done = step_ - first_step_;
  write(fmt::format("{} steps of {} replicas in {}, {}{}", done, replicas_, duration(seconds),
                    rate(static_cast<double>(done) * static_cast<double>(replicas_), seconds),
                    warning_.empty() ? "" : "; " + warning_));
  if (open_line_) std::fputc('\n', stream_);
  open_line_ = false;
}

void Progress::write(const std::string& line) {
  if (silent_) return;
  if (!terminal_) {
    put(fmt::format("replicas: {}\n", line));
  } else {
    // A line longer than the terminal would wrap and then stay behind at the next redraw.
    const auto room = static_cast<std::size_t>(terminal_width(fileno(stream_)) - 1);
    put(fmt::format("\r\x1b[K{}", line.substr(0, room)));
    open_line_ = true;
  }
  std::fflush(stream_);
}

/// A stream that takes nothing any more (a full disk, a reader that went away) is no reason to end a run.
void Progress::put(const std::string& text) { std::fputs(text.c_str(), stream_); }

std::string duration(double seconds) {
  if (!std::isfinite(seconds)) return "unknown time";
  const auto whole = static_cast<long long>(std::llround(seconds));
  const long long minutes = whole / 60, hours = minutes / 60, days = hours / 24;
  if (days > 0) return fmt::format("{} d {:02} h", days, hours % 24);
  if (hours > 0) return fmt::format("{} h {:02} min", hours, minutes % 60);
  if (minutes > 0) return fmt::format("{} min {:02} s", minutes, whole % 60);
  return fmt::format("{} s", whole);
}

}  // namespace replicas
