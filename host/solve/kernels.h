#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace replicas::solve {

/// What solvers spend their time in, per instruction set; all give the same bits.
struct Kernels {
  const char* name;

  /// The number of bits in which two rows differ.
  int (*differing)(const std::uint64_t* a, const std::uint64_t* b, std::size_t words);

  /// sums[r] = the sum of values[c] over the set bits c of row r. There are 64 values per word, those of padding 0. The
  /// sum runs over 64 lanes, which are then folded in halves.
  void (*sums_of_set)(const std::uint64_t* bits, std::size_t rows, std::size_t words, const float* values, float* sums);

  /// What the weights of a unit are without one pattern, times that pattern's inputs: cavity[i] = tanh(xi_i field[i] -
  /// message[i]), with the sums of t and of t^2. `count` is a multiple of 16; fields and messages of padding are 0.
  void (*cavities)(const std::uint64_t* pattern, std::size_t count, const float* field, const float* message,
                   float* cavity, float* sums);

  /// message[i] becomes keep message[i] + sum_d terms[d] cavity[i]^d for i < real, terms d < 4 or < 8; field[i] moves
  /// by xi_i times its change, and fresh[i] by xi_i times its value.
  void (*answer)(const std::uint64_t* pattern, std::size_t count, std::size_t real, const float* cavity,
                 const float* terms, int count_of_terms, float keep, float* message, float* field, float* fresh);
};

const Kernels& generic_kernels();
const Kernels& popcnt_kernels();   ///< AVX2 and POPCNT
const Kernels& avx512_kernels();   ///< AVX-512 F, DQ, VL and BW
const Kernels& vpopcnt_kernels();  ///< the same with VPOPCNTDQ

/// Names of those that this processor runs, best first.
std::vector<std::string> available_kernels();

/// One of them; empty means the best. An Error (69) for one that this processor lacks, (64) for another name.
const Kernels& kernels_for(std::string_view name);

}  // namespace replicas::solve
