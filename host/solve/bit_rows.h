#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace replicas::solve {

/// A matrix of +1 and -1, one bit each (set: +1), rows padded with unset bits to whole words.
class BitRows {
 public:
  BitRows() = default;
  BitRows(int rows, int columns)
      : rows_(rows),
        columns_(columns),
        words_((static_cast<std::size_t>(columns) + 63) / 64),
        bits_(static_cast<std::size_t>(rows) * words_) {}

  int rows() const { return rows_; }
  int columns() const { return columns_; }
  std::size_t words() const { return words_; }
  std::uint64_t* row(int r) { return bits_.data() + static_cast<std::size_t>(r) * words_; }
  const std::uint64_t* row(int r) const { return bits_.data() + static_cast<std::size_t>(r) * words_; }

  bool plus(int r, int column) const { return (row(r)[column / 64] >> (column % 64) & 1) != 0; }
  int sign(int r, int column) const { return plus(r, column) ? 1 : -1; }
  void set(int r, int column, bool plus) {
    const std::uint64_t bit = std::uint64_t{1} << (column % 64);
    std::uint64_t& word = row(r)[column / 64];
    word = plus ? word | bit : word & ~bit;
  }

  /// The bits of the last word of a row that stand for columns.
  std::uint64_t last_word() const {
    return columns_ % 64 == 0 ? ~std::uint64_t{0} : (std::uint64_t{1} << (columns_ % 64)) - 1;
  }

  BitRows transposed() const {
    BitRows other(columns_, rows_);
    for (int r = 0; r < rows_; ++r)
      for (int c = 0; c < columns_; ++c)
        if (plus(r, c)) other.set(c, r, true);
    return other;
  }

  template <class Archive>
  void visit(Archive& archive) {
    archive(rows_, columns_, words_, bits_);
  }

  bool operator==(const BitRows&) const = default;

 private:
  int rows_ = 0, columns_ = 0;
  std::size_t words_ = 0;
  std::vector<std::uint64_t> bits_;
};

/// +1 and -1 with equal probability, in the order of rows.
template <class Random>
BitRows random_signs(int rows, int columns, Random& random) {
  BitRows signs(rows, columns);
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c) signs.set(r, c, random.word() % 2 != 0);
  return signs;
}

}  // namespace replicas::solve
