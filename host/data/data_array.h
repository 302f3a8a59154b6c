#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/csv_header.h"
#include "data/csv_line.h"
#include "model/reading.h"

namespace replicas {

/// A column of words: the array holds their numbers, in the order in which they came first.
struct CsvWords {
  std::vector<std::string> names = {};
  std::vector<CsvPlace> places = {};  ///< where each came first
  std::map<std::string, std::size_t> numbers = {};
};

/// What a CSV file says beside its numbers.
struct CsvFacts {
  FirstRow first_row = FirstRow::example;
  std::string first_fields = {};               ///< of the first row: for messages
  std::vector<std::string> names = {};         ///< of the columns; also while the first row is open
  bool index = false;                          ///< the name of the first column says that it holds row numbers
  std::map<std::size_t, CsvWords> words = {};  ///< by column
};

/// What one data file holds: numbers of one kind, in C order, and their shape. One of the three vectors is filled.
struct DataArray {
  enum class Kind { floats, integers, bytes };
  std::vector<std::size_t> shape = {};
  Kind kind = Kind::floats;
  std::string type = {};                    ///< "float32", "uint8", ..., "numbers in text": for messages
  bool text = false;                        ///< from CSV, which does not tell whole numbers from others
  std::vector<float> floats = {};           ///< of NPY and IDX floating-point numbers, and of CSV
  std::vector<std::int64_t> integers = {};  ///< of signed integers
  std::vector<std::uint8_t> bytes = {};     ///< of unsigned bytes: pixels, or labels
  CsvFacts csv = {};
};

/// Reads a data file by what it starts with: NPY, IDX, an array of an NPZ archive ("FILE.npz:KEY", npz.h) or, when it
/// is none of them, CSV; NPY, IDX and CSV also in gzip. Error(no_input, 66) when it cannot be opened, (bad_data, 65)
/// naming file and reason.
DataArray read_data_array(const std::string& file, const Reading& reading = {});

/// The same of bytes that have been read already.
DataArray parse_data_array(std::span<const std::byte> bytes, std::string_view file, const Reading& reading = {});

/// "(32, 10)", "(32,)": for messages.
std::string shape_text(std::span<const std::size_t> shape);

}  // namespace replicas
