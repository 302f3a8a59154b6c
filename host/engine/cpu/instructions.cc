#include "engine/cpu/instructions.h"

#include <spdlog/fmt/ranges.h>

#include "model/error.h"

namespace replicas::cpu {

namespace {

struct Choice {
  std::string_view name;
  const Kernels& (*kernels)();
  bool available;
};

std::vector<Choice> choices() {
#if defined(__x86_64__)
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
  return {{"avx512", avx512_kernels, avx512}, {"avx2", avx2_kernels, avx2}, {"generic", generic_kernels, true}};
#else
  return {{"generic", generic_kernels, true}};
#endif
}

}  // namespace

std::vector<std::string> available_instructions() {
  std::vector<std::string> names;
  for (const Choice& choice : choices())
    if (choice.available) names.emplace_back(choice.name);
  return names;
}

const Kernels& kernels_for(std::string_view instructions) {
  for (const Choice& choice : choices()) {
    if (instructions.empty() && choice.available) return choice.kernels();
    if (instructions != choice.name) continue;
    require(choice.available, ErrorKind::no_device, "this processor has no {}; choose one of {}", instructions,
            fmt::join(available_instructions(), ", "));
    return choice.kernels();
  }
  fail(ErrorKind::bad_value, "no instruction set '{}'; choose one of {}", instructions,
       fmt::join(available_instructions(), ", "));
}

}  // namespace replicas::cpu
