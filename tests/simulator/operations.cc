// The instructions that nvcc writes for our kernels. One table: name, what is done by each thread.
#include "simulator/operations.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "simulator/warp.h"

namespace replicas::simulator {

namespace {

using Table = OperationTable;
using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;
using s32 = std::int32_t;
using s64 = std::int64_t;

/// result = Compute(operands) in every thread of the mask.
template <class Compute, class Result, class... Operands>
struct EachThread {
  template <std::size_t... I>
  static void run(Warp& warp, const Instruction& in, Mask mask, std::index_sequence<I...>) {
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
  static void execute(Warp& warp, const Instruction& in, Mask mask) {
    run(warp, in, mask, std::index_sequence_for<Operands...>{});
  }
};

template <class Result, class... Operands, class Compute>
Operation each(Compute) {
  return {EachThread<Compute, Result, Operands...>::execute,
          {static_cast<std::uint8_t>(sizeof(Slot<Result>)), static_cast<std::uint8_t>(sizeof(Slot<Operands>))...},
          Flow::next};
}

template <class T>
void arithmetic(Table& table, const std::string& type, const std::string& rounding) {
  const std::string end = rounding + type;
  table["add" + end] = each<T, T, T>([](T a, T b) { return a + b; });
  table["sub" + end] = each<T, T, T>([](T a, T b) { return a - b; });
  table["mul" + (rounding.empty() ? ".lo" + type : end)] = each<T, T, T>([](T a, T b) { return a * b; });
  // Of a number and NaN, the number.
  table["min" + type] = each<T, T, T>([](T a, T b) { return b != b || a < b ? a : b; });
  table["max" + type] = each<T, T, T>([](T a, T b) { return b != b || a > b ? a : b; });
}

template <class T>
void compare(Table& table, const std::string& type) {
  table["setp.eq" + type] = each<u32, T, T>([](T a, T b) -> u32 { return a == b; });
  table["setp.ne" + type] = each<u32, T, T>([](T a, T b) -> u32 { return a < b || a > b; });
  table["setp.lt" + type] = each<u32, T, T>([](T a, T b) -> u32 { return a < b; });
  table["setp.le" + type] = each<u32, T, T>([](T a, T b) -> u32 { return a <= b; });
  table["setp.gt" + type] = each<u32, T, T>([](T a, T b) -> u32 { return a > b; });
  table["setp.ge" + type] = each<u32, T, T>([](T a, T b) -> u32 { return a >= b; });
  if constexpr (std::is_floating_point_v<T>) {  // or not a number
    table["setp.equ" + type] = each<u32, T, T>([](T a, T b) -> u32 { return !(a < b || a > b); });
    table["setp.neu" + type] = each<u32, T, T>([](T a, T b) -> u32 { return a != b; });
    table["setp.ltu" + type] = each<u32, T, T>([](T a, T b) -> u32 { return !(a >= b); });
    table["setp.leu" + type] = each<u32, T, T>([](T a, T b) -> u32 { return !(a > b); });
    table["setp.gtu" + type] = each<u32, T, T>([](T a, T b) -> u32 { return !(a <= b); });
    table["setp.geu" + type] = each<u32, T, T>([](T a, T b) -> u32 { return !(a < b); });
  }
}

template <class T>
void floating(Table& table, const std::string& type) {
  arithmetic<T>(table, type, ".rn");
  table["fma.rn" + type] = each<T, T, T, T>([](T a, T b, T c) { return std::fma(a, b, c); });
  table["div.rn" + type] = each<T, T, T>([](T a, T b) { return a / b; });
  table["rcp.rn" + type] = each<T, T>([](T a) { return 1 / a; });
  table["sqrt.rn" + type] = each<T, T>([](T a) { return std::sqrt(a); });
  table["abs" + type] = each<T, T>([](T a) { return std::abs(a); });
  table["neg" + type] = each<T, T>([](T a) { return -a; });
}

template <class T>
void division(Table& table, const std::string& type) {
  table["div" + type] = each<T, T, T>([](T a, T b) { return b == 0 ? T(-1) : a / b; });
  table["rem" + type] = each<T, T, T>([](T a, T b) { return b == 0 ? a : a % b; });
  // Bits shifted out are gone, whatever the distance.
  table["shr" + type] = each<T, T, u32>([](T a, u32 n) -> T {
    constexpr u32 bits = 8 * sizeof(T);
    return a >> std::min(n, bits - 1) >> (n >= bits ? 1 : 0);
  });
}

template <class T>
void bits(Table& table, const std::string& type) {
  table["and" + type] = each<T, T, T>([](T a, T b) { return a & b; });
  table["or" + type] = each<T, T, T>([](T a, T b) { return a | b; });
  table["xor" + type] = each<T, T, T>([](T a, T b) { return a ^ b; });
  table["shl" + type] = each<T, T, u32>([](T a, u32 n) -> T { return n < 8 * sizeof(T) ? a << n : 0; });
}

template <class T>
void moves(Table& table, std::initializer_list<const char*> types) {
  for (const std::string type : types) {
    table["mov" + type] = each<T, T>([](T a) { return a; });
    table["selp" + type] = each<T, T, T, u32>([](T a, T b, u32 first) { return first != 0 ? a : b; });
  }
}

/// From the low part of a longer register, too.
template <class From, class... To>
void conversions(Table& table, const std::string& from, std::initializer_list<const char*> to) {
  auto name = to.begin();
  const auto add = [&]<class One>(One) {
    const std::string full = "cvt." + std::string(*name++) + from;
    table[full] = each<One, From>([](From a) { return static_cast<One>(a); });
    if constexpr (std::is_integral_v<From> && sizeof(From) < 8)
      table[full + " of 8 bytes"] = each<One, u64>([](u64 a) { return static_cast<One>(static_cast<From>(a)); });
  };
  (add(To{}), ...);
}

void unpack(Warp& warp, const Instruction& in, Mask mask) {
  const u64* const from = warp.values<u64>(in.at[2]);
  for (int lane = 0; lane < warp_size; ++lane) {
    if ((mask >> lane & 1) == 0) continue;
    warp.values<u32>(in.at[0])[lane] = static_cast<u32>(from[lane]);
    warp.values<u32>(in.at[1])[lane] = static_cast<u32>(from[lane] >> 32);
  }
}

void numbers(Table& table) {
  floating<float>(table, ".f32");
  floating<double>(table, ".f64");
  arithmetic<s32>(table, ".s32", "");
  arithmetic<s64>(table, ".s64", "");
  arithmetic<u32>(table, ".u32", "");
  arithmetic<u64>(table, ".u64", "");
  division<s32>(table, ".s32");
  division<s64>(table, ".s64");
  division<u32>(table, ".u32");
  division<u64>(table, ".u64");
  compare<float>(table, ".f32");
  compare<double>(table, ".f64");
  compare<std::int16_t>(table, ".s16");
  compare<u16>(table, ".u16");
  compare<s32>(table, ".s32");
  compare<s64>(table, ".s64");
  compare<u32>(table, ".u32");
  compare<u64>(table, ".u64");
  compare<u32>(table, ".b32");
  compare<u64>(table, ".b64");
  table["mul.hi.s32"] = each<s32, s32, s32>([](s32 a, s32 b) { return static_cast<s32>(s64{a} * b >> 32); });
  table["mul.hi.u32"] = each<u32, u32, u32>([](u32 a, u32 b) { return static_cast<u32>(u64{a} * b >> 32); });
  table["mul.wide.s32"] = each<s64, s32, s32>([](s32 a, s32 b) { return s64{a} * b; });
  table["mul.wide.u32"] = each<u64, u32, u32>([](u32 a, u32 b) { return u64{a} * b; });
  table["mad.lo.s32"] = each<u32, u32, u32, u32>([](u32 a, u32 b, u32 c) { return a * b + c; });
}

void words(Table& table) {
  bits<u32>(table, ".b32");
  bits<u64>(table, ".b64");
  bits<u32>(table, ".pred");
  table["not.b32"] = each<u32, u32>([](u32 a) { return ~a; });
  table["not.b64"] = each<u64, u64>([](u64 a) { return ~a; });
  table["not.pred"] = each<u32, u32>([](u32 a) -> u32 { return a == 0; });
  table["bfi.b32"] = each<u32, u32, u32, u32, u32>([](u32 a, u32 b, u32 first, u32 count) -> u32 {
    const u32 mask = first > 31 ? 0 : (count > 31 ? 0xFFFFFFFF : (1U << count) - 1) << first;
    return (b & ~mask) | (first > 31 ? 0 : a << first & mask);
  });
  table["mov.pred"] = each<u32, u32>([](u32 a) -> u32 { return a != 0; });
  moves<u32>(table, {".b16", ".u16", ".s16", ".b32", ".u32", ".s32", ".f32"});
  moves<u64>(table, {".b64", ".u64", ".s64", ".f64"});
  table["cvta.to.global.u64"] = each<u64, u64>([](u64 a) { return a; });
  table["pack"] = each<u64, u32, u32>([](u32 low, u32 high) { return u64{high} << 32 | low; });
  table["unpack"] = {unpack, {4, 4, 8}, Flow::next};
  conversions<s32, s64, float, double>(table, ".s32", {"s64", "rn.f32", "rn.f64"});
  conversions<u32, u64, u16, float, double>(table, ".u32", {"u64", "u16", "rn.f32", "rn.f64"});
  conversions<s64, s32, float, double>(table, ".s64", {"s32", "rn.f32", "rn.f64"});
  conversions<u64, u32, float, double>(table, ".u64", {"u32", "rn.f32", "rn.f64"});
  conversions<u16, u32, u64>(table, ".u16", {"u32", "u64"});
  conversions<std::int16_t, s32, s64>(table, ".s16", {"s32", "s64"});
  conversions<std::int8_t, s32, s64>(table, ".s8", {"s32", "s64"});
  conversions<float, double>(table, ".f32", {"f64"});
  conversions<double, float>(table, ".f64", {"rn.f32"});
}

Table all_operations() {
  Table table = memory_operations();
  numbers(table);
  words(table);
  table["bra"] = table["bra.uni"] = {nullptr, {}, Flow::branch};
  table["ret"] = {nullptr, {}, Flow::end};
  table["bar.sync"] = {nullptr, {}, Flow::barrier};
  return table;
}

}  // namespace

const Operation* operation(const std::string& name) {
  static const Table table = all_operations();
  const auto found = table.find(name);
  return found == table.end() ? nullptr : &found->second;
}

}  // namespace replicas::simulator
