// Arithmetic and comparisons.
#include <algorithm>
#include <cmath>

#include "simulator/each_thread.h"

namespace replicas::simulator {

namespace {

using Table = OperationTable;

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
  compare<T>(table, type);
  table["add" + type] = table["add.rn" + type];  // unlike a product, a sum without a word is rounded, too
  table["fma.rn" + type] = each<T, T, T, T>([](T a, T b, T c) { return std::fma(a, b, c); });
  table["div.rn" + type] = each<T, T, T>([](T a, T b) { return a / b; });
  table["rcp.rn" + type] = each<T, T>([](T a) { return 1 / a; });
  table["sqrt.rn" + type] = each<T, T>([](T a) { return std::sqrt(a); });
  table["abs" + type] = each<T, T>([](T a) { return std::abs(a); });
  table["neg" + type] = each<T, T>([](T a) { return -a; });
}

template <class T>
void whole(Table& table, const std::string& type) {
  arithmetic<T>(table, type, "");
  compare<T>(table, type);
  if constexpr (std::is_signed_v<T>) table["neg" + type] = each<T, T>([](T a) -> T { return T(0) - a; });
  // By 0, and of the smallest number by -1, where a processor would stop.
  table["div" + type] = each<T, T, T>([](T a, T b) -> T {
    if (std::is_signed_v<T> && b == T(-1)) return T(0) - a;
    return b == 0 ? T(-1) : a / b;
  });
  table["rem" + type] = each<T, T, T>([](T a, T b) -> T {
    if (std::is_signed_v<T> && b == T(-1)) return 0;
    return b == 0 ? a : a % b;
  });
  // Bits shifted out are gone, whatever the distance.
  table["shr" + type] = each<T, T, u32>([](T a, u32 n) -> T {
    constexpr u32 bits = 8 * sizeof(T);
    return a >> std::min(n, bits - 1) >> (n >= bits ? 1 : 0);
  });
}

}  // namespace

OperationTable number_operations() {
  Table table;
  floating<float>(table, ".f32");
  floating<double>(table, ".f64");
  whole<s32>(table, ".s32");
  whole<s64>(table, ".s64");
  whole<u32>(table, ".u32");
  whole<u64>(table, ".u64");
  compare<std::int16_t>(table, ".s16");
  compare<u16>(table, ".u16");
  compare<u32>(table, ".b32");
  compare<u64>(table, ".b64");
  table["mul.hi.s32"] = each<s32, s32, s32>([](s32 a, s32 b) { return static_cast<s32>(s64{a} * b >> 32); });
  table["mul.hi.u32"] = each<u32, u32, u32>([](u32 a, u32 b) { return static_cast<u32>(u64{a} * b >> 32); });
  table["mul.wide.s32"] = each<s64, s32, s32>([](s32 a, s32 b) { return s64{a} * b; });
  table["mul.wide.u32"] = each<u64, u32, u32>([](u32 a, u32 b) { return u64{a} * b; });
  table["mad.lo.s32"] = each<u32, u32, u32, u32>([](u32 a, u32 b, u32 c) { return a * b + c; });
  return table;
}

}  // namespace replicas::simulator
