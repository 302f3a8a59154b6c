#include "engine/cpu/peak.h"

#include <chrono>
#include <vector>

#include "engine/cpu/instructions.h"
#include "engine/thread_pool.h"

namespace replicas::cpu {

double multiply_add_peak(int threads, std::string_view instructions, double seconds) {
  using Clock = std::chrono::steady_clock;
  const Kernels& kernels = kernels_for(instructions);
  constexpr std::int64_t rounds = 20000;  // about a tenth of a millisecond
  const auto workers = static_cast<std::size_t>(start_threads(threads));
  std::vector<double> operations(workers), times(workers);
  run_tasks(workers, static_cast<int>(workers), [&](int, std::size_t task) {
    const auto began = Clock::now();
    do {
      operations[task] += kernels.multiply_adds(rounds);
      times[task] = std::chrono::duration<double>(Clock::now() - began).count();
    } while (times[task] < seconds);
  });
  double rate = 0;
  for (std::size_t task = 0; task < workers; ++task) rate += operations[task] / times[task];
  return rate;
}

}  // namespace replicas::cpu
