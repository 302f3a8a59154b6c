#pragma once

#include <string>
#include <string_view>

namespace replicas {

/// What a user wrote for a field, with what only the environment can know in the place of `auto`: --shard auto is the
/// task of a Slurm array (its place among the tasks, of as many), --shard auto/N one of tasks 1 to N of an array, also
/// of tasks that are started anew, or of the N pods of an Indexed Job; --gpu auto is the rank on this machine, as Slurm
/// or Open MPI count it, modulo the number of GPUs, or 0. All else is returned as it is.
std::string text_from_environment(std::string_view key, const std::string& text);

/// Where this process is one of many that run the same command, and does all of the run none the less: a sentence that
/// says so, since arrays over seeds are a habit and arrays over slices have to be asked for. Empty otherwise.
std::string said_of_environment();

}  // namespace replicas
