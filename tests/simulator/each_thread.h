#pragma once

#include <tuple>
#include <utility>

#include "simulator/operations.h"
#include "simulator/warp.h"

namespace replicas::simulator {

using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;
using s32 = std::int32_t;
using s64 = std::int64_t;

// Twice, where the processor of today is not known: with its own fused operations, and without.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__)
#define WITH_ITS_INSTRUCTIONS __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define WITH_ITS_INSTRUCTIONS
#endif

/// result = Compute(operands) in every thread of the mask.
template <class Compute, class Result, class... Operands>
struct EachThread {
  template <std::size_t... I>
  [[gnu::always_inline]] static void run(Warp& warp, const Instruction& in, Mask mask, std::index_sequence<I...>) {
    Slot<Result>* const to = warp.values<Slot<Result>>(in.at[0]);
    const std::tuple<const Slot<Operands>*...> from{warp.values<Slot<Operands>>(in.at[I + 1])...};
    const auto compute = [&](int lane) {
      return static_cast<Slot<Result>>(
          static_cast<Result>(Compute{}(static_cast<Operands>(std::get<I>(from)[lane])...)));
    };
    if (mask == all_threads) {
#pragma GCC ivdep
      for (int lane = 0; lane < warp_size; ++lane) to[lane] = compute(lane);
    } else {
      for (int lane = 0; lane < warp_size; ++lane)
        if ((mask >> lane & 1) != 0) to[lane] = compute(lane);
    }
  }
  WITH_ITS_INSTRUCTIONS static void execute(Warp& warp, const Instruction& in, Mask mask) {
    run(warp, in, mask, std::index_sequence_for<Operands...>{});
  }
};

template <class Result, class... Operands, class Compute>
Operation each(Compute) {
  return {EachThread<Compute, Result, Operands...>::execute,
          {static_cast<std::uint8_t>(sizeof(Slot<Result>)), static_cast<std::uint8_t>(sizeof(Slot<Operands>))...},
          Flow::next};
}

}  // namespace replicas::simulator
