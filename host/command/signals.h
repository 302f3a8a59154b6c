#pragma once

#include <string>

namespace replicas {

/// TERM, INT, HUP and USR1 raise one flag that a run looks at between two pieces of its work; a second signal ends the
/// program at once (128 + number). What was ignored when the program began (nohup, jobs that a script put into the
/// background) stays ignored. PIPE and XFSZ are ignored, so that the write itself reports.
void catch_signals();
bool signalled();

/// While it lives, a signal ends the program at once, with exit status 75 and this line: for long work during which
/// everything is saved already. Error(stopped, 75) when the signal has come before. With `seconds`, the program ends so
/// when they have passed, signal or not.
class LeavesAtOnce {
 public:
  explicit LeavesAtOnce(const std::string& message, unsigned seconds = 0);
  ~LeavesAtOnce();
  LeavesAtOnce(const LeavesAtOnce&) = delete;
  LeavesAtOnce& operator=(const LeavesAtOnce&) = delete;
};

}  // namespace replicas
