#include "model/layout.h"

#include <algorithm>

namespace replicas {

namespace {
constexpr std::uint64_t padded(std::size_t columns) { return (static_cast<std::uint64_t>(columns) + 3) / 4 * 4; }
}  // namespace

void Layout::append(std::size_t rows, std::size_t columns, std::size_t layer, int fan_in, bool bias) {
  blocks_.push_back({.offset = weights_,
                     .rows = rows,
                     .columns = columns,
                     .noise = noise_,
                     .layer = layer,
                     .fan_in = fan_in,
                     .bias = bias});
  weights_ += rows * columns;
  noise_ += rows * padded(columns);
}

const Block& Layout::block_of(std::size_t weight) const {
  std::size_t b = blocks_.size() - 1;
  while (blocks_[b].offset > weight) --b;
  return blocks_[b];
}

std::uint64_t Layout::noise_index(std::size_t weight) const {
  const Block& block = block_of(weight);
  const std::size_t place = weight - block.offset;
  return block.noise + place / block.columns * padded(block.columns) + place % block.columns;
}

double Layout::largest_step_factor() const {
  double largest = 0;
  for (const Block& block : blocks_) largest = std::max(largest, block.step_factor);
  return largest;
}

bool Layout::same_places(const Layout& other) const {
  return std::ranges::equal(blocks_, other.blocks_, [](const Block& a, const Block& b) {
    return a.offset == b.offset && a.rows == b.rows && a.columns == b.columns && a.noise == b.noise;
  });
}

}  // namespace replicas
