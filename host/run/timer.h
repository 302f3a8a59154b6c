#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace replicas {

/// Wall seconds since it was made.
class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count(); }

 private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

/// Where the time of a run went: wall seconds by what was done, in the order of their first beginning.
class Timer {
 public:
  /// Adds the time of one piece of work to `what` for as long as the result lives.
  class Scope {
   public:
    Scope(Timer& timer, const char* what);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Timer& timer_;
    std::size_t place_;
    std::chrono::steady_clock::time_point begun_;
  };
  Scope on(const char* what) { return {*this, what}; }

  double seconds(const std::string& what) const;  ///< 0 when nothing of that name was done
  const std::vector<std::pair<std::string, double>>& parts() const { return parts_; }

 private:
  std::vector<std::pair<std::string, double>> parts_;
};

}  // namespace replicas
