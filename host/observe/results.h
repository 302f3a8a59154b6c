#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "observe/column_name.h"

namespace replicas {

inline constexpr int output_schema_version = 1;

/// An axis of an array: its dimension and, unless `coordinate` is false, the variable of its name.
struct ResultAxis {
  std::string name = {}, unit = {}, long_name = {};
  bool integers = true;  ///< an int64 coordinate, else double
  std::vector<double> values = {};
  bool coordinate = true;  ///< false: the axis has a length, and nothing to say about its places

  bool operator==(const ResultAxis&) const = default;
};
ResultAxis temperature_axis(const std::vector<double>& temperatures);
/// Its places are counted from `first`.
ResultAxis counted_axis(std::string name, std::string long_name, std::size_t length, double first = 0);

/// What a run results in: numbers over named axes, the last axis fastest; NaN where absent. With its partners: one
/// standard error of each number over replicas, widened to Student's 68.3 % interval, and the standard deviation
/// between data sets; either has the same shape, or is empty.
template <class Number>
struct ResultArray {
  std::string name = {};  ///< variable in run.nc, e.g. "loss_mean"; its error is stored as "loss_mean_error"
  std::string unit = {};  ///< UDUNITS, "1" when none
  std::string long_name = {};
  std::vector<Number> values = {};
  std::vector<Number> error = {}, dataset_spread = {};
  std::vector<ResultAxis> axes = {};
  std::string group = {};  ///< of run.nc; empty: the root

  const ResultAxis& axis() const { return axes.back(); }  ///< the last one
  ResultAxis& axis() { return axes.back(); }
};

/// One number per temperature, with its partners.
using Column = ResultArray<double>;
/// Over temperature and one or two axes of its own: autocorrelation(temperature, lag), cloud_spectrum(temperature,
/// cloud_time, cloud_eigenvalue), ... Its errors are a curve beside it.
using Curve = ResultArray<double>;
/// Of single replicas, chain x draw x temperature, of the groups posterior and warmup_posterior.
using Trace = ResultArray<float>;

inline constexpr const char* draws_group = "posterior";
inline constexpr const char* warmup_group = "warmup_posterior";

/// The axes of so many draws of every replica.
std::vector<ResultAxis> draws_axes(std::int64_t chains, std::size_t draws, const std::vector<double>& temperatures);

/// The curve of its standard errors, `<name>_error`: the same axes, and values copied or still to come.
Curve error_of(const Curve& curve);

/// One finding in plain words: what was checked, at which temperature, and what to do about it.
struct Verdict {
  enum class Kind { good, note, failure };
  Kind kind = Kind::good;
  std::string check;  ///< short key: "stationarity", "r_hat", "step_size_bias", "thermometer", ...
  std::string sentence;
};

/// The outcome of a run: what the table shows, run.nc holds, `plot` draws and `diagnose` judges.
struct Results {
  std::vector<double> temperature;
  std::vector<Column> columns;
  std::vector<Curve> curves;
  std::vector<Trace> traces;
  std::vector<ResultArray<double>> inputs = {};  ///< over the inputs of the network: what --scale standard took
  std::int64_t chains = 0;
  std::vector<std::int64_t> dataset_of_chain;   ///< dataset(chain)
  std::vector<std::int64_t> warmup_draw_steps;  ///< step of each draw: the coordinate `draw` is 0, 1, ...
  std::vector<std::int64_t> draw_steps;
  std::vector<std::int8_t> diverging;  ///< [chain][draw][temperature] in sample_stats
  std::vector<Verdict> verdicts;
  std::map<std::string, std::string>
      attributes;  ///< root attributes: title, history, source, configuration, device, ...
  std::map<std::string, std::int64_t> integers;  ///< root attributes that are numbers: weights, examples, steps, ...
  std::map<std::string, double> numbers;
  std::uint64_t seed = 1;

  const Column* column(ColumnName name) const { return find_column(name.text); }  ///< nullptr: the run has none
  const Column* find_column(std::string_view name) const;                         ///< the same for any text
  const Curve* curve(const std::string& name) const;
};

}  // namespace replicas
