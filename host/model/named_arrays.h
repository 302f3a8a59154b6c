#pragma once

#include <string>
#include <utility>
#include <vector>

namespace replicas {

/// A coordinate of a result.
struct NamedAxis {
  std::string name, unit, long_name;
  std::vector<double> values;
};

/// A quantity over some of the axes, by their names, the last one fastest; NaN where it is unknown. Its standard error
/// (or that of a quadrature) has the same shape, or is empty.
struct NamedArray {
  std::string name, unit, long_name;
  std::vector<std::string> axes;
  std::vector<double> values, errors = {};
};

/// A result that is not a run: arrays with named axes, what they were computed for, and what has to be said of them.
struct NamedArrays {
  std::string title;
  std::vector<std::pair<std::string, std::string>> texts;
  std::vector<std::pair<std::string, double>> numbers;
  std::vector<NamedAxis> axes;
  std::vector<NamedArray> arrays;
  std::vector<std::string> notes;
};

}  // namespace replicas
