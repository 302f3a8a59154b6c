#include "command/signals.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <initializer_list>

#include "command/error_line.h"
#include "command/exit_status.h"

namespace replicas {

namespace {

volatile std::sig_atomic_t flag = 0;
std::array<char, 256> line;  // of LeavesAtOnce, written before `leaves` is set
volatile std::sig_atomic_t leaves = 0, line_length = 0;

/// A handler may call no more than this: write and _exit, nothing that allocates or locks.
[[noreturn]] void leave() {
  if (::write(STDERR_FILENO, line.data(), static_cast<std::size_t>(line_length)) < 0)
    ::_exit(static_cast<int>(Exit::stopped));
  ::_exit(static_cast<int>(Exit::stopped));
}

void raise_flag(int number) {
  if (leaves != 0) leave();
  if (number == SIGALRM) return;
  if (flag != 0) std::_Exit(128 + number);
  flag = 1;
}

}  // namespace

void catch_signals() {
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) {
    struct sigaction before {};
    if (::sigaction(number, nullptr, &before) == 0 && before.sa_handler == SIG_IGN) continue;
    std::signal(number, raise_flag);
  }
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

bool signalled() { return flag != 0; }

LeavesAtOnce::LeavesAtOnce(const std::string& message, unsigned seconds) {
  const std::string text = error_line(message) + "\n";
  const std::size_t length = std::min(text.size(), line.size());
  std::copy_n(text.begin(), length, line.begin());
  line_length = static_cast<std::sig_atomic_t>(length);
  leaves = 1;
  if (seconds > 0) {
    std::signal(SIGALRM, raise_flag);
    ::alarm(seconds);
  } else if (signalled()) {
    leaves = 0;
    fail(ErrorKind::stopped, "{}", message);
  }
}

LeavesAtOnce::~LeavesAtOnce() {
  ::alarm(0);
  leaves = 0;
}

}  // namespace replicas
