#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "command/error_line.h"
#include "command/exit_status.h"
#include "command/field_words.h"
#include "command/standard_streams.h"
#include "command/verbs.h"
#include "model/error.h"

// The only place that prints an error or decides how the program ends.
int main(int count, char** arguments) {
  using replicas::Exit;
  const std::vector<std::string> words(arguments + 1, arguments + count);
  replicas::open_standard_streams();
  try {
    const int status = replicas::run_verb(words);
    replicas::flush_standard_output();
    return status;
  } catch (const replicas::Error& error) {
    std::fprintf(stderr, "%s\n", replicas::error_line(replicas::as_options(error.what())).c_str());
    // After a failed write HDF5 must not run again, not even in the handlers that run at exit.
    if (error.kind() == replicas::ErrorKind::io_error) {
      std::fflush(nullptr);
      std::_Exit(static_cast<int>(Exit::io_error));
    }
    return static_cast<int>(replicas::exit_of(error.kind()));
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "replicas: out of memory; use fewer --replicas, temperatures or --examples\n");
    return static_cast<int>(Exit::out_of_memory);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", replicas::error_line(std::string("internal error: ") + error.what()).c_str());
    return static_cast<int>(Exit::internal);
  }
}
