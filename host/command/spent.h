#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace replicas {

/// Where the time of a run went: wall seconds by what was done, in the order of their first beginning.
class Spent {
 public:
  /// Adds the time of one piece of work to `what` for as long as the result lives.
  class Piece {
   public:
    Piece(Spent& spent, const char* what);
    ~Piece();
    Piece(const Piece&) = delete;
    Piece& operator=(const Piece&) = delete;

   private:
    Spent& spent_;
    std::size_t place_;
    std::chrono::steady_clock::time_point begun_;
  };
  Piece on(const char* what) { return {*this, what}; }

  double seconds(const std::string& what) const;  ///< 0 when nothing of that name was done
  std::string text() const;                       ///< "start 0.52 s, pilot 1.3 s, steps 60 s"

 private:
  std::vector<std::pair<std::string, double>> parts_;
};

}  // namespace replicas
