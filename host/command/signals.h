#pragma once

namespace replicas {

/// TERM, INT, HUP and USR1 raise one flag that the run polls after every chunk; a second signal ends the program at
/// once (128 + number). PIPE and XFSZ are ignored, so that the write itself reports.
void catch_signals();
bool signalled();

/// Error(stopped, 75) when the flag is up: for the work before the first step, of which nothing can be saved.
void stop_before_first_step();

}  // namespace replicas
