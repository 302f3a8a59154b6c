#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace replicas {

/// Processors that the control groups of a process grant, those around them included; infinite where none says so.
/// `groups`: the text of /proc/self/cgroup; `root`: where the groups are mounted.
double granted_processors(const std::string& groups, const std::string& root);

/// Processors this process may use: those of its affinity mask, and no more than the quota of its control groups
/// (cpu.max, or cpu.cfs_quota_us of the older kind) rounded up.
int available_processors();

/// How many of `threads` threads (0: available_processors()) can be had, the caller's among them: the pool starts what
/// it lacks and keeps it. Fewer where the system refuses more.
int start_threads(int threads);

/// The one pool of threads of this process. Calls body(worker, task) once for every task below `tasks`, in any order,
/// on at most `threads` threads (0: available_processors()), the caller's among them; worker < threads names the
/// thread, the caller is 0. What a body throws first is thrown here, once no other thread is at work; tasks not yet
/// begun are left out then. A call from inside a body, or while another thread of the user's has the pool, is done by
/// its caller alone: nothing waits for anything but its own work. A child of fork() begins with a pool of its own.
void run_tasks(std::size_t tasks, int threads, const std::function<void(int worker, std::size_t task)>& body);

}  // namespace replicas
