#pragma once

#include <cstdint>
#include <string>

#include "command/options.h"

namespace CLI {
class App;
}

namespace replicas {

/// Options whose value needs a parser of ours, as typed.
struct RunTexts {
  std::string temperatures = "1e-5:1e-2", network = "10-24-24-3", activation = "tanh", loss = "softmax";
  std::string prior = "0.7", weight_decay, anchor, update = "lm", step_size = "auto", start = "auto";
  std::string potential, initial_scale = "1/fan-in", burn_in = "30%", seed = "1", data_seed, on_divergence = "stop",
                         device = "auto", config;
  std::string checkpoint_interval = "5min", max_hours, map_share = "20", max_memory = "80";
  std::uint64_t sample_interval = 0;
  bool no_bias = false, no_confinement = false;
};

/// Tells `app` the options of a run: numbers and flags go straight to `options`, the rest to `texts`.
void define_run_options(CLI::App& app, RunOptions& options, RunTexts& texts);

}  // namespace replicas
