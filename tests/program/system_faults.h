#pragma once

#include <string>
#include <vector>

namespace replicas {

/// What the n-th system call of the file layer does instead of its work. This program's own open, write, fsync, close,
/// rename and flock (system_faults.cc) stand before those of the C library, so nothing else can slip past them.
enum class Fault { none, no_space, io_error, short_write, interrupted, killed, no_links, no_locks };

/// Counts calls from 1 from now on and lets call number `call` fail; the others do their work.
void arm(Fault fault, int call);
/// Stops; returns the calls since `arm`, like "write run.nc.tmp" (file names without their directory).
std::vector<std::string> disarm();

}  // namespace replicas
