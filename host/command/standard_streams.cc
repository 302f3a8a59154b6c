#include "command/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>

#include "model/error.h"

namespace replicas {

void open_standard_streams() {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(number, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest free number is this one. Opened the wrong way round, so that reading or writing fails as before.
    const int opened = ::open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    if (opened >= 0 && opened != number) ::close(opened);
  }
}

void flush_standard_output(const std::string& where) {
  errno = 0;
  std::cout.flush();
  std::fflush(stdout);
  const int reason = errno;
  if (std::cout.good() && std::ferror(stdout) == 0) return;
  fail(ErrorKind::io_error, "standard output cannot be written{}{}{}", reason != 0 ? ": " : "",
       reason != 0 ? std::strerror(reason) : "", where.empty() ? "" : "; " + where);
}

}  // namespace replicas
