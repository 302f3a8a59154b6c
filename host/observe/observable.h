#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "observe/measurements.h"
#include "observe/results.h"

namespace replicas {

/// One number at one temperature as a function of some of its chains (all in one data set). The framework evaluates it
/// on all chains of a data set, averages over data sets, and takes the error from the delete-one jackknife over chains.
struct Observable {
  std::string_view name;
  std::string_view unit;
  std::string_view long_name;
  double (*value)(const Measurements& measurements, std::size_t temperature, std::span<const std::size_t> chains);
  bool has_error = true;  ///< false: no jackknife (R-hat, step size, ...)
};

/// The table of observables, in the order of run.nc. A new one adds its file, one line here, and its test.
std::span<const Observable> observables();

/// All of it: columns, curves, traces and verdicts (attributes are the caller's).
Results analyse(const Measurements& measurements);

}  // namespace replicas
