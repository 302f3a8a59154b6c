#pragma once

#include "engine/cpu/pack.h"

namespace replicas::cpu {

/// `count` packs that go through a formula side by side: each operation is written for all of them before the next, so
/// that a processor with a short scheduling window still finds independent work.
template <class Part, int count>
struct PackArray {
  Part part[count];
  PackArray() = default;
  template <class Value>
  HOST_DEVICE explicit PackArray(Value value) {
#pragma GCC unroll 8
    for (int i = 0; i < count; ++i) part[i] = Part(value);
  }
  template <class Other>
  HOST_DEVICE explicit PackArray(PackArray<Other, count> value) {
#pragma GCC unroll 8
    for (int i = 0; i < count; ++i) part[i] = Part(value.part[i]);
  }
};

/// body(part, ...) of each part.
template <int count, class Body, class... Parts>
HOST_DEVICE auto each(Body body, const PackArray<Parts, count>&... values) {
  PackArray<decltype(body(values.part[0]...)), count> result;
#pragma GCC unroll 8
  for (int i = 0; i < count; ++i) result.part[i] = body(values.part[i]...);
  return result;
}

template <class P, int n>
HOST_DEVICE auto operator+(PackArray<P, n> a, PackArray<P, n> b) {
  return each<n>(
      [](P x, P y) __attribute__((always_inline)) { return x + y; }, a, b);
}
template <class P, int n>
HOST_DEVICE auto operator-(PackArray<P, n> a, PackArray<P, n> b) {
  return each<n>(
      [](P x, P y) __attribute__((always_inline)) { return x - y; }, a, b);
}
template <class P, int n>
HOST_DEVICE auto operator-(PackArray<P, n> a) {
  return each<n>(
      [](P x) __attribute__((always_inline)) { return -x; }, a);
}
template <class P, int n>
HOST_DEVICE auto operator*(PackArray<P, n> a, PackArray<P, n> b) {
  return each<n>(
      [](P x, P y) __attribute__((always_inline)) { return x * y; }, a, b);
}
template <class P, int n>
HOST_DEVICE auto operator&(PackArray<P, n> a, PackArray<P, n> b) {
  return each<n>(
      [](P x, P y) __attribute__((always_inline)) { return x & y; }, a, b);
}
template <class P, int n>
HOST_DEVICE auto operator^(PackArray<P, n> a, PackArray<P, n> b) {
  return each<n>(
      [](P x, P y) __attribute__((always_inline)) { return x ^ y; }, a, b);
}
template <class P, int n>
HOST_DEVICE auto operator~(PackArray<P, n> a) {
  return each<n>(
      [](P x) __attribute__((always_inline)) { return ~x; }, a);
}
template <class P, int n>
HOST_DEVICE auto operator<<(PackArray<P, n> a, int bits) {
  return each<n>(
      [bits](P x) __attribute__((always_inline)) { return x << bits; }, a);
}
template <class P, int n>
HOST_DEVICE auto operator>>(PackArray<P, n> a, int bits) {
  return each<n>(
      [bits](P x) __attribute__((always_inline)) { return x >> bits; }, a);
}
template <class P, int n>
HOST_DEVICE auto operator>(PackArray<P, n> a, PackArray<P, n> b) {
  return each<n>(
      [](P x, P y) __attribute__((always_inline)) { return x > y; }, a, b);
}
template <class P, int n>
HOST_DEVICE auto fused(PackArray<P, n> a, PackArray<P, n> b, PackArray<P, n> c) {
  return each<n>(
      [](P x, P y, P z) __attribute__((always_inline)) { return fused(x, y, z); }, a, b, c);
}
template <class Mask, class P, int n>
HOST_DEVICE auto select(PackArray<Mask, n> mask, PackArray<P, n> a, PackArray<P, n> b) {
  return each<n>(
      [](Mask m, P x, P y) __attribute__((always_inline)) { return select(m, x, y); }, mask, a, b);
}
template <class P, int n>
HOST_DEVICE auto square_root(PackArray<P, n> a) {
  return each<n>(
      [](P x) __attribute__((always_inline)) { return square_root(x); }, a);
}
template <class P, int n>
HOST_DEVICE auto int_bits(PackArray<P, n> a) {
  return each<n>(
      [](P x) __attribute__((always_inline)) { return int_bits(x); }, a);
}
template <class P, int n>
HOST_DEVICE auto from_int_bits(PackArray<P, n> a) {
  return each<n>(
      [](P x) __attribute__((always_inline)) { return from_int_bits(x); }, a);
}
template <class P, int n>
HOST_DEVICE auto to_float(PackArray<P, n> a) {
  return each<n>(
      [](P x) __attribute__((always_inline)) { return to_float(x); }, a);
}

}  // namespace replicas::cpu

namespace replicas {

template <class P, int n>
struct NumberTraits<cpu::PackArray<P, n>> {
  using Int = cpu::PackArray<typename NumberTraits<P>::Int, n>;
  using Unsigned = cpu::PackArray<typename NumberTraits<P>::Unsigned, n>;
};

}  // namespace replicas
