#include "command/signals.h"

#include <csignal>
#include <cstdlib>
#include <initializer_list>

#include "model/error.h"

namespace replicas {

namespace {

volatile std::sig_atomic_t flag = 0;

void raise_flag(int number) {
  if (flag != 0) std::_Exit(128 + number);
  flag = 1;
}

}  // namespace

void catch_signals() {
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) std::signal(number, raise_flag);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

bool signalled() { return flag != 0; }

void stop_before_first_step() {
  require(!signalled(), Exit::stopped,
          "stopped by a signal before the first step; nothing was saved, run again to begin");
}

}  // namespace replicas
