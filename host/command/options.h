#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <vector>

#include "command/config_file.h"
#include "engine/engine.h"
#include "model/ensemble.h"
#include "model/reading.h"

namespace replicas {

/// `--step-size`: automatic (a pilot measures the curvature), one number for all, c/T, or one number per temperature.
struct StepSizeOption {
  enum class Kind { automatic, constant, over_temperature, list };
  Kind kind = Kind::automatic;
  std::vector<double> values;  ///< empty for automatic
};

/// `--start` and `--initial-scale`: how the replicas begin.
struct StartOption {
  bool descent = true;
  bool both = false;         ///< every second chain of a data set is a draw from the prior instead (two_starts.h)
  bool common = false;       ///< every replica of a data set begins as the same random network
  bool equilibrium = false;  ///< of a potential: drawn from its exact law
  double target_loss = 0;    ///< 0: min(30 T, 0.3)
  std::string run = {};      ///< a run directory, for the weights that it has saved at `step`
  std::uint64_t step = 0;
  enum class Scale { fan_in, prior, number };
  Scale scale = Scale::fan_in;
  double deviation = 1;  ///< for Scale::number
};

/// What the user asked of a run, as values. What has to be worked out (data, step sizes, start) comes later.
struct RunOptions {
  Ladder temperatures = parse_ladder("1e-5:1e-2");
  int replicas = 16;
  std::vector<int> widths = {10, 24, 24, 3};
  Activation activation = Activation::tanh;
  Loss loss = Loss::softmax;
  bool bias = true;
  int examples = 32;
  bool first_examples = false;  ///< `examples` was asked for: with data from files, keep so many (reading.examples)
  int datasets = 1;
  std::optional<Potential> potential;  ///< instead of network and data
  std::string data;                    ///< "INPUTS,LABELS" or "TABLE.csv"; empty: random data
  std::string test_data;
  Reading reading;  ///< of both
  Confinement confinement;
  Update update = Update::lm;
  StepSizeOption step_size;
  StartOption start;
  std::uint64_t steps = 150000;
  std::uint64_t first_steps = 150000;  ///< the length of the run at its start; `steps` may have grown since
  std::uint64_t burn_in = 45000;
  std::uint64_t sample_interval = 50;
  std::uint64_t measure_interval = 10;
  std::uint64_t seed = 1;
  double map_share = 20;        ///< percent of the time of the steps that the curvature map may take at most; 0: no map
  std::uint64_t data_seed = 1;  ///< of random data; that of the run unless it is given
  bool gradient_descent = false;
  bool stop_on_divergence = true;

  EngineOptions engine;
  std::string out;  ///< empty: runs/<hash of the configuration>
  bool save_weights = false;
  bool drop_samples = false;
  bool overwrite = false;
  double checkpoint_seconds = 300;
  double max_hours = 0;    ///< 0: no limit
  double max_memory = 80;  ///< percent of the machine's
  bool json = false;
  bool quiet = false;
  std::string configuration;         ///< all physics keys as TOML: stored with the run, and may be given as --config
  std::vector<std::string> assumed;  ///< what had to be decided or rounded, a sentence each: said before the run
  std::string command_line;
  std::vector<std::string> words;   ///< the command line, to be read again when the run goes on
  std::vector<ConfigEntry> config;  ///< what --config gave, to say where a mistake stands
};

}  // namespace replicas
