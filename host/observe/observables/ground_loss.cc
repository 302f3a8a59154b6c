#include "observe/observables/ground_loss.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "model/error.h"
#include "observe/observables/digest.h"
#include "observe/observables/observable.h"
#include "observe/statistics/jackknife.h"

namespace replicas {

namespace {

constexpr std::size_t lowest_rungs = 3;

/// Intercept of <L> against T on the lowest rungs. The spread of L is proportional to T there, hence weights 1 / T^2.
double intercept(const Digest& digest, ChainSpan chains) {
  double sum = 0, sum_t = 0, sum_l = 0, sum_tt = 0, sum_tl = 0;
  for (std::size_t rung = 0; rung < std::min(lowest_rungs, digest.temperatures()); ++rung) {
    const double t = digest.temperature(rung), weight = 1 / (t * t);
    const double l = pooled(digest, rung, chains, &ReplicaDigest::loss).mean;
    sum += weight;
    sum_t += weight * t;
    sum_l += weight * l;
    sum_tt += weight * t * t;
    sum_tl += weight * t * l;
  }
  return (sum_l * sum_tt - sum_t * sum_tl) / (sum * sum_tt - sum_t * sum_t);
}

double lowest_seen(const Measurements& m, std::size_t replica) {
  double lowest = m.start_loss.empty() ? std::numeric_limits<double>::infinity() : m.start_loss[replica];
  for (const auto* samples : {&m.warmup, &m.samples})
    for (const Sample& sample : *samples)
      lowest = std::fmin(lowest, static_cast<double>(sample[recorded::loss][replica]));
  return lowest;
}

/// A cross-entropy of the examples that can be answered below ln 2 / P leaves none of them above ln 2: every label is
/// right, and scaling the output weights up sends their loss to 0. A block with fewer wrong labels than measured steps
/// has such a step in it, too. Inputs of zeros without biases are answered by a tie, always, and left out of both.
bool separated(const Measurements& m, std::size_t dataset, const LossBound& bound) {
  const Ensemble& ensemble = m.ensemble;
  if (!ensemble.system->capabilities().separable) return false;
  const double examples = ensemble.examples();
  for (std::size_t r = 0; r < ensemble.replica_count(); ++r) {
    if (ensemble.dataset_index(r) != dataset) continue;
    if ((lowest_seen(m, r) - bound.zero_inputs) * examples < std::numbers::ln2 * (1 - 1e-6)) return true;
    for (const std::vector<ReplicaSums>& block : m.blocks)
      if (block[r].finite && block[r].wrong < static_cast<double>(block[r].count) * (bound.zero_examples + 1))
        return true;
  }
  return false;
}

/// What descents found, set against what else is known.
void take_minimum(GroundEstimate& ground, bool decays) {
  const LossMinimum& found = ground.minimum;
  ground.origin = GroundLoss::descent;
  ground.value = found.value;
  ground.error = found.left + found.between_starts;
  if (decays) return;
  if (ground.lowest < found.value) {
    ground.error = std::max(ground.error, found.value - ground.lowest);
    ground.value = ground.lowest;
  }
  // Starts that ended at different heights may all have missed a lower place, which the mean losses would point to.
  if (found.between_starts > 0.01 * (found.value - ground.fit) && ground.fit + 2 * ground.fit_error < ground.value)
    ground.error = std::max(ground.error, ground.value - std::max(ground.fit, ground.bound.value));
  const double above_bound = ground.value - ground.bound.value;
  ground.error = std::min(ground.error, std::max(above_bound, 0.0));
}

/// Without a descent: the straight line through the mean losses, or the lowest loss seen when that refutes it.
void take_fit(const Digest& digest, GroundEstimate& ground, bool decays) {
  if (digest.temperatures() < 2) {
    ground.origin = GroundLoss::lowest;
    ground.value = ground.lowest;
    ground.error = ReplicaDigest::absent;
    return;
  }
  const bool refuted = !decays && (ground.fit > ground.lowest || ground.fit < ground.bound.value);
  ground.origin = refuted ? GroundLoss::lowest : GroundLoss::intercept;
  ground.value = refuted ? ground.lowest : ground.fit;
  // The line may end anywhere between the bound of the data and the lowest loss seen: that is all that is known.
  ground.error = std::fabs(ground.lowest - std::max(ground.fit, ground.bound.value));
}

double value(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return ground_loss(digest, temperature, chains);
}

}  // namespace

bool needs_descent(const Measurements& measured, std::size_t dataset) {
  const Ensemble& ensemble = measured.ensemble;
  if (ensemble.system->infimum() || ensemble.confinement.kind == Confinement::Kind::anchor) return false;
  return ensemble.confinement.kind == Confinement::Kind::decay ||
         !separated(measured, dataset, ensemble.system->loss_bound(dataset));
}

void find_ground_losses(Digest& digest, const std::vector<LossMinimum>& minima) {
  const Measurements& m = digest.measurements;
  const Ensemble& ensemble = m.ensemble;
  const bool decays = ensemble.confinement.kind == Confinement::Kind::decay;
  for (std::size_t dataset = 0; dataset < ensemble.dataset_count(); ++dataset) {
    GroundEstimate& ground = digest.ground.emplace_back();
    if (const std::optional<double> infimum = ensemble.system->infimum()) {
      ground.value = *infimum;
      continue;
    }
    ground.bound = ensemble.system->loss_bound(dataset);
    const std::vector<std::size_t> chains = ensemble.map().chains_of_dataset(dataset);
    ground.lowest = std::numeric_limits<double>::infinity();
    for (std::size_t r = 0; r < digest.replicas.size(); ++r)
      if (ensemble.dataset_index(r) == dataset) ground.lowest = std::fmin(ground.lowest, lowest_seen(m, r));
    if (digest.temperatures() > 1) {
      ground.fit = intercept(digest, chains);
      ground.fit_error =
          std::sqrt(jackknife(
                        chains, [&](ChainSpan some) { return intercept(digest, some); }, ensemble.map().group)
                        .variance);
    }
    if (ensemble.confinement.kind == Confinement::Kind::anchor) {
      ground.origin = GroundLoss::anchor;
      continue;
    }
    if (!decays && separated(m, dataset, ground.bound)) {
      ground.origin = GroundLoss::separated;
      ground.value = ground.bound.value;
      continue;
    }
    if (dataset < minima.size() && minima[dataset].starts > 0) {
      ground.minimum = minima[dataset];
      take_minimum(ground, decays);
    } else {
      take_fit(digest, ground, decays);
    }
    ground.error += 0x1p-25 * std::fabs(ground.value);  // <L> is a sum of floats: half a unit of its last place
  }
}

double ground_loss(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  if (chains.empty()) return ReplicaDigest::absent;
  const std::size_t dataset = digest.ensemble().dataset_index(chains.front());
  const GroundEstimate& ground = digest.ground[dataset];
  const double shift = digest.ground_shift == 0 ? 0 : digest.ground_shift * ground.error;
  if (ground.origin == GroundLoss::intercept) return intercept(digest, chains) + shift;
  if (ground.origin != GroundLoss::anchor) return ground.value + shift;
  Moments anchors;
  for (const std::size_t chain : chains)
    if (const std::size_t r = digest.number(temperature, chain); r < digest.measurements.start_loss.size())
      anchors.add(digest.measurements.start_loss[r]);
  return anchors.count > 0 ? anchors.mean : ReplicaDigest::absent;
}

bool ground_loss_doubtful(const Digest& digest) {
  for (std::size_t dataset = 0; dataset < digest.ground.size(); ++dataset)
    for (std::size_t t = 0; t < digest.temperatures(); ++t) {
      const std::vector<std::size_t> chains = digest.chains_of(t, dataset);
      if (chains.empty()) continue;
      const double above = pooled(digest, t, chains, &ReplicaDigest::loss).mean - ground_loss(digest, t, chains);
      if (!(digest.ground[dataset].error <= doubtful_share * above)) return true;
    }
  return false;
}

Family ground_loss_observables() {
  return {{.name = "ground_loss",
           .unit = "1",
           .long_name = "L0, the infimum of the loss that d_mean counts from",
           .value = value,
           .counts_from_ground = true}};
}

// Where L0 came from, in words.

namespace {

std::string bound_in_words(const LossBound& bound) {
  std::string text;
  if (bound.zero_examples > 0)
    text += fmt::format("{} example{} with inputs of zeros", bound.zero_examples, bound.zero_examples == 1 ? "" : "s");
  if (bound.contradicting > 0)
    text += fmt::format("{}{} examples that contradict each other", text.empty() ? "" : " and ", bound.contradicting);
  return text;
}

std::string other_estimates(const GroundEstimate& ground, std::size_t temperatures) {
  std::string text = fmt::format("; the lowest loss seen was {:.6g}", ground.lowest);
  if (temperatures > 1)
    text += fmt::format(", a straight line through <L> of the lowest temperatures ends at {:.6g}", ground.fit);
  if (ground.bound.value > 0)
    text += fmt::format(", and the data cannot be below {:.6g} ({})", ground.bound.value, bound_in_words(ground.bound));
  return text;
}

std::string origin(const Digest& digest, const GroundEstimate& ground) {
  const bool decays = digest.ensemble().confinement.kind == Confinement::Kind::decay;
  switch (ground.origin) {
    case GroundLoss::known: return "the infimum of the potential, from its formula";
    case GroundLoss::anchor: return "L at the anchor of each replica (llc of arXiv:2402.03698)";
    case GroundLoss::separated:
      if (ground.bound.value == 0) return "0, the infimum of cross-entropy on data that a replica separated";
      return fmt::format("{:.6g}, the loss of {}; a replica separated the others, whose infimum is 0",
                         ground.bound.value, bound_in_words(ground.bound));
    case GroundLoss::descent:
      return fmt::format(
          "{:.6g}, {} by descent from the ends of {} replicas ({} converged; error {:.1g}){}", ground.value,
          decays ? "L at the minimum of U = L + V, since the weight decay stays as T goes to 0," : "the minimum of L",
          ground.minimum.starts, ground.minimum.converged, ground.error,
          other_estimates(ground, digest.temperatures()));
    case GroundLoss::intercept:
      return fmt::format(
          "the intercept of <L> against T on the lowest temperatures, {:.6g}, uncertain by {:.1g}, for want "
          "of a descent (made when a run is finished, if it is affordable){}",
          ground.value, ground.error, other_estimates(ground, digest.temperatures()));
    case GroundLoss::lowest:
      return fmt::format(
          "the lowest loss seen, {:.6g}, which is above the infimum by an unknown amount, for want of a "
          "descent (made when a run is finished, if it is affordable): read d_var instead of d_mean",
          ground.value);
  }
  return {};
}

}  // namespace

std::string ground_loss_origin(const Digest& digest) {
  const GroundEstimate& first = digest.ground.front();
  const auto alike = std::ranges::count(digest.ground, first.origin, &GroundEstimate::origin);
  const auto sets = static_cast<std::ptrdiff_t>(digest.ground.size());
  std::string text = origin(digest, first);
  if (sets > 1 && first.origin != GroundLoss::known && first.origin != GroundLoss::anchor)
    text += alike == sets
                ? fmt::format(" (the first of {} data sets; the others likewise)", sets)
                : fmt::format(" (the first of {} data sets; {} likewise, the others otherwise)", sets, alike - 1);
  return text;
}

}  // namespace replicas
