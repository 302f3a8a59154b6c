#pragma once

#include <string>

namespace replicas {

/// Fills the places of standard streams that were closed (">&-"), or the next file that is opened would take them and
/// what is printed would go into it. Writing there still fails. First of all in `main`.
void open_standard_streams();

/// What was printed is on its way: Error(io_error, 74) when standard output cannot be written (a full disk, a reader
/// that went away). `where` says where its contents are, or nothing. A lost standard error is not asked for.
void flush_standard_output(const std::string& where = "");

}  // namespace replicas
