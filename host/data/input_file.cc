#include "data/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>

#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

std::vector<std::byte> read_input_file(const std::filesystem::path& path) {
  const std::string source = printable(path.string());
  // O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.number < 0) fail(ErrorKind::no_input, "{}: cannot open this file: {}", source, std::strerror(errno));
  struct stat status {};
  if (::fstat(file.number, &status) != 0)
    fail(ErrorKind::no_input, "{}: cannot read: {}", source, std::strerror(errno));
  require(S_ISREG(status.st_mode), ErrorKind::no_input, "{}: is {}, not a file", source,
          S_ISDIR(status.st_mode) ? "a directory" : "a pipe or device");
  std::vector<std::byte> bytes;
  try {
    bytes.resize(static_cast<std::size_t>(status.st_size));
  } catch (const std::exception&) {  // bad_alloc or length_error
    fail(ErrorKind::out_of_memory, "{}: its {} bytes do not fit in memory; use a part of it", source, status.st_size);
  }
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::read(file.number, bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(ErrorKind::no_input, "{}: cannot read: {}", source, std::strerror(errno));
    require(got > 0, ErrorKind::bad_data, "{}: became shorter while it was read; run again when it is complete",
            source);
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

}  // namespace replicas
