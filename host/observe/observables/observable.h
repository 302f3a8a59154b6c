#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "observe/instruments/measurements.h"
#include "observe/observables/digest.h"
#include "observe/results.h"

namespace replicas {

/// One number at one temperature as a function of some of its chains (all in one data set). The framework evaluates it
/// on the chains of every data set, puts the data sets together, and takes the error from the jackknife over chains,
/// with what is not statistical added in quadrature.
/// NaN means not available; a column without a number at any temperature is left out of the results.
struct Observable {
  std::string_view name;
  std::string_view unit;
  std::string_view long_name;
  std::function<double(const Digest& digest, std::size_t temperature, std::span<const std::size_t> chains)> value;
  bool has_error = true;  ///< false: no jackknife (R-hat, step size, ...)
  enum class Over { average, sum, largest };
  Over datasets = Over::average;
  /// It is made with L0: its error contains what GroundEstimate::error does to it, and is not known when that is not.
  bool counts_from_ground = false;
  /// What a difference between temperatures may miss of the value, added to the error; nullptr: nothing.
  double (*truncation)(const Digest& digest, std::size_t temperature, std::span<const std::size_t> chains) = nullptr;
};

/// The observables of one file.
using Family = std::vector<Observable>;

/// The column of an array that its instrument declares to be reduced to its mean (Reduction::mean).
Observable recorded_mean_column(std::string_view array);
/// Of all of them, in the order of the instruments.
Family recorded_mean_columns();

/// What curves are made of: the columns are there already.
struct CurveSources {
  const Digest& digest;
  const Engine& engine;  ///< computes spectra of clouds, whatever its weights
  const Results& results;
};
using CurveMaker = std::vector<Curve> (*)(const CurveSources&);

/// The tables of observables and of curves, in the order of run.nc (observables.cc). A new one adds its file, its lines
/// there, and its test.
std::span<const Observable> observables();
std::span<const CurveMaker> curve_makers();

/// Each observable at every temperature, on so many threads.
std::vector<Column> evaluate(std::span<const Observable> observables, const Digest& digest, int threads);

/// All of it: columns, curves, traces and verdicts (attributes are the caller's, but for `ground_loss_origin`).
/// `engine` computes the covariance spectra, whatever its weights.
/// `minima`: what descents at the end of a run found (loss_minimum.h), none while it goes on.
Results analyse(const Measurements& measurements, const Engine& engine, const CurvatureMap* map = nullptr,
                const std::vector<LossMinimum>& minima = {});

}  // namespace replicas
