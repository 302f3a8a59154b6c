#include "system/ensemble.h"

#include <algorithm>
#include <cmath>

#include "model/error.h"
#include "system/batch_check.h"

namespace replicas {

bool Ensemble::has_equilibrium() const {
  return confinement.kind != Confinement::Kind::none || system->capabilities().normalisable;
}

bool Ensemble::one_measure() const { return has_equilibrium() && confinement.kind != Confinement::Kind::decay; }

double Ensemble::temperature_at(std::size_t temperature_index, std::uint64_t step) const {
  return temperatures[temperature_index] * dynamics.temperature_schedule.at(step);
}

double Ensemble::step_size_at(std::size_t temperature_index, std::uint64_t step) const {
  return dynamics.step_sizes[temperature_index] * dynamics.step_size_schedule.at(step);
}

double Ensemble::decay(std::size_t temperature_index, const Block& block, std::uint64_t step) const {
  const double temperature = temperature_at(temperature_index, step);
  switch (confinement.kind) {
    case Confinement::Kind::none: return 0;
    case Confinement::Kind::decay: return block.decay_factor * confinement.strength;
    case Confinement::Kind::anchor: return block.decay_factor * (confinement.strength * temperature);
    case Confinement::Kind::prior: {
      const double variance = confinement.strength * confinement.strength / (confinement.per_fan_in ? block.fan_in : 1);
      return block.decay_factor * (temperature / variance);
    }
  }
  return 0;
}

double Ensemble::step_size(std::size_t temperature_index, const Block& block, std::uint64_t step) const {
  const double eta = step_size_at(temperature_index, step);
  return block.step_factor * (dynamics.update == Update::baoab ? std::sqrt(2 * eta) : eta);
}

double Ensemble::noise_amplitude(std::size_t temperature_index, const Block& block, std::uint64_t step) const {
  const double temperature = temperature_at(temperature_index, step);
  if (dynamics.update == Update::baoab) {
    const double h = std::sqrt(2 * step_size_at(temperature_index, step));
    const double noise = -std::expm1(-2 * dynamics.friction * h);  // 1 - c^2
    return block.noise_factor * std::sqrt(noise * temperature * block.step_factor);
  }
  const double product = step_size(temperature_index, block, step) * temperature;
  return block.noise_factor * std::sqrt(dynamics.update == Update::em ? 2 * product : product / 2);
}

VelocityRule Ensemble::velocity_rule(std::size_t temperature_index, std::uint64_t step) const {
  if (dynamics.update != Update::baoab)
    return {.kept = static_cast<float>(dynamics.momentum), .damping = 1, .drift = 1, .second_drift = 0};
  const double h = std::sqrt(2 * step_size_at(temperature_index, step));
  return {.kept = 1,
          .damping = static_cast<float>(std::exp(-dynamics.friction * h)),
          .drift = static_cast<float>(h / 2),
          .second_drift = static_cast<float>(h / 2)};
}

bool Ensemble::one_step_size() const {
  return std::ranges::all_of(layout().blocks(),
                             [](const Block& block) { return block.step_factor == 1 && block.noise_factor == 1; });
}

void set_block_rules(const Ensemble& ensemble, std::size_t temperature_index, std::uint64_t step,
                     std::vector<BlockRule>& rules) {
  const std::vector<Block>& blocks = ensemble.layout().blocks();
  rules.clear();
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (blocks[b].bias) continue;
    const bool has_bias = b + 1 < blocks.size() && blocks[b + 1].bias;
    for (const Block* const block : {&blocks[b], &blocks[has_bias ? b + 1 : b]})
      rules.push_back({.step_size = static_cast<float>(ensemble.step_size(temperature_index, *block, step)),
                       .amplitude = static_cast<float>(ensemble.noise_amplitude(temperature_index, *block, step)),
                       .decay = static_cast<float>(ensemble.decay(temperature_index, *block, step))});
  }
}

std::vector<BlockRule> block_rules(const Ensemble& ensemble) {
  std::vector<BlockRule> rules, own;
  for (std::size_t t = 0; t < ensemble.temperatures.size(); ++t) {
    set_block_rules(ensemble, t, 0, own);
    rules.insert(rules.end(), own.begin(), own.end());
  }
  return rules;
}

std::vector<std::size_t> datasets_of(const Ensemble& ensemble) {
  std::vector<std::size_t> datasets(ensemble.replica_count());
  for (std::size_t r = 0; r < datasets.size(); ++r) datasets[r] = ensemble.dataset_index(r);
  return datasets;
}

void check(const Ensemble& ensemble) {
  require(ensemble.replicas >= 1, ErrorKind::bad_value, "<replicas> {} is not at least 1", ensemble.replicas);
  require(!ensemble.temperatures.empty(), ErrorKind::bad_value, "no temperatures; try <temps> 1e-5:1e-2");
  require(ensemble.system != nullptr && ensemble.dataset_count() > 0, ErrorKind::bad_value, "no data set");
  require(ensemble.weights() > 0, ErrorKind::bad_value, "a {} of no weights", ensemble.system->kind());
  require(ensemble.dynamics.step_sizes.size() == ensemble.temperatures.size(), ErrorKind::bad_value,
          "{} step sizes for {} temperatures; give one, or one for each", ensemble.dynamics.step_sizes.size(),
          ensemble.temperatures.size());
  const std::string beyond = not_computed(ensemble.dynamics);
  require(beyond.empty(), ErrorKind::bad_value, "no engine computes {} yet", beyond);
  check_batch(*ensemble.system, ensemble.dynamics.batch);
  require(!ensemble.dynamics.batch.online() || ensemble.fresh != nullptr, ErrorKind::bad_value,
          "<batch> {}/online: there is nothing to draw fresh examples from", ensemble.dynamics.batch.size);
  const Dynamics& dynamics = ensemble.dynamics;
  require(dynamics.momentum >= 0 && dynamics.momentum < 1, ErrorKind::bad_value,
          "<momentum> {} is outside 0 to 1 (1 excluded)", dynamics.momentum);
  require(dynamics.momentum == 0 || (dynamics.update == Update::em && ensemble.temperatures.back() == 0),
          ErrorKind::bad_value,
          "<momentum> is of descent without noise (<gradient-descent>); with noise, <update> baoab samples exp(-U/T)");
  require(std::isfinite(dynamics.friction) && dynamics.friction > 0, ErrorKind::bad_value,
          "<friction> {} is not positive", dynamics.friction);
  for (const FactorSchedule* const schedule : {&dynamics.step_size_schedule, &dynamics.temperature_schedule})
    require(std::isfinite(schedule->first) && schedule->first > 0 && std::isfinite(schedule->last) &&
                schedule->last > 0 && (!schedule->varies() || schedule->steps > 0),
            ErrorKind::bad_value, "a schedule from {} to {} times its number in {} steps; all have to be positive",
            schedule->first, schedule->last, schedule->steps);
  for (const double step_size : ensemble.dynamics.step_sizes)
    require(std::isfinite(step_size) && step_size > 0, ErrorKind::bad_value,
            "step size {} is not positive (the replicas would not move); try <step-size> auto", step_size);
  for (const Block& block : ensemble.layout().blocks())
    require(std::isfinite(block.step_factor) && block.step_factor > 0 && std::isfinite(block.noise_factor) &&
                block.noise_factor >= 0 && std::isfinite(block.decay_factor) && block.decay_factor >= 0,
            ErrorKind::internal,
            "factors {}, {}, {} of step size, noise and decay in layer {}; none may be negative or 0 steps",
            block.step_factor, block.noise_factor, block.decay_factor, block.layer + 1);
  require(ensemble.measure_interval >= 1, ErrorKind::bad_value, "<measure-interval> must be at least 1");
  ensemble.system->check();
  require(ensemble.group >= 1 && ensemble.replicas % ensemble.group == 0, ErrorKind::bad_value,
          "<replicas> {} is not a multiple of the {} chains of a group", ensemble.replicas, ensemble.group);
  require(
      !ensemble.owned ||
          (ensemble.owned->count > 0 && ensemble.owned->end() <= ensemble.map().count() &&
           ensemble.owned->first % ensemble.map().group == 0 && ensemble.owned->count % ensemble.map().group == 0),
      ErrorKind::bad_value, "a slice of replicas {}..{} of {} owns none, some that there are not, or a part of a group",
      ensemble.owned ? ensemble.owned->first : 0, ensemble.owned ? ensemble.owned->end() : 0, ensemble.map().count());
  require(ensemble.confinement.kind != Confinement::Kind::anchor ||
              ensemble.anchor.size() == ensemble.replica_count() * ensemble.weights(),
          ErrorKind::bad_value, "an anchored ensemble needs the anchor of every replica");
}

std::string_view name(Confinement::Kind kind) {
  switch (kind) {
    case Confinement::Kind::none: return "none";
    case Confinement::Kind::prior: return "prior";
    case Confinement::Kind::decay: return "weight decay";
    case Confinement::Kind::anchor: return "anchor";
  }
  return "?";
}

}  // namespace replicas
