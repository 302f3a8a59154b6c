#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace replicas {

/// Neighbouring weights of one network that are treated alike: [rows][columns], row-major.
struct Block {
  std::size_t offset;       ///< its first weight in the weight vector
  std::size_t rows;         ///< 1 for biases
  std::size_t columns;      ///< of a row, which is padded to a multiple of four noise numbers
  std::uint64_t noise;      ///< noise index of the first weight; row i starts at noise + i * padded(columns)
  std::size_t layer;        ///< to which it belongs
  int fan_in;               ///< inputs of that layer
  bool bias;                ///< added, not multiplied by an input
  double step_factor = 1;   ///< step size (learning rate) over that of the temperature
  double noise_factor = 1;  ///< amplitude of the noise over the one that belongs to temperature and step size
  double start_factor = 1;  ///< standard deviation of random weights over that of its rule
  double decay_factor = 1;  ///< coefficient of the confinement over the ensemble's at this fan-in

  std::size_t size() const { return rows * columns; }
  std::size_t end() const { return offset + size(); }
};

/// Blocks of the weight vector, in order and without gaps: all that is asked by code that only wants to know which
/// weights there are and how they are treated. Noise numbers are counted along the rows of the blocks, the start of
/// each row rounded up to a multiple of four; padding draws nothing.
class Layout {
 public:
  /// The next rows x columns weights become a block.
  void append(std::size_t rows, std::size_t columns, std::size_t layer, int fan_in, bool bias);

  const std::vector<Block>& blocks() const { return blocks_; }
  const Block& operator[](std::size_t block) const { return blocks_[block]; }
  Block& operator[](std::size_t block) { return blocks_[block]; }
  std::size_t weights() const { return weights_; }           ///< N
  std::uint64_t noise_blocks() const { return noise_ / 4; }  ///< padded length / 4
  std::uint64_t noise_index(std::size_t weight) const;       ///< of one weight, in logical order
  const Block& block_of(std::size_t weight) const;           ///< that a weight is in

  double largest_step_factor() const;

  /// The same places, whatever the factors.
  bool same_places(const Layout& other) const;

 private:
  std::vector<Block> blocks_;
  std::size_t weights_ = 0;
  std::uint64_t noise_ = 0;  ///< padded length
};

}  // namespace replicas
