#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "model/dataset.h"
#include "model/reading.h"
#include "system/ensemble.h"
#include "system/potential/potential.h"

namespace replicas {

/// What Physics::data begins with where the data are in the memory of the program that began the run.
inline constexpr std::string_view data_in_memory = "memory:";
/// The same where all of the system is the caller's.
inline constexpr std::string_view system_in_memory = "system:";

/// The step size eta: automatic (a pilot measures the curvature), one number for all temperatures, c/T, or one number
/// per temperature.
struct StepSizeRule {
  enum class Kind { automatic, constant, over_temperature, list };
  Kind kind = Kind::automatic;
  std::vector<double> values = {};  ///< empty for automatic
};

/// How the replicas begin.
struct StartRule {
  bool automatic = true;     ///< `settle` chooses by what else was asked for
  bool descent = true;       ///< gradient descent on L to a target loss
  bool both = false;         ///< every second chain of a data set is a draw from the prior instead (two_starts.h)
  bool common = false;       ///< every replica of a data set begins as the same random network
  bool equilibrium = false;  ///< of a potential: drawn from its exact law
  double target_loss = 0;    ///< 0: min(30 T, 0.3)
  std::string run = {};      ///< a run directory, for the weights that it has saved at `step`
  std::uint64_t step = 0;
  std::string file = {};  ///< an NPY file of weights (weights_file.h)
  enum class Scale { fan_in, prior, number };
  Scale scale = Scale::fan_in;  ///< of random weights: variance 1/fan-in, that of the prior, or a standard deviation
  double deviation = 1;         ///< for Scale::number
};

/// Steps that are discarded first: a share of all, or a number.
struct BurnInRule {
  double percent = 30;
  std::optional<std::uint64_t> steps = {};
};

/// A number that goes from `first` at step 0 to `last` at step `steps` and stays there (model/dynamics.h).
struct NumberSchedule {
  double first = 0, last = 0;
  FactorSchedule::Shape shape = FactorSchedule::Shape::linear;
  std::uint64_t steps = 0;  ///< 0: those of the run, which `settle` puts here
  FactorSchedule factor() const { return {shape, 1, last / first, steps}; }
};

/// Where the files that a run names are opened, when that is not by their names: a run goes on from another working
/// directory, or its data have moved. Their content decides whether they are the same.
struct DataPlaces {
  std::string data = {}, test_data = {}, weights = {};
};

/// All that defines the numbers of a run: two runs with equal Physics have equal bits on any number of threads. As it
/// is asked for, fields may leave something open (an automatic start, a burn-in in percent, a sample interval of 0);
/// `settle` decides those and checks that all fit.
struct Physics {
  Ladder temperatures = parse_ladder("1e-5:1e-2");
  int replicas = 16;  ///< per temperature
  std::vector<int> widths = {10, 24, 24, 3};
  Activation activation = Activation::tanh;
  Loss loss = Loss::softmax;
  bool bias = true;
  std::string parametrisation = "standard";  ///< see model/parametrisation.h
  int examples = 32;
  bool first_examples = false;  ///< with data from files: `examples` was asked for, keep so many (reading.examples)
  int datasets = 1;
  std::optional<Potential> potential = {};  ///< instead of network and data
  std::string data = {};  ///< "INPUTS,LABELS" or "TABLE.csv"; empty: random data; data_in_memory + name: the caller's
  std::string test_data = {};
  DataPlaces places = {};    ///< of `data`, `test_data` and start.file
  std::string teacher = {};  ///< answers random inputs, see data/teacher.h
  double label_noise = 0;    ///< of the teacher's answers
  int test_examples = 0;     ///< that the teacher answers without noise
  int particles = 0;         ///< instead of network and data: so many particles in one dimension
  Reading reading = {};      ///< of both
  Confinement confinement = {};
  Update update = Update::lm;
  double momentum = 0, friction = 1;
  std::optional<NumberSchedule> temperature_schedule = {}, step_size_schedule = {};
  Batch batch = {};
  StepSizeRule step_size = {};
  StartRule start = {};
  std::uint64_t steps = 150000;
  std::uint64_t first_steps = 150000;  ///< the length of the run at its start; `steps` may have grown since
  BurnInRule burn_in_rule = {};
  std::uint64_t burn_in = 45000;      ///< steps, settled
  std::uint64_t sample_interval = 0;  ///< 0: about 3000 samples, which `settle` decides
  std::uint64_t measure_interval = 10;
  std::uint64_t seed = 1;
  double map_share = 20;  ///< percent of the time of the steps that the curvature map may take at most; 0: no map
  std::optional<std::uint64_t> own_data_seed = {};  ///< of random data; that of the run unless it is given
  bool gradient_descent = false;                    ///< T = 0, no noise
  bool stop_on_divergence = true;                   ///< else the replica is marked and the run goes on
  bool save_weights = false;                        ///< of about 256 samples in run.nc
  Shard shard = {};  ///< which slice of the run this directory holds; its numbers are those of the whole run

  bool own_system() const { return data.starts_with(system_in_memory); }
  bool in_memory() const { return data.starts_with(data_in_memory) || own_system(); }
  std::uint64_t data_seed() const { return own_data_seed.value_or(seed); }
};

/// Where a run computes and keeps itself, and how much of time and memory it may take: nothing of it changes a number.
struct RunControl {
  EngineOptions engine = {.backend = "auto"};
  std::string out = {};  ///< the run directory; empty: runs/<label>_<hash of the physics>
  bool drop_samples = false;
  bool overwrite = false;
  double checkpoint_seconds = 300;
  double max_hours = 0;    ///< 0: no limit
  double max_memory = 80;  ///< percent of the machine's
  /// When the time of `max_hours` begins: as a rule when the process began.
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
};

/// Data sets that the caller has in memory, in the place of those that the physics would read or draw. `origin` of each
/// names them in messages and in run.nc; a run with them goes on only with the same values.
struct OwnData {
  std::vector<Dataset> training = {};  ///< none, or one or more of equal sizes: chain c is shown set c mod count
  std::vector<Dataset> test = {};      ///< none, or one
  /// A system of the caller's instead of network, potential and data; only the plain engine computes it. It is named by
  /// its kind and text, and compared by its data().
  std::shared_ptr<const System> system = {};
};

/// Keys of the fields that were chosen, whatever their value: some choices exclude others, and some defaults depend on
/// what else was chosen.
using Given = std::set<std::string, std::less<>>;

/// A run as it is asked for.
struct Request {
  Physics physics = {};
  RunControl control = {};
  Given given = {};
  std::string history = {};  ///< what asked for it, for the attribute `history` of run.nc
};

}  // namespace replicas
