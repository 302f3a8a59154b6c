#pragma once

#include <cstddef>
#include <cstdint>

#include "physics/elementary.h"

// One vector register of floats as a number type for the formulas of host/physics. `Machine` names an instruction set
// (avx512.h, avx2.h, generic.h): its vector types and the few operations that GCC's vector types do not spell. Every
// function here is a template over Machine and always inlined, so object files of different instruction sets share no
// symbol that the linker could exchange.

namespace replicas::cpu {

template <class Machine>
struct Pack {
  typename Machine::Floats lanes;
  Pack() = default;
  HOST_DEVICE explicit Pack(float value) : lanes(value - typename Machine::Floats{}) {}
  HOST_DEVICE explicit Pack(typename Machine::Floats value) : lanes(value) {}

  HOST_DEVICE friend Pack operator+(Pack a, Pack b) { return Pack(a.lanes + b.lanes); }
  HOST_DEVICE friend Pack operator-(Pack a, Pack b) { return Pack(a.lanes - b.lanes); }
  HOST_DEVICE friend Pack operator*(Pack a, Pack b) { return Pack(a.lanes * b.lanes); }
  HOST_DEVICE friend Pack operator/(Pack a, Pack b) { return Pack(a.lanes / b.lanes); }
  HOST_DEVICE friend Pack operator-(Pack a) { return Pack(-a.lanes); }
  HOST_DEVICE friend auto operator>(Pack a, Pack b) { return Machine::less(b.lanes, a.lanes); }
  HOST_DEVICE friend auto operator<(Pack a, Pack b) { return Machine::less(a.lanes, b.lanes); }
};

template <class Machine, class Element>
struct VectorOf;
template <class Machine>
struct VectorOf<Machine, std::int32_t> {
  using Vector = typename Machine::Ints;
};
template <class Machine>
struct VectorOf<Machine, std::uint32_t> {
  using Vector = typename Machine::Unsigned;
};

/// The same lanes as 32-bit integers, signed or unsigned.
template <class Machine, class Element>
struct PackBits {
  using Vector = typename VectorOf<Machine, Element>::Vector;
  Vector lanes;
  PackBits() = default;
  HOST_DEVICE explicit PackBits(Element value) : lanes(value - Vector{}) {}
  HOST_DEVICE explicit PackBits(Vector value) : lanes(value) {}
  template <class Other>
  HOST_DEVICE explicit PackBits(PackBits<Machine, Other> value) : lanes(Vector(value.lanes)) {}

  HOST_DEVICE friend PackBits operator+(PackBits a, PackBits b) { return PackBits(a.lanes + b.lanes); }
  HOST_DEVICE friend PackBits operator-(PackBits a, PackBits b) { return PackBits(a.lanes - b.lanes); }
  HOST_DEVICE friend PackBits operator&(PackBits a, PackBits b) { return PackBits(a.lanes & b.lanes); }
  HOST_DEVICE friend PackBits operator^(PackBits a, PackBits b) { return PackBits(a.lanes ^ b.lanes); }
  HOST_DEVICE friend PackBits operator~(PackBits a) { return PackBits(Machine::complement(a.lanes)); }
  HOST_DEVICE friend PackBits operator<<(PackBits a, int bits) { return PackBits(a.lanes << bits); }
  HOST_DEVICE friend PackBits operator>>(PackBits a, int bits) { return PackBits(a.lanes >> bits); }
  HOST_DEVICE friend auto operator<(PackBits a, PackBits b) { return Machine::less(a.lanes, b.lanes); }
  HOST_DEVICE friend auto operator>(PackBits a, PackBits b) { return Machine::less(b.lanes, a.lanes); }
  HOST_DEVICE friend auto operator==(PackBits a, PackBits b) { return Machine::equal(a.lanes, b.lanes); }
};

template <class Machine>
using PackInt = PackBits<Machine, std::int32_t>;
template <class Machine>
using PackUnsigned = PackBits<Machine, std::uint32_t>;

template <class Machine>
HOST_DEVICE Pack<Machine> fused(Pack<Machine> a, Pack<Machine> b, Pack<Machine> c) {
  return Pack<Machine>(Machine::fused(a.lanes, b.lanes, c.lanes));
}
template <class Machine>
HOST_DEVICE Pack<Machine> select(typename Machine::Mask mask, Pack<Machine> a, Pack<Machine> b) {
  return Pack<Machine>(Machine::select(mask, a.lanes, b.lanes));
}
template <class Machine>
HOST_DEVICE PackUnsigned<Machine> select(typename Machine::Mask mask, PackUnsigned<Machine> a,
                                         PackUnsigned<Machine> b) {
  return PackUnsigned<Machine>(Machine::select(mask, a.lanes, b.lanes));
}
template <class Machine>
HOST_DEVICE Pack<Machine> maximum(Pack<Machine> a, Pack<Machine> b) {
  return Pack<Machine>(Machine::maximum(a.lanes, b.lanes));
}
template <class Machine>
HOST_DEVICE Pack<Machine> minimum(Pack<Machine> a, Pack<Machine> b) {
  return Pack<Machine>(Machine::minimum(a.lanes, b.lanes));
}
template <class Machine>
HOST_DEVICE PackInt<Machine> int_bits(Pack<Machine> a) {
  return PackInt<Machine>(typename Machine::Ints(a.lanes));
}
template <class Machine>
HOST_DEVICE Pack<Machine> from_int_bits(PackInt<Machine> a) {
  return Pack<Machine>(typename Machine::Floats(a.lanes));
}
template <class Machine>
HOST_DEVICE Pack<Machine> magnitude(Pack<Machine> a) {
  return from_int_bits<Machine>(int_bits(a) & PackInt<Machine>(0x7FFFFFFF));
}
template <class Machine>
HOST_DEVICE Pack<Machine> square_root(Pack<Machine> a) {
  return Pack<Machine>(Machine::square_root(a.lanes));
}
template <class Machine, class Element>
HOST_DEVICE Pack<Machine> to_float(PackBits<Machine, Element> a) {
  return Pack<Machine>(Machine::to_float(a.lanes));
}
template <class Machine>
HOST_DEVICE auto is_label(PackInt<Machine> label, int output) {
  return label == PackInt<Machine>(output);
}

template <class Machine>
HOST_DEVICE Pack<Machine> load(const float* p) {
  return Pack<Machine>(*reinterpret_cast<const typename Machine::Floats*>(p));
}
template <class Machine>
HOST_DEVICE Pack<Machine> load_unaligned(const float* p) {
  return Pack<Machine>(*reinterpret_cast<const typename Machine::FloatsAnywhere*>(p));
}
template <class Machine>
HOST_DEVICE PackInt<Machine> load(const std::int32_t* p) {
  return PackInt<Machine>(*reinterpret_cast<const typename Machine::Ints*>(p));
}
template <class Machine>
HOST_DEVICE void store(float* p, Pack<Machine> a) {
  *reinterpret_cast<typename Machine::Floats*>(p) = a.lanes;
}
/// 0, 1, 2, ... below `count`: the mask of the first `count` lanes (all of them when count >= width).
template <class Machine>
HOST_DEVICE auto first_lanes(std::ptrdiff_t count) {
  return PackInt<Machine>(Machine::lane_numbers()) < PackInt<Machine>(static_cast<std::int32_t>(count));
}

}  // namespace replicas::cpu

namespace replicas {

template <class Machine>
struct NumberTraits<cpu::Pack<Machine>> {
  using Int = cpu::PackInt<Machine>;
  using Unsigned = cpu::PackUnsigned<Machine>;
};

}  // namespace replicas
