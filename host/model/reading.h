#pragma once

#include <string>

namespace replicas {

/// How data files are to be read, where they leave it open.
struct Reading {
  /// Whether the first row of a CSV file names its columns; automatic: by what stands in it and below it.
  enum class Header { automatic, yes, no };
  /// automatic: bytes (IDX, uint8) are divided by 255, other numbers stay. unit: bytes of any type divided by 255.
  /// standard: mean and deviation of the training data become 0 and 1 for each input. none: all stay.
  enum class Scale { automatic, unit, standard, none };

  /// Of CSV. comma: "0,5;1,25", fields between semicolons and decimals with a comma.
  enum class Decimal { point, comma };

  Header header = Header::automatic;
  Scale scale = Scale::automatic;
  Decimal decimal = Decimal::point;
  std::string label = {};   ///< column of a table: a name in its header, a number from 1, first, last; empty: found
  std::string opened = {};  ///< where the files are, when not by their names: as many, in the same order
  int examples = 0;         ///< so many of the first are kept; 0: all
};

}  // namespace replicas
