#include "solve/kernels.h"

#include <spdlog/fmt/ranges.h>

#include "model/error.h"

namespace replicas::solve {

namespace {

struct Choice {
  const Kernels& (*kernels)();
  bool available;
};

std::vector<Choice> choices() {
#if defined(__x86_64__)
  const bool popcnt = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
  const bool avx512 = popcnt && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512vpopcntdq");
  return {{avx512_kernels, avx512}, {popcnt_kernels, popcnt}, {generic_kernels, true}};
#else
  return {{generic_kernels, true}};
#endif
}

}  // namespace

std::vector<std::string> available_kernels() {
  std::vector<std::string> names;
  for (const Choice& choice : choices())
    if (choice.available) names.emplace_back(choice.kernels().name);
  return names;
}

const Kernels& kernels_for(std::string_view name) {
  for (const Choice& choice : choices()) {
    if (name.empty() && choice.available) return choice.kernels();
    if (name != choice.kernels().name) continue;
    require(choice.available, ErrorKind::no_device, "this processor has no {} kernels; choose one of {}", name,
            fmt::join(available_kernels(), ", "));
    return choice.kernels();
  }
  fail(ErrorKind::bad_value, "<instructions> {}: choose one of {}", name, fmt::join(available_kernels(), ", "));
}

}  // namespace replicas::solve
