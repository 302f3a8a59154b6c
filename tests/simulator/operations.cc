// The instructions that nvcc writes for our kernels: name, and what each thread does.
#include "simulator/operations.h"

#include "simulator/each_thread.h"

namespace replicas::simulator {

namespace {

using Table = OperationTable;

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
  table.merge(number_operations());
  words(table);
  table["bra"] = table["bra.uni"] = {nullptr, {}, Flow::branch};
  table["ret"] = {nullptr, {}, Flow::end};
  table["bar.sync"] = {nullptr, {4}, Flow::barrier};  // number 0, for all threads of the block
  return table;
}

}  // namespace

const Operation* operation(const std::string& name) {
  static const Table table = all_operations();
  const auto found = table.find(name);
  return found == table.end() ? nullptr : &found->second;
}

}  // namespace replicas::simulator
