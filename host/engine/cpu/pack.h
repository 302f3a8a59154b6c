#pragma once

#include <cstddef>
#include <cstdint>

#include "physics/elementary.h"

// One vector register of floats as a number type for the formulas of host/physics. `InstructionSet` names an
// instruction set (avx512.h, avx2.h, generic.h): its vector types and the few operations that GCC's vector types do not
// spell. Every function here is a template over InstructionSet and always inlined, so object files of different
// instruction sets share no symbol that the linker could exchange.

namespace replicas::cpu {

template <class InstructionSet>
struct Pack {
  typename InstructionSet::Floats lanes;
  Pack() = default;
  HOST_DEVICE explicit Pack(float value) : lanes(value - typename InstructionSet::Floats{}) {}
  HOST_DEVICE explicit Pack(typename InstructionSet::Floats value) : lanes(value) {}

  HOST_DEVICE friend Pack operator+(Pack a, Pack b) { return Pack(a.lanes + b.lanes); }
  HOST_DEVICE friend Pack operator-(Pack a, Pack b) { return Pack(a.lanes - b.lanes); }
  HOST_DEVICE friend Pack operator*(Pack a, Pack b) { return Pack(a.lanes * b.lanes); }
  HOST_DEVICE friend Pack operator/(Pack a, Pack b) { return Pack(a.lanes / b.lanes); }
  HOST_DEVICE friend Pack operator-(Pack a) { return Pack(-a.lanes); }
  HOST_DEVICE friend auto operator>(Pack a, Pack b) { return InstructionSet::less(b.lanes, a.lanes); }
  HOST_DEVICE friend auto operator<(Pack a, Pack b) { return InstructionSet::less(a.lanes, b.lanes); }
};

template <class InstructionSet, class Element>
struct VectorOf;
template <class InstructionSet>
struct VectorOf<InstructionSet, std::int32_t> {
  using Vector = typename InstructionSet::Ints;
};
template <class InstructionSet>
struct VectorOf<InstructionSet, std::uint32_t> {
  using Vector = typename InstructionSet::Unsigned;
};

/// The same lanes as 32-bit integers, signed or unsigned.
template <class InstructionSet, class Element>
struct PackBits {
  using Vector = typename VectorOf<InstructionSet, Element>::Vector;
  Vector lanes;
  PackBits() = default;
  HOST_DEVICE explicit PackBits(Element value) : lanes(value - Vector{}) {}
  HOST_DEVICE explicit PackBits(Vector value) : lanes(value) {}
  template <class Other>
  HOST_DEVICE explicit PackBits(PackBits<InstructionSet, Other> value) : lanes(Vector(value.lanes)) {}

  HOST_DEVICE friend PackBits operator+(PackBits a, PackBits b) { return PackBits(a.lanes + b.lanes); }
  HOST_DEVICE friend PackBits operator-(PackBits a, PackBits b) { return PackBits(a.lanes - b.lanes); }
  HOST_DEVICE friend PackBits operator&(PackBits a, PackBits b) { return PackBits(a.lanes & b.lanes); }
  HOST_DEVICE friend PackBits operator^(PackBits a, PackBits b) { return PackBits(a.lanes ^ b.lanes); }
  HOST_DEVICE friend PackBits operator~(PackBits a) { return PackBits(InstructionSet::complement(a.lanes)); }
  HOST_DEVICE friend PackBits operator<<(PackBits a, int bits) { return PackBits(a.lanes << bits); }
  HOST_DEVICE friend PackBits operator>>(PackBits a, int bits) { return PackBits(a.lanes >> bits); }
  HOST_DEVICE friend auto operator<(PackBits a, PackBits b) { return InstructionSet::less(a.lanes, b.lanes); }
  HOST_DEVICE friend auto operator>(PackBits a, PackBits b) { return InstructionSet::less(b.lanes, a.lanes); }
  HOST_DEVICE friend auto operator==(PackBits a, PackBits b) { return InstructionSet::equal(a.lanes, b.lanes); }
};

template <class InstructionSet>
using PackInt = PackBits<InstructionSet, std::int32_t>;
template <class InstructionSet>
using PackUnsigned = PackBits<InstructionSet, std::uint32_t>;

template <class InstructionSet>
HOST_DEVICE Pack<InstructionSet> fused(Pack<InstructionSet> a, Pack<InstructionSet> b, Pack<InstructionSet> c) {
  return Pack<InstructionSet>(InstructionSet::fused(a.lanes, b.lanes, c.lanes));
}
template <class InstructionSet>
HOST_DEVICE Pack<InstructionSet> select(typename InstructionSet::Mask mask, Pack<InstructionSet> a,
                                        Pack<InstructionSet> b) {
  return Pack<InstructionSet>(InstructionSet::select(mask, a.lanes, b.lanes));
}
template <class InstructionSet>
HOST_DEVICE PackUnsigned<InstructionSet> select(typename InstructionSet::Mask mask, PackUnsigned<InstructionSet> a,
                                                PackUnsigned<InstructionSet> b) {
  return PackUnsigned<InstructionSet>(InstructionSet::select(mask, a.lanes, b.lanes));
}
template <class InstructionSet>
HOST_DEVICE Pack<InstructionSet> maximum(Pack<InstructionSet> a, Pack<InstructionSet> b) {
  return Pack<InstructionSet>(InstructionSet::maximum(a.lanes, b.lanes));
}
template <class InstructionSet>
HOST_DEVICE Pack<InstructionSet> minimum(Pack<InstructionSet> a, Pack<InstructionSet> b) {
  return Pack<InstructionSet>(InstructionSet::minimum(a.lanes, b.lanes));
}
template <class InstructionSet>
HOST_DEVICE PackInt<InstructionSet> int_bits(Pack<InstructionSet> a) {
  return PackInt<InstructionSet>(typename InstructionSet::Ints(a.lanes));
}
template <class InstructionSet>
HOST_DEVICE Pack<InstructionSet> from_int_bits(PackInt<InstructionSet> a) {
  return Pack<InstructionSet>(typename InstructionSet::Floats(a.lanes));
}
template <class InstructionSet>
HOST_DEVICE Pack<InstructionSet> magnitude(Pack<InstructionSet> a) {
  return from_int_bits<InstructionSet>(int_bits(a) & PackInt<InstructionSet>(0x7FFFFFFF));
}
template <class InstructionSet>
HOST_DEVICE Pack<InstructionSet> square_root(Pack<InstructionSet> a) {
  return Pack<InstructionSet>(InstructionSet::square_root(a.lanes));
}
template <class InstructionSet, class Element>
HOST_DEVICE Pack<InstructionSet> to_float(PackBits<InstructionSet, Element> a) {
  return Pack<InstructionSet>(InstructionSet::to_float(a.lanes));
}
template <class InstructionSet>
HOST_DEVICE auto is_label(PackInt<InstructionSet> label, int output) {
  return label == PackInt<InstructionSet>(output);
}

template <class InstructionSet>
HOST_DEVICE Pack<InstructionSet> load(const float* p) {
  return Pack<InstructionSet>(*reinterpret_cast<const typename InstructionSet::Floats*>(p));
}
template <class InstructionSet>
HOST_DEVICE Pack<InstructionSet> load_unaligned(const float* p) {
  return Pack<InstructionSet>(*reinterpret_cast<const typename InstructionSet::FloatsAnywhere*>(p));
}
template <class InstructionSet>
HOST_DEVICE PackInt<InstructionSet> load(const std::int32_t* p) {
  return PackInt<InstructionSet>(*reinterpret_cast<const typename InstructionSet::Ints*>(p));
}
template <class InstructionSet>
HOST_DEVICE void store(float* p, Pack<InstructionSet> a) {
  *reinterpret_cast<typename InstructionSet::Floats*>(p) = a.lanes;
}
/// 0, 1, 2, ... below `count`: the mask of the first `count` lanes (all of them when count >= width).
template <class InstructionSet>
HOST_DEVICE auto first_lanes(std::ptrdiff_t count) {
  return PackInt<InstructionSet>(InstructionSet::lane_numbers()) <
         PackInt<InstructionSet>(static_cast<std::int32_t>(count));
}

}  // namespace replicas::cpu

namespace replicas {

template <class InstructionSet>
struct NumberTraits<cpu::Pack<InstructionSet>> {
  using Int = cpu::PackInt<InstructionSet>;
  using Unsigned = cpu::PackUnsigned<InstructionSet>;
};

}  // namespace replicas

namespace replicas::cpu {

/// to[j][i] = from[i][j] for i < rows, j < columns; both padded, and the padding of `to` stays as it is.
template <class InstructionSet>
void transpose(int rows, int columns, const float* from, std::ptrdiff_t from_stride, float* to,
               std::ptrdiff_t to_stride) {
  constexpr int width = InstructionSet::width;
  std::ptrdiff_t i = 0;
  for (; i + width <= rows; i += width)
    for (std::ptrdiff_t j = 0; j < columns; j += 4) {
      typename InstructionSet::Floats row[4];
#pragma GCC unroll 4
      for (int q = 0; q < 4; ++q)
        row[q] = InstructionSet::load_blocks(from + (i + q) * from_stride + j, 4 * from_stride);
      InstructionSet::transpose_blocks(row[0], row[1], row[2], row[3]);
      for (int q = 0; q < 4 && j + q < columns; ++q) store(to + (j + q) * to_stride + i, Pack<InstructionSet>(row[q]));
    }
  for (; i < rows; ++i)
    for (std::ptrdiff_t j = 0; j < columns; ++j) to[j * to_stride + i] = from[i * from_stride + j];
}

}  // namespace replicas::cpu
