#include "run/settle.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

/// What only a network and its data have.
constexpr std::array of_networks = {"network",  "parametrisation", "activation",   "no-bias",   "loss",
                                    "examples", "datasets",        "data",         "test-data", "header",
                                    "decimal",  "label",           "scale",        "batch",     "batch-shared",
                                    "teacher",  "label-noise",     "test-examples"};

constexpr std::uint64_t most_steps = 1'000'000'000'000;

/// One request on its way to be a run.
class Settling {
 public:
  explicit Settling(Request& request) : asked_(request), physics_(request.physics), control_(request.control) {}

  std::vector<std::string> all() {
    set_temperatures();
    set_confinement();
    set_devices();
    set_potential();
    set_particles();
    check_teacher();
    check_counts();
    set_reading();
    set_two_starts();
    require(!physics_.gradient_descent || physics_.confinement.kind != Confinement::Kind::anchor, ErrorKind::bad_value,
            "<anchor> is a prior and vanishes at T = 0; leave it out with <gradient-descent>");
    require(!physics_.batch.shared || !physics_.batch.whole(), ErrorKind::bad_value,
            "<batch-shared>: all examples are in every step; give <batch> 32, say, or leave it out");
    require(!physics_.batch.online() || physics_.data.empty(), ErrorKind::bad_value,
            "<batch> {}/online draws fresh examples, which <data> does not have; use a <teacher>, or {}/epoch",
            physics_.batch.size, physics_.batch.size);
    check_slice();
    set_velocities();
    set_lengths();
    for (std::optional<NumberSchedule>* const schedule : {&physics_.temperature_schedule, &physics_.step_size_schedule})
      if (*schedule && (*schedule)->steps == 0) (*schedule)->steps = physics_.steps;
    return std::move(assumed_);
  }

 private:
  bool given(std::string_view key) const { return asked_.given.find(key) != asked_.given.end(); }

  void refuse_beside(std::string_view system, std::span<const char* const> keys) const {
    for (const char* const key : keys)
      require(!given(key), ErrorKind::bad_value, "<{}> and <{}> exclude each other", system, key);
  }

  void set_temperatures() {
    if (given("particles") && !given("temps")) physics_.gradient_descent = true;
    if (!physics_.gradient_descent) return;
    physics_.temperatures = Ladder{0.0};
    require(!given("temps"), ErrorKind::bad_value, "<gradient-descent> is T = 0; leave out <temps>");
  }

  /// Momentum is of descents by em, friction of baoab.
  void set_velocities() {
    require(physics_.momentum == 0 || physics_.gradient_descent, ErrorKind::bad_value,
            "<momentum> is of <gradient-descent>; with noise, <update> baoab samples exp(-U/T) with velocities");
    require(physics_.momentum == 0 || !given("update") || physics_.update == Update::em, ErrorKind::bad_value,
            "<momentum> is of <update> em; leave out <update>");
    if (physics_.momentum != 0) physics_.update = Update::em;
    require(physics_.update != Update::baoab || !physics_.gradient_descent, ErrorKind::bad_value,
            "<update> baoab has thermal velocities and no meaning at T = 0; give <momentum> to <gradient-descent>");
    require(!given("friction") || physics_.update == Update::baoab, ErrorKind::bad_value,
            "<friction> is of <update> baoab; leave it out");
  }

  /// True when the user named no confinement, of any kind.
  bool leaves_confinement_open() const { return std::ranges::none_of(asked_.given, is_confinement); }

  void set_confinement() {
    require(std::ranges::count_if(asked_.given, is_confinement) <= 1, ErrorKind::bad_value,
            "<prior>, <weight-decay>, <anchor> and <no-confinement> exclude each other");
    // A potential with walls all around has an exact law of its own, which a prior it was not asked for would change.
    if (physics_.potential && leaves_confinement_open() && physics_.potential->normalisable())
      physics_.confinement = {.kind = Confinement::Kind::none, .strength = 0};
  }

  void set_devices() const {
    const EngineOptions& engine = control_.engine;
    require(engine.gpu >= 0, ErrorKind::bad_value, "<gpu> {} is negative; GPUs are counted from 0", engine.gpu);
    require(engine.backend != "cpu" || (!given("gpu") && !given("kernel")), ErrorKind::bad_value,
            "<gpu> and <kernel> are of no use with <device> cpu");
  }

  /// A potential takes the place of the network and its data.
  void set_potential() {
    StartRule& start = physics_.start;
    if (!physics_.potential) {
      require(!start.equilibrium, ErrorKind::bad_value,
              "<start> equilibrium: only a <potential> has a law that can be drawn from; use <start> descent");
      return;
    }
    refuse_beside("potential", of_networks);
    refuse_beside("potential", std::array{"gradient-descent", "particles"});
    const Confinement::Kind kind = physics_.confinement.kind;
    require(kind != Confinement::Kind::anchor, ErrorKind::bad_value,
            "<potential> and <anchor> exclude each other; use <prior> or <weight-decay>");
    const bool normalisable = physics_.potential->normalisable();
    const std::string text = printable(physics_.potential->text);
    require(kind != Confinement::Kind::none || normalisable, ErrorKind::bad_value,
            "<potential> {} leaves a direction free, so without confinement it has no equilibrium; give it a <prior>",
            text);
    if (!normalisable && leaves_confinement_open())
      assumed_.push_back(fmt::format("<potential> {} leaves a direction free: <prior> {} confines it", text,
                                     physics_.confinement.strength));
    require(control_.engine.backend != "gpu", ErrorKind::bad_value,
            "<potential> and <device> gpu exclude each other; use cpu");  // also where there is no GPU to be missed
    require(!start.descent || start.automatic, ErrorKind::bad_value,
            "<start> {}: a potential starts random or in equilibrium",
            start.common ? "common"
            : start.both ? "both"
                         : "descent");
    if (start.automatic)
      start = {
          .automatic = true, .descent = false, .equilibrium = true, .scale = start.scale, .deviation = start.deviation};
  }

  /// Particles take the place of the network and its data, too.
  void set_particles() {
    if (!given("particles")) return;
    require(physics_.particles >= 1 && physics_.particles <= 100'000, ErrorKind::bad_value,
            "<particles> {} is outside 1..100000", physics_.particles);
    refuse_beside("particles", of_networks);
    StartRule& start = physics_.start;
    if (start.automatic)
      start = {.automatic = true, .descent = false, .scale = start.scale, .deviation = start.deviation};
  }

  /// What a teacher answers takes the place of data from files.
  void check_teacher() const {
    for (const char* key : {"label-noise", "test-examples"})
      require(!given(key) || !physics_.teacher.empty(), ErrorKind::bad_value, "<{}> is of a <teacher>; give one", key);
    if (physics_.teacher.empty()) return;
    require(physics_.data.empty(), ErrorKind::bad_value,
            "<teacher> and <data> exclude each other: both give the answers");
    require(physics_.test_data.empty(), ErrorKind::bad_value,
            "<teacher> and <test-data> exclude each other; <test-examples> asks the teacher for more");
    require(!given("test-examples") || (physics_.test_examples >= 1 && physics_.test_examples <= 10'000'000),
            ErrorKind::bad_value, "<test-examples> {} is outside 1..10000000", physics_.test_examples);
  }

  void check_counts() const {
    require(physics_.replicas >= 1 && physics_.replicas <= 1'000'000, ErrorKind::bad_value,
            "<replicas> {} is outside 1..1000000", physics_.replicas);
    require(physics_.examples >= 1 && physics_.examples <= 10'000'000, ErrorKind::bad_value,
            "<examples> {} is outside 1..10000000", physics_.examples);
    require(physics_.datasets >= 1 && physics_.datasets <= physics_.replicas, ErrorKind::bad_value,
            "<datasets> {} is outside 1..{} (each data set needs a replica)", physics_.datasets, physics_.replicas);
    require(physics_.data.empty() || physics_.datasets == 1 || physics_.in_memory(), ErrorKind::bad_value,
            "<datasets> draws random data; leave out <data>");
    require(control_.engine.threads >= 0 && control_.engine.threads <= 1024, ErrorKind::bad_value,
            "<threads> {} is outside 0..1024", control_.engine.threads);
    require(control_.max_memory > 0, ErrorKind::bad_value, "<max-memory> 0 leaves nothing for a run; leave it out");
  }

  /// A slice has a replica at least, and keeps what `merge` needs of it.
  void check_slice() const {
    const Shard& shard = physics_.shard;
    const std::size_t all = physics_.temperatures.size() * static_cast<std::size_t>(physics_.replicas);
    require(shard.parts <= all, ErrorKind::bad_value,
            "<shard> {}/{}: there are {} replicas, and each slice needs one; use fewer slices", shard.number,
            shard.parts, all);
    require(shard.whole() || !control_.drop_samples, ErrorKind::bad_value,
            "<drop-samples> and <shard> exclude each other: the samples of a slice are needed to join it");
  }

  /// How data files are read.
  void set_reading() {
    for (const char* key : {"header", "decimal", "label", "scale"})
      require(!given(key) || !physics_.data.empty() || !physics_.test_data.empty(), ErrorKind::bad_value,
              "<{}> says how data files are read; give <data>", key);
    require(physics_.reading.scale != Reading::Scale::standard || !physics_.data.empty(), ErrorKind::bad_value,
            "<scale> standard takes mean and deviation from <data>; random data have 0 and 1");
    physics_.first_examples = !physics_.data.empty() && given("examples");
    physics_.reading.examples = physics_.first_examples ? physics_.examples : 0;
  }

  /// Half the replicas of two starts are drawn from exp(-V / T), which a prior and a weight decay have. They are the
  /// default where there are enough of them to be compared.
  void set_two_starts() {
    StartRule& start = physics_.start;
    const Confinement::Kind kind = physics_.confinement.kind;
    const bool drawable = kind == Confinement::Kind::prior || kind == Confinement::Kind::decay;
    if (start.automatic && start.descent && !physics_.gradient_descent)
      start.both = drawable && physics_.replicas >= std::max(4, 2 * physics_.datasets);
    if (!start.both) return;
    require(drawable, ErrorKind::bad_value,
            "<start> both draws half the replicas from the prior, and there is none; give <prior> S or <weight-decay>");
    require(physics_.replicas >= 2 * physics_.datasets, ErrorKind::bad_value,
            "<start> both needs two replicas of every data set; give <replicas> {} or more", 2 * physics_.datasets);
  }

  /// Steps between samples where nobody chose them: about 3000 samples. Where those would not end with the run, the
  /// nearest number of samples from 1500 to 6000 that does, so that the run is as long as it was asked to be.
  static std::uint64_t chosen_interval(std::uint64_t steps, std::uint64_t measure_interval) {
    constexpr std::uint64_t samples = 3000;
    const std::uint64_t measurements = steps / measure_interval;
    const std::uint64_t wanted = std::max<std::uint64_t>(1, measurements / samples);
    if (steps % measure_interval == 0 && measurements % wanted != 0)
      for (std::uint64_t away = 1; away <= samples; ++away)
        for (const std::uint64_t count : {samples + away, samples - std::min(away, samples / 2)})
          if (measurements % count == 0) return measurements / count * measure_interval;
    return wanted * measure_interval;
  }

  /// The burn-in in whole sample intervals.
  std::uint64_t burn_in() const {
    const BurnInRule& rule = physics_.burn_in_rule;
    const auto share =
        static_cast<std::uint64_t>(std::llround(static_cast<double>(physics_.steps) * rule.percent / 100));
    const std::uint64_t steps = rule.steps.value_or(share), interval = physics_.sample_interval;
    require(steps < physics_.steps, ErrorKind::bad_value,
            "<burn-in> {} leaves nothing of <steps> {} to measure; try <burn-in> 30%",
            rule.steps ? std::to_string(*rule.steps) : fmt::format("{}%", rule.percent), physics_.steps);
    return (steps + interval - 1) / interval * interval;
  }

  void say_rounded(const char* key, std::uint64_t asked, std::uint64_t taken) {
    if (asked != taken)
      assumed_.push_back(fmt::format("<{}> {} becomes {}: whole sample intervals, of {} steps each", key, asked, taken,
                                     physics_.sample_interval));
  }

  /// Steps and intervals that fit each other; what had to be rounded is said.
  void set_lengths() {
    std::uint64_t &steps = physics_.steps, &interval = physics_.sample_interval;
    const std::uint64_t measure = physics_.measure_interval;
    require(steps >= 100 && steps <= most_steps, ErrorKind::bad_value, "<steps> {} is outside 100..1e12", steps);
    require(measure >= 1 && measure <= steps, ErrorKind::bad_value, "<measure-interval> {} is outside 1..steps",
            measure);
    const bool chosen = !given("sample-interval");
    if (chosen) interval = chosen_interval(steps, measure);
    require(interval >= 1 && interval <= steps, ErrorKind::bad_value, "<sample-interval> {} is outside 1..steps ({})",
            interval, steps);
    require(interval % measure == 0, ErrorKind::bad_value,
            "<sample-interval> {} is not a multiple of <measure-interval> {}", interval, measure);
    const std::uint64_t asked = steps;
    while (steps % interval != 0) {
      steps = (steps / interval + 1) * interval;
      if (steps > most_steps) steps -= interval;
      // What is stored is read again when the run goes on, so the rounded length has to lead to the same interval.
      if (chosen) interval = chosen_interval(steps, measure);
    }
    physics_.burn_in = burn_in();
    require((steps - physics_.burn_in) / interval >= 8, ErrorKind::bad_value,
            "{} steps with a burn-in of {} leave fewer than 8 samples at <sample-interval> {}; use more <steps>, or "
            "sample more often",
            steps, physics_.burn_in, interval);
    say_rounded("steps", asked, steps);
    if (physics_.burn_in_rule.steps) say_rounded("burn-in", *physics_.burn_in_rule.steps, physics_.burn_in);
    physics_.first_steps = steps;
  }

  Request& asked_;
  Physics& physics_;
  RunControl& control_;
  std::vector<std::string> assumed_;
};

}  // namespace

bool is_confinement(std::string_view key) {
  return key == "prior" || key == "weight-decay" || key == "anchor" || key == "no-confinement";
}

std::vector<std::string> settle(Request& request) { return Settling(request).all(); }

}  // namespace replicas
