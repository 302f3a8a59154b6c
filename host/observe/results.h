#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "observe/column_name.h"

namespace replicas {

inline constexpr int output_schema_version = 1;

/// One number per temperature. `error` is one standard error over replicas, widened to Student's 68.3 % interval (empty
/// when the quantity has none); `dataset_spread` is the standard deviation between data sets (empty with one data set).
struct Column {
  std::string name;  ///< variable in run.nc, e.g. "loss_mean"; its error is stored as "loss_mean_error"
  std::string unit;  ///< UDUNITS, "1" when none
  std::string long_name;
  std::vector<double> value;
  std::vector<double> error;
  std::vector<double> dataset_spread;
};

/// A curve per temperature over its own axis: autocorrelation(temperature, lag), covariance_spectrum(temperature,
/// eigenvalue), loss_histogram(temperature, bin), ... `values` is temperatures x axis.size(), NaN where absent. A curve
/// with rows has one of them per value of a second axis: temperatures x row_values.size() x axis.size().
struct Curve {
  std::string name;
  std::string unit;
  std::string long_name;
  std::string axis;  ///< dimension and coordinate variable, e.g. "lag"
  std::string axis_unit;
  std::string axis_long_name;
  bool integer_axis = true;  ///< int64 coordinate, else double
  std::vector<double> axis_values;
  std::vector<double> values;
  std::string group = {};  ///< of run.nc; empty: the root
  std::string row = {};    ///< the second axis, of integers; empty: none
  std::string row_unit = {}, row_long_name = {};
  std::vector<double> row_values = {};
  std::size_t rows() const { return row.empty() ? 1 : row_values.size(); }
};
/// The curve of its standard errors, `<name>_error`: the same axes, and values copied or still to come.
Curve error_of(const Curve& curve);

/// One number per input of the network: what --scale standard took from the data.
struct InputNumbers {
  std::string name;
  std::string long_name;
  std::vector<double> value;
};

/// A trace of single replicas: chains x draws x temperatures, float32 in the file.
struct Trace {
  std::string name;
  std::string unit;
  std::string long_name;
  std::vector<float> warmup;  ///< [chain][draw][temperature]
  std::vector<float> draws;   ///< [chain][draw][temperature]
};

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
  std::vector<InputNumbers> inputs = {};
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
